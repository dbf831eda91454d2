"""Finds the drafts that break a rule of the project, if the rule names something else than what the drafts add."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from adgo.graph.namespaces import short
from adgo.intake.new_claim import NewClaim

#: An IRI, and why it breaks a rule.
Violation = tuple[str, str]
#: Returns the violations that new texts of files would cause.
Validate = Callable[[Mapping[Path, str]], Sequence[Violation]]
#: Returns the new texts of files with some claims.
Texts = Callable[[Sequence[NewClaim]], Mapping[Path, str]]


class Blame:
    """Finds by trial which claims break a rule: each is tried together with those that break none."""

    def __init__(self, claims: Sequence[NewClaim], texts: Texts, validate: Validate) -> None:
        """Prepare the search.

        Args:
            claims: the new claims, in their order.
            texts: makes the new texts of files with some of the claims.
            validate: checks new texts.
        """
        self._claims, self._texts, self._validate = claims, texts, validate

    def known(self, violations: Sequence[Violation]) -> list[Violation]:
        """Return the violations that the project has without the new claims."""
        before = set(self._validate({}))
        return [each for each in violations if each in before]

    def messages(self, violations: Sequence[Violation]) -> dict[str, str]:
        """Return why drafts are refused that cause violations, by place.

        Claims that name what the rules name are suspected first. Of claims that break a rule only together, the last
        is blamed.

        Args:
            violations: what all claims together cause.
        """
        named = {iri for iri, _ in violations}
        places = range(len(self._claims))
        suspects = [place for place in places if self._claims[place].things & named]
        others = [place for place in places if place not in suspects]
        if self._broken(others):
            suspects, others = list(places), []
        return self._guilty(others, suspects)

    def _guilty(self, kept: list[int], suspects: list[int]) -> dict[str, str]:
        """Return the messages for those of some claims that break a rule beside others."""
        broken = self._broken([*kept, *suspects])
        if not broken:
            return {}
        if len(suspects) == 1:
            iri, message = broken[0]
            return {self._claims[suspects[0]].draft.place: f"{short(iri)}: {message}"}
        half = len(suspects) // 2
        found = self._guilty(kept, suspects[:half])
        right = [each for each in suspects[:half] if self._claims[each].draft.place not in found]
        return found | self._guilty([*kept, *right], suspects[half:])

    def _broken(self, places: Sequence[int]) -> Sequence[Violation]:
        """Return the violations that the claims at some places cause."""
        texts = self._texts([self._claims[place] for place in sorted(places)]) if places else {}
        return self._validate(texts) if texts else ()
