"""What a reader has selected: values of facets, which all views of the graph keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from adgo.corpus import facets, names, standings
from adgo.corpus.corpus import Corpus
from adgo.corpus.facets import FACETS, Facet, Values
from adgo.corpus.undertakings import Undertaking, every
from adgo.graph.namespaces import ADGO

#: Former names of arguments, as old links have them.
FORMER = {"market": facets.PLACE}
#: A former argument for the standings of what is done or under way, or of what is not certain.
SHOW = "show"
#: The value of it that chooses nothing.
EVERYTHING = "all"
#: The groups of standings by their line; the one standing that no group has stands alone.
GROUPS = {standings.REAL_LINE: "in operation or done", standings.PLANNED_LINE: "planned or unconfirmed"}


class UnknownValue(LookupError):
    """A facet has no such value; the message names the nearest ones, and `named` has their IRIs by these names."""

    def __init__(self, message: str, named: Mapping[str, str] | None = None) -> None:
        """Create the error.

        Args:
            message: what is wrong.
            named: the IRI of each thing that the message names, by its name as it stands there.
        """
        super().__init__(message)
        self.named = named or {}


@dataclass(frozen=True)
class Selection:
    """The chosen values: for each facet the IRIs of which a row must have at least one; an absent facet accepts all.

    `corpus` is the graph, for the names of the values.
    """

    corpus: Corpus = field(repr=False)
    chosen: Mapping[str, tuple[str, ...]]

    def __bool__(self) -> bool:
        """Return whether anything is chosen."""
        return any(self.chosen.values())

    def of(self, facet: str) -> tuple[str, ...]:
        """Return what is chosen in a facet."""
        return self.chosen.get(facet, ())

    def matches(self, values: Values, but: str = "") -> bool:
        """Return whether a row with these values is selected, the facet `but` left out of account."""
        return all(
            name == but or not wanted or not values[name].isdisjoint(wanted)
            for name, wanted in self.chosen.items()
        )

    def choosing(self, facet: str, *values: str) -> Selection:
        """Return the selection with only these values of a facet; if they are chosen already, without them."""
        before = self.of(facet)
        after = tuple(each for each in before if each not in values) if set(values) <= set(before) else values
        return Selection(self.corpus, {**self.chosen, facet: after})

    @property
    def arguments(self) -> list[tuple[str, str]]:
        """The arguments of a URL that stand for it, in the order of the facets."""
        return [
            (facet.name, short_name(self.corpus, facet.name, it))
            for facet in FACETS
            for it in self.of(facet.name)
        ]

    @property
    def query(self) -> str:
        """The query string that stands for it, with its question mark; "" if nothing is chosen."""
        return f"?{urlencode(self.arguments)}" if self else ""

    @property
    def words(self) -> str:
        """The choice in words, such as "Place or market: Germany"; "" if nothing is chosen."""
        chosen = [(facet, self.of(facet.name)) for facet in FACETS if self.of(facet.name)]
        return "; ".join(
            f"{facet.title}: {' or '.join(map(self.corpus.label, its))}" for facet, its in chosen
        )

    def undertakings(self) -> list[Undertaking]:
        """Return the undertakings that are selected."""
        values = facets.of_undertakings(self.corpus)
        return [each for each in every(self.corpus) if self.matches(values[each.iri])]

    def selects(self, it: str) -> bool:
        """Return whether a thing is selected, by what the claims about it name."""
        return not self or self.matches(facets.of_thing(self.corpus, it))


@dataclass(frozen=True)
class Option:
    """One value of a facet: its label, how many rows have it, the selection that choosing it leads to.

    `depth` is how many other options contain it, as Europe contains Germany. `iri` is "" for a group of values.
    """

    iri: str
    label: str
    count: int
    is_chosen: bool
    target: Selection
    depth: int = 0


@dataclass(frozen=True)
class Menu:
    """A facet with the options that some row has, given what is chosen in the other facets."""

    facet: Facet
    options: tuple[Option, ...]
    cleared: Selection

    @property
    def chosen(self) -> list[Option]:
        """The options that are chosen; a group stands for its members."""
        found = [each for each in self.options if each.is_chosen]
        return [each for each in found if not each.iri] or found


def read(corpus: Corpus, arguments: Iterable[tuple[str, str]]) -> Selection:
    """Return the selection that arguments of a URL or command stand for; others are ignored, and so are empty ones.

    Args:
        corpus: the graph.
        arguments: names and values. A value is an IRI, a name with a prefix, the last part of an IRI, or any label.

    Raises:
        UnknownValue: if a facet has no such value.
    """
    chosen: dict[str, list[str]] = {}
    known = {facet.name for facet in FACETS}
    for given, value in arguments:
        name = FORMER.get(given, given)
        if given == SHOW and value.strip() and value not in (*GROUPS, EVERYTHING):
            taken = ", ".join((*GROUPS, EVERYTHING))
            raise UnknownValue(f"The filter {SHOW} does not know {value!r}. It takes {taken}.")
        if given == SHOW and value in GROUPS:
            chosen.setdefault(facets.STANDING, []).extend(standings_of(corpus, value))
        elif name in known and value.strip():
            chosen.setdefault(name, []).append(_found(corpus, name, value))
    return Selection(corpus, {name: tuple(dict.fromkeys(values)) for name, values in chosen.items()})


def standings_of(corpus: Corpus, line: str) -> list[str]:
    """Return the standings that have a line, the least cautious first."""
    return [ADGO + name for name in standings.every(corpus) if standings.line([name]) == line]


def short_name(corpus: Corpus, facet: str, it: str) -> str:
    """Return the shortest name that stands for a value of a facet: the last part of its IRI, or the whole IRI.

    Args:
        corpus: the graph.
        facet: the name of the facet.
        it: the IRI.
    """
    last = it.rpartition("/")[2].rpartition("#")[2]
    try:
        return last if names.find(corpus, last, among=facets.offered(corpus, facet)) == it else it
    except LookupError:
        return it


def menus(selection: Selection, rows: Sequence[Values]) -> list[Menu]:
    """Return the facets with their options, each with the number of rows that it would show.

    Args:
        selection: what is chosen.
        rows: the values of each row that a view could show.
    """
    return [menu for facet in FACETS if (menu := _menu(selection, facet, rows)).options]


def _found(corpus: Corpus, facet: str, value: str) -> str:
    try:
        return names.find(corpus, value, among=facets.offered(corpus, facet))
    except (names.UnknownName, names.AmbiguousName) as error:
        raise UnknownValue(f"The filter {facet} does not know {value!r}. {error}", error.named) from error


def _menu(selection: Selection, facet: Facet, rows: Sequence[Values]) -> Menu:
    corpus, name = selection.corpus, facet.name
    found = [values[name] for values in rows if selection.matches(values, but=name)]
    counts: dict[str, int] = dict.fromkeys(selection.of(name), 0)
    for it in (it for values in found for it in values):
        counts[it] = counts.get(it, 0) + 1
    options = [
        Option(
            it, corpus.label(it), counts[it], it in selection.of(name), selection.choosing(name, it), depth
        )
        for it, depth in _ordered(corpus, name, counts)
    ]
    if name == facets.STANDING:
        options = _grouped(selection, options, found)
    cleared = Selection(corpus, {each: values for each, values in selection.chosen.items() if each != name})
    return Menu(facet, tuple(options), cleared)


def _grouped(selection: Selection, options: list[Option], rows: Sequence[frozenset[str]]) -> list[Option]:
    """Return the options of the standings, each below an option for its group; what has ended is in no group."""
    found: list[Option] = []
    for line in standings.LINES:
        group = standings_of(selection.corpus, line)
        label = GROUPS.get(line, "")
        below = [replace(each, depth=1 if label else 0) for each in options if each.iri in group]
        count = sum(not row.isdisjoint(group) for row in rows)
        is_chosen = set(selection.of(facets.STANDING)) == set(group)
        if below and not label:
            found += below
        elif below:
            target = selection.choosing(facets.STANDING, *group)
            found += [Option("", label, count, is_chosen, target), *below]
    return found


def _ordered(corpus: Corpus, facet: str, counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return the values of a facet in the order of its menu, each with its depth: places below those they are in."""
    if facet == facets.STANDING:
        return [(ADGO + each, 0) for each in standings.every(corpus) if ADGO + each in counts]
    groups = set(corpus.of_class("UnnamedGroup"))
    sort = sorted(counts, key=lambda it: (it in groups, -counts[it], corpus.label(it).casefold(), it))
    if facet != facets.PLACE:
        return [(it, 0) for it in sort]
    above = {it: next((p for p in corpus.around(it)[1:] if p in counts), "") for it in sort}
    found: dict[str, int] = {}
    _add_below("", 0, above, found)
    # Places that contain each other have nothing above them all.
    return list({**found, **{it: 0 for it in sort if it not in found}}.items())


def _add_below(whole: str, depth: int, above: Mapping[str, str], found: dict[str, int]) -> None:
    """Add the places directly in a place, each followed by those in it, with their depth.

    Args:
        whole: the place; "" for those that are in no other.
        depth: the depth of what is in it.
        above: for each place the one that it is in.
        found: the places so far, in order.
    """
    for it, place in above.items():
        if place == whole and it not in found:
            found[it] = depth
            _add_below(it, depth + 1, above, found)
