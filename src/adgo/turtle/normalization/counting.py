"""Count the literals that change, while the quads of a document pass by on their way into a store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, Quad, Triple

from adgo.turtle import engine_quads
from adgo.turtle.formats import JSON_LD, GraphFormat
from adgo.turtle.normalization import literals, tags
from adgo.turtle.normalization.report import MOST, Changes
from adgo.turtle.readable import Readable

#: Distinct literals that are collected before the engine is asked about them.
_BATCH = 10_000
#: Distinct literals whose answers are remembered.
_REMEMBERED = 100_000


@dataclass(frozen=True)
class Origin:
    """The document that quads come from.

    Attributes:
        kind: its format.
        open: opens it, from its beginning.
        may_hold_tags: whether it may contain language tags with capitals; asked when it has been read.
        base: the base IRI for relative IRIs; None for none.
    """

    kind: GraphFormat
    open: Callable[[], Readable]
    may_hold_tags: Callable[[], bool]
    base: str | None = None


def counted(quads: Iterable[Quad], origin: Origin, found: Changes) -> Iterator[Quad]:
    """Yield the quads of a document; when all have been read, their literals that change are in `found`.

    So is the number of quads of a JSON-LD document that its standard leaves out.

    Args:
        quads: the quads, as the engine's parser reads them.
        origin: the document.
        found: receives the changes.
    """
    forms, seen, number = literals.FORMS, _Seen(found), 0
    for number, quad in enumerate(quads, 1):  # noqa: B007
        term: object = quad.object
        if type(term) is Triple:
            term = tags.innermost(term)
        if type(term) is Literal:
            form = forms.get(term.datatype.value)
            if form is not None:
                text = term.value
                if not form.kept(text):
                    seen.note(term, is_changed=bool(form.changed(text)))
        yield quad
    seen.flush()
    if origin.may_hold_tags():
        found.add(tags.count(origin.open(), origin.kind, origin.base))
    if origin.kind is JSON_LD:
        found.left_out += engine_quads.number_left_out(origin.open(), origin.kind, number, base=origin.base)


class _Seen:
    """Literals that may change, counted until the engine is asked about them."""

    def __init__(self, found: Changes) -> None:
        self._found = found
        self._unsure: Counter[str] = Counter()
        #: What the engine answered about literals of earlier batches: changed, unread or kept.
        self._answers: dict[str, str] = {}

    def note(self, term: Literal, *, is_changed: bool) -> None:
        """Count one literal; `is_changed` if it is certain that it changes."""
        if is_changed and len(self._found.examples) == MOST:
            self._found.count += 1
            return
        written = str(term)
        if (answer := self._answers.get(written)) is not None:
            self._found.count += answer == "changed"
            self._found.unread += answer == "unread"
            return
        self._unsure[written] += 1
        if len(self._unsure) == (MOST if is_changed else _BATCH):
            self.flush()

    def flush(self) -> None:
        """Ask the engine about the literals, and count those that change or whose values it does not know."""
        found, unsure = self._found, self._unsure
        changed = literals.changed(list(unsure))
        before = {each.given for each in found.examples}
        named = [each for each in changed if each not in before][: MOST - len(found.examples)]
        for given, stored in zip(named, literals.stored(named), strict=True):
            found.note(given, stored, unsure[given])
        found.count += sum(unsure[each] for each in changed if each not in named)
        known = set(changed)
        unread = literals.unread([each for each in unsure if each not in known])
        for given in unread:
            found.note_unread(given, unsure[given])
        if len(found.examples) == MOST:
            if len(self._answers) > _REMEMBERED:
                self._answers.clear()
            self._answers.update(dict.fromkeys(unsure, "kept"))
            self._answers.update(dict.fromkeys(changed, "changed") | dict.fromkeys(unread, "unread"))
        unsure.clear()
