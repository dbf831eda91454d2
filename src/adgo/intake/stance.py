"""How sure a source is, how far the thing has got, and who says it.

Claims of one passage and triple are the same only if these are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from pyoxigraph import Literal, NamedNode, Store

from adgo.evidence import store_lookup
from adgo.graph.namespaces import ADGO, short

#: The modality of what a source states without any reserve.
ASSERTED = ADGO + "Asserted"
_GIVES_NO_FACT = NamedNode(ADGO + "givesNoFact")
_TRUE = Literal(True)


@dataclass(frozen=True, order=True)
class Stance:
    """Who says it, how surely, and how far it has got. All are IRIs except the hedge; "" stands for none."""

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


def gives_fact(store: Store, modality: str, status: str) -> bool:
    """Return whether a claim may become a fact as far as its modality and its status decide that.

    It may not if it is not asserted, is about the past, or has a status that never gives a fact. The rules look at
    more: hedges, scopes, disputes, dates, and for a status of what is only intended the predicate.

    Args:
        store: the graph with the list of statuses.
        modality: the IRI of the modality.
        status: the IRI of the status; "" if there is none.
    """
    if modality != ASSERTED or status == ADGO + "Past":
        return False
    return not status or _TRUE not in store_lookup.objects(store, NamedNode(status), _GIVES_NO_FACT)


def stance_of(store: Store, claim: NamedNode) -> Stance:
    """Return the stance of a claim in a store."""

    def value(name: str) -> str:
        found = store_lookup.objects(store, claim, NamedNode(ADGO + name))
        return str(getattr(found[0], "value", "")) if found else ""

    return Stance(*(value(each.name) for each in fields(Stance)))


def conflict(new: Stance, known: Iterable[Stance]) -> StanceConflict | None:
    """Return how a draft differs from all claims of its passage and triple; None if one is the same or there are none.

    Args:
        new: the stance of the draft.
        known: those of the known claims.
    """
    others = sorted(known, key=lambda each: (len(new.differing(each)), each))
    if not others or not (names := new.differing(others[0])):
        return None
    return StanceConflict(names[0], getattr(others[0], names[0]), getattr(new, names[0]))
