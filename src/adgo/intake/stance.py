"""How a source stands to what it says: claims of one passage and triple are the same only if all of this is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from pyoxigraph import NamedNode, Store

from adgo.evidence import store_lookup
from adgo.graph.namespaces import ADGO, short


@dataclass(frozen=True, order=True)
class Stance:
    """Who says how surely that it is so, and how far it has got. All are IRIs except the hedge; "" stands for none."""

    modality: str
    status: str
    hedge: str
    attribution: str
    speaker: str

    def differing(self, other: Stance) -> list[str]:
        """Return the names of the fields in which another stance differs."""
        return [each.name for each in fields(self) if getattr(self, each.name) != getattr(other, each.name)]


@dataclass(frozen=True)
class StanceConflict:
    """The first field in which a draft differs from the known claim that is most like it."""

    field: str
    known: str
    new: str

    @property
    def reason(self) -> str:
        """A short reason for the refusal of the draft."""
        return f"other {self.field}"

    @property
    def text(self) -> str:
        """What differs, and what to do."""
        known, new = (self._named(each) for each in (self.known, self.new))
        return (
            f"the passage already makes this claim with {known}, and the draft has {new}: correct the draft, or the "
            "claim in data/claims"
        )

    def _named(self, value: str) -> str:
        if not value:
            return f"no {self.field}"
        return f"the {self.field} {value if self.field == 'hedge' else short(value)}"


def stance_of(store: Store, claim: NamedNode) -> Stance:
    """Return the stance of a claim in a store."""

    def value(name: str) -> str:
        found = store_lookup.objects(store, claim, NamedNode(ADGO + name))
        return str(getattr(found[0], "value", "")) if found else ""

    return Stance(*(value(each.name) for each in fields(Stance)))


def conflict(new: Stance, known: Iterable[Stance]) -> StanceConflict | None:
    """Return how a draft differs from all known claims of its passage and triple; None if one is the same, or none is.

    Args:
        new: the stance of the draft.
        known: those of the known claims.
    """
    others = sorted(known, key=lambda each: (len(new.differing(each)), each))
    if not others or not (names := new.differing(others[0])):
        return None
    return StanceConflict(names[0], getattr(others[0], names[0]), getattr(new, names[0]))
