"""The kinds of changes: each turns a triple into a wrong one, or into another plausible one."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from packaged import Change, Packaged, Row, Triple

from adgo.graph.namespaces import ADGO, BASE, ID, PREFIXES, XSD
from adgo.turtle.terms import TYPE, split_literal

SAME_AS = "<http://www.w3.org/2002/07/owl#sameAs>"
LABEL = f"<{PREFIXES['skos']}prefLabel>"
OBJECT, MODALITY, STATUS, UNIT, DIGEST = (
    f"<{ADGO}{name}>" for name in ("object", "modality", "status", "inUnit", "sha256")
)
SPANS = tuple(f"<{PREFIXES['oa']}{name}>" for name in ("start", "end"))
DATATYPES = ("", *(f"^^<{XSD}{name}>" for name in ("integer", "decimal", "date", "boolean", "gYear")))
LANGUAGES = ("@de", "@zh", "")

#: Returns the triples that replace a triple; [] if this kind of change is not applicable.
Turn = Callable[[Packaged, Triple, random.Random], Iterable[Triple]]


def changes(packaged: Packaged, rows: list[Row], kind: str, count: int, seed: str) -> Iterator[Change]:
    """Yield changes of a kind, each of a different triple; fewer if it is not applicable to more triples.

    Args:
        packaged: the packaged graph.
        rows: the triples that may be changed.
        kind: the kind of change.
        count: how many changes to draw.
        seed: the seed of the random draw.
    """
    chance = random.Random(f"{seed}/{kind}")
    for path, triple in chance.sample(rows, len(rows)):
        if not count:
            return
        after = tuple(KINDS[kind](packaged, triple, chance))
        if kind == "merge names" and after:
            yield _renamed(packaged, path, triple[0], after[0][2])
        elif after or kind == "drop":
            removed = () if kind == "merge" else (triple,)
            yield Change(kind, path, removed, after)
        else:
            continue
        count -= 1


def _renamed(packaged: Packaged, path: Path, old: str, new: str) -> Change:
    """Return the change that replaces the name of one thing with that of another in all triples of a file."""
    removed = tuple(triple for triple in packaged.documents[path].triples() if old in triple)
    added = tuple(tuple(new if term == old else term for term in triple) for triple in removed)
    return Change("merge names", path, removed, added)


def _drop(packaged: Packaged, triple: Triple, chance: random.Random) -> Iterable[Triple]:
    return ()


def _retarget(same: bool) -> Turn:
    """Return the function that replaces the object with a thing of the same classes, or of different classes."""

    def turn(packaged: Packaged, triple: Triple, chance: random.Random) -> Iterable[Triple]:
        s, p, o = triple
        kinds = packaged.kinds.get(o)
        if kinds is None or o.startswith(f"<{ADGO}") or p == TYPE:
            return ()
        if same:
            others = [each for each in packaged.members[min(kinds)] if packaged.kinds[each] == kinds]
        else:
            others = [each for each in packaged.kinds if not packaged.kinds[each] & kinds and _is_name(each)]
        others = [each for each in others if each not in (o, s)]
        return [(s, p, chance.choice(others))] if others else ()

    return turn


def _retype(packaged: Packaged, triple: Triple, chance: random.Random) -> Iterable[Triple]:
    s, p, o = triple
    if p not in (TYPE, OBJECT) or o not in packaged.members:
        return ()
    return [(s, p, chance.choice([each for each in sorted(packaged.members) if each != o]))]


def _datatype(packaged: Packaged, triple: Triple, chance: random.Random) -> Iterable[Triple]:
    s, p, o = triple
    if o[0] != '"' or "@" in o[o.rindex('"') :]:
        return ()
    end = o.rindex('"') + 1
    return [(s, p, o[:end] + chance.choice([each for each in DATATYPES if each != o[end:]]))]


def _value(packaged: Packaged, triple: Triple, chance: random.Random) -> Iterable[Triple]:
    """Return the triple with another number, another date, or the other boolean."""
    s, p, o = triple
    if o[0] != '"' or p in SPANS:
        return ()
    text, suffix = split_literal(o)
    if suffix == f"^^<{XSD}boolean>":
        other = "false" if text == "true" else "true"
    elif suffix == f"^^<{XSD}integer>":
        other = str(chance.choice((int(text) + 1, int(text) * 10, -int(text) - 1)))
    elif suffix == f"^^<{XSD}decimal>":
        other = str(chance.choice((float(text) + 1, float(text) * 10, -float(text))))
    elif suffix == f"^^<{XSD}date>":
        other = f"{int(text[:4]) + chance.choice((-1, 1, 10))}{text[4:]}"
    else:
        return ()
    return [(s, p, f'"{other}"{suffix}')]


def _language(packaged: Packaged, triple: Triple, chance: random.Random) -> Iterable[Triple]:
    s, p, o = triple
    end = o.rindex('"') + 1 if o[0] == '"' else 0
    if not o[end:].startswith("@"):
        return ()
    return [(s, p, o[:end] + chance.choice([each for each in LANGUAGES if each != o[end:]]))]


def _swap(packaged: Packaged, triple: Triple, chance: random.Random) -> Iterable[Triple]:
    s, p, o = triple
    return [(o, p, s)] if _is_name(o) and o != s else ()


def _span(packaged: Packaged, triple: Triple, chance: random.Random) -> Iterable[Triple]:
    s, p, o = triple
    if p not in SPANS:
        return ()
    text, suffix = split_literal(o)
    return [(s, p, f'"{max(0, int(text) + chance.choice((-30, -1, 1, 30)))}"{suffix}')]


def _digest(packaged: Packaged, triple: Triple, chance: random.Random) -> Iterable[Triple]:
    s, p, o = triple
    if p != DIGEST:
        return ()
    place = chance.randrange(1, len(o) - 1)
    digit = chance.choice([each for each in "0123456789abcdef" if each != o[place]])
    return [(s, p, o[:place] + digit + o[place + 1 :])]


def _unit(packaged: Packaged, triple: Triple, chance: random.Random) -> Iterable[Triple]:
    """Return the triple with another unit, or with the claim's object in another unit."""
    s, p, o = triple
    units = packaged.values(UNIT)
    if p not in (UNIT, OBJECT) or o not in units:
        return ()
    return [(s, p, chance.choice([each for each in units if each != o]))]


def _among(property_: str) -> Turn:
    """Return the function that replaces the object with another value of the property."""

    def turn(packaged: Packaged, triple: Triple, chance: random.Random) -> Iterable[Triple]:
        s, p, o = triple
        others = [each for each in packaged.values(property_) if each != o] if p == property_ else []
        return [(s, p, chance.choice(others))] if others else ()

    return turn


def _misspell_term(packaged: Packaged, triple: Triple, chance: random.Random) -> Iterable[Triple]:
    s, p, o = triple
    if o.startswith(f"<{ADGO}") and chance.random() < 0.5:
        return [(s, p, _misspelt(o, chance))]
    return [(s, _misspelt(p, chance), o)] if p.startswith(f"<{ADGO}") else ()


def _misspell_name(packaged: Packaged, triple: Triple, chance: random.Random) -> Iterable[Triple]:
    s, p, o = triple
    named = [place for place, term in enumerate((s, p, o)) if term.startswith(f"<{ID}")]
    if not named:
        return ()
    place = chance.choice(named)
    return [tuple(_misspelt(term, chance) if at == place else term for at, term in enumerate(triple))]


def _misspelt(term: str, chance: random.Random) -> str:
    """Return a name with two letters exchanged, or with one removed if they are equal."""
    start = max(term.rfind("/"), term.rfind("#")) + 1
    place = chance.randrange(start, max(start + 1, len(term) - 2))
    first, second = term[place : place + 2]
    return term[:place] + (second + first if first != second else first) + term[place + 2 :]


def _merge(packaged: Packaged, triple: Triple, chance: random.Random) -> Iterable[Triple]:
    """Return an owl:sameAs triple between the subject and another thing of the same classes."""
    s = triple[0]
    kinds = packaged.kinds.get(s)
    if kinds is None or not s.startswith(f"<{ID}"):
        return ()
    others = [each for each in packaged.members[min(kinds)] if packaged.kinds[each] == kinds and each != s]
    return [(s, SAME_AS, chance.choice(others))] if others else ()


def _split(packaged: Packaged, triple: Triple, chance: random.Random) -> Iterable[Triple]:
    """Return the triple about a new thing with the classes and label of the old one."""
    s, p, o = triple
    if not o.startswith(f"<{ID}") or o not in packaged.kinds:
        return ()
    new = f"{o[:-1]}-2>"
    label = next(
        (v for d in packaged.documents.values() for t, q, v in d.triples() if (t, q) == (o, LABEL)), None
    )
    described = [(new, TYPE, kind) for kind in sorted(packaged.kinds[o])]
    return [(s, p, new), *described, *([(new, LABEL, label)] if label else [])]


def _is_name(term: str) -> bool:
    return term.startswith(f"<{BASE}") and not term.startswith(f"<{ADGO}")


KINDS: Mapping[str, Turn] = {
    "drop": _drop,
    "retarget, same kind": _retarget(same=True),
    "retarget, other kind": _retarget(same=False),
    "retype": _retype,
    "datatype": _datatype,
    "value": _value,
    "unit": _unit,
    "language": _language,
    "swap": _swap,
    "move a span": _span,
    "change a digest": _digest,
    "modality": _among(MODALITY),
    "status": _among(STATUS),
    "misspell a term": _misspell_term,
    "misspell a name": _misspell_name,
    "merge": _merge,
    "merge names": _merge,
    "split": _split,
}
