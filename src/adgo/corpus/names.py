"""Things by their names: an IRI, a name with a prefix, a label, an alias, or a name in an article."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping
from itertools import islice

from adgo.corpus.corpus import Corpus
from adgo.corpus.folding import folded
from adgo.corpus.naming import thing_groups
from adgo.graph.namespaces import BASE, PREFIXES, short

#: How many names a message proposes at most.
MOST = 3
#: The least likeness of a name that is proposed, from 0 to 1.
LIKENESS = 0.7


class UnknownName(LookupError):
    """Nothing has a name; `things` are those with similar names, `nearest` their labels.

    `named` has the IRI of each thing that the message names, by its name as it stands there.
    """

    def __init__(self, name: str, things: Mapping[str, str]) -> None:
        """Create the error.

        Args:
            name: what was asked for.
            things: the IRIs of things with similar names by their labels, the most similar first.
        """
        near = f" The nearest is {' or '.join(map(repr, things))}." if things else ""
        super().__init__(f"Nothing is called {name!r} in these data.{near}")
        self.name, self.things, self.nearest = name, things, list(things)
        self.named = quoted(things)


class AmbiguousName(LookupError):
    """Several things have one name; `candidates` are their IRIs, and `named` has each by its name in the message."""

    def __init__(self, name: str, candidates: list[str]) -> None:
        """Create the error.

        Args:
            name: what was asked for.
            candidates: the IRIs of the things with that name.
        """
        super().__init__(
            f"{name!r} is the name of {len(candidates)} things: {', '.join(map(short, candidates))}. Name one of them."
        )
        self.name, self.candidates = name, candidates
        self.named = {short(it): it for it in candidates}


def find(corpus: Corpus, name: str, class_name: str = "", among: Collection[str] | None = None) -> str:
    """Return the IRI of the thing with a name.

    Args:
        corpus: the graph.
        name: an IRI, a name with a prefix such as id:Momenta, the last part of an IRI, a label or an alias. Case and
            white space do not matter, but a label in the same case wins.
        class_name: the local name of the class of things that are meant; "" for any.
        among: the only things that may be meant; None for any.

    Raises:
        UnknownName: if no such thing has that name.
        AmbiguousName: if several have it.
    """
    written = name.strip().removeprefix("<").removesuffix(">")
    prefix, colon, local = written.partition(":")
    iri = PREFIXES[prefix] + local if colon and prefix in PREFIXES else written
    if among is None and (corpus.knows(iri) or iri in corpus.by_iri):
        return iri
    if among is not None and iri in among:
        return iri
    found = [it for it in corpus.by_name.get(folded(written), []) if fits(corpus, it, class_name)]
    found = [it for it in found if among is None or it in among]
    if len(found) > 1:  # A name in the same case wins, and a thing wins over a statement about one.
        found = [it for it in found if written in corpus.names(it)] or found
        found = [it for it in found if it.startswith(PREFIXES["id"])] or found
    if not found:
        raise UnknownName(name, nearest_things(corpus, written, class_name, among))
    if len(found) > 1:
        raise AmbiguousName(name, found)
    return found[0]


def quoted(things: Mapping[str, str]) -> dict[str, str]:
    """Return the IRIs of things by their labels as messages have them, in quotation marks."""
    return {repr(label): it for label, it in things.items()}


def nearest(corpus: Corpus, name: str) -> list[str]:
    """Return the labels of the things whose names are most similar to a name, the most similar first."""
    return list(nearest_things(corpus, name))


def nearest_things(
    corpus: Corpus, name: str, class_name: str = "", among: Collection[str] | None = None
) -> dict[str, str]:
    """Return the things whose names are most similar to a name: their IRIs by their labels, the most similar first.

    Args:
        corpus: the graph.
        name: the name, perhaps with a typing error.
        class_name: the local name of the class of things that are meant; "" for any.
        among: the only things that may be meant; None for any.
    """
    wanted, named = folded(name), proposed(corpus, class_name, among)
    close = difflib.get_close_matches(wanted, named, MOST * 3, LIKENESS)
    holding = sorted((each for each in named if wanted and wanted in each), key=len)
    things = [it for each in (*holding, *close) for it in named[each]]
    entities = [it for it in things if it.startswith(PREFIXES["id"])] or things
    found: dict[str, str] = {}
    for it in entities:
        found.setdefault(corpus.label(it), it)
    return dict(islice(found.items(), MOST))


def proposed(
    corpus: Corpus, class_name: str = "", among: Collection[str] | None = None
) -> dict[str, list[str]]:
    """Return what may be proposed for a name that nothing has: folded names, each with the things that have it.

    Without a class and things to choose from, these are only things that people call by a name: a statement or a view
    with the name of a firm in it is not what somebody meant who asked for the firm.

    Args:
        corpus: the graph.
        class_name: the local name of the class of things that are meant; "" for any.
        among: the only things that may be meant; None for any.
    """
    if among is None and not class_name:
        return corpus.kept(
            "proposed names", lambda: _names(corpus, lambda it: thing_groups.is_called_by_name(corpus, it))
        )
    return _names(corpus, lambda it: fits(corpus, it, class_name) and (among is None or it in among))


def _names(corpus: Corpus, is_meant: Callable[[str], bool]) -> dict[str, list[str]]:
    kept = ((name, [it for it in things if is_meant(it)]) for name, things in corpus.by_name.items())
    return {name: things for name, things in kept if things}


def fits(corpus: Corpus, it: str, class_name: str) -> bool:
    """Return whether a thing is of ADGO and a member of a class; any class fits if its name is "".

    Args:
        corpus: the graph.
        it: the thing.
        class_name: the local name of the class, or "".
    """
    return it.startswith(BASE) and (not class_name or corpus.is_a(it, class_name))
