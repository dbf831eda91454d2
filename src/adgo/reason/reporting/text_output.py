"""Writes an outcome as text: errors, unused triples, inferred triples, and a summary line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adgo.reason import owl_vocabulary
from adgo.reason.explaining.sentences import impossible
from adgo.reason.outcome import ClaimBehindFact, Explanation, ExplanationStep, ReasoningOutcome
from adgo.reason.triples import Statement
from adgo.shacl.model.display import Display
from adgo.shacl.model.result import Place
from adgo.shacl.reporting.formats.paths import shortest
from adgo.shacl.reporting.style import PLAIN, Style

#: How many inferred triples of a group, and how many groups, are shown by default.
SHOWN, GROUPS = 3, 12

_ERROR, _WARNING, _NOTE = range(3)


def render(outcome: ReasoningOutcome, *, style: Style = PLAIN, everything: bool = False) -> str:
    """Return the text.

    Args:
        outcome: what reasoning found.
        style: colours, or none.
        everything: whether to list all inferred triples.
    """
    return "\n".join(_Text(outcome, style, everything).lines()) + "\n"


def many(number: int, noun: str, plural: str = "") -> str:
    """Return a number with thousands separators and a noun in the singular or plural.

    Args:
        number: the number.
        noun: the noun in the singular.
        plural: the plural, if it is not the noun with an s.
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}".replace(",", " ")


class _Text:
    def __init__(self, outcome: ReasoningOutcome, style: Style, everything: bool) -> None:
        self._outcome, self._style, self._everything = outcome, style, everything
        self._display = Display(outcome.prefixes)

    def lines(self) -> Iterator[str]:
        outcome = self._outcome
        for number, explanation in enumerate(outcome.contradictions, 1):
            yield from self._contradiction(number, explanation)
        for term in outcome.unsatisfiable:
            yield from self._impossible(term)
        for unused in outcome.unused:
            level = _ERROR if unused.severity == "error" else _NOTE
            message = self._display.path(unused.why)
            yield self._finding(
                unused.place, "error" if level == _ERROR else "note", level, message, unused.check
            )
        for each in outcome.undeclared:
            message = f"{self._display.term(each.term)} is not declared; it was treated as {each.taken_for}"
            more = f" ({many(each.uses, 'use')})" if each.uses > 1 else ""
            yield self._finding(each.place, "warning", _WARNING, message + more, "undeclared")
        for note in outcome.notes:
            yield f"{self._style.level('note:', _NOTE)} {note}"
        if outcome.followed:
            yield from self._followed()
        yield self._summary()

    def _finding(self, place: Place, word: str, level: int, message: str, check: str) -> str:
        return f"{self._style.bold(_at(place) + ':')} {self._style.level(word + ':', level)} {message} " + (
            self._style.dim(f"[{check}]")
        )

    def _contradiction(self, number: int, explanation: Explanation) -> Iterator[str]:
        last, others = explanation.steps[-1], explanation.steps[:-1]
        where = self._style.bold(_at(last.place) + ":")
        yield f"{where} {self._style.level(f'contradiction {number}:', _ERROR)} {last.sentence}"
        yield from self._claims(last.claims)
        yield from self._steps(others, "but")

    def _impossible(self, term: str) -> Iterator[str]:
        place = self._outcome.places.get(term)
        where = self._style.bold(_at(place) + ":") + " " if place else ""
        message = impossible(self._display.term(term), term in self._outcome.properties)
        yield f"{where}{self._style.level('unsatisfiable:', _ERROR)} {message}"
        explanation = self._outcome.impossible.get(term)
        if explanation:
            yield from self._steps(explanation.steps, "as")

    def _steps(self, steps: Sequence[ExplanationStep], first: str) -> Iterator[str]:
        # Facts before axioms: people know the facts, and the axioms explain why they contradict each other.
        shown = sorted(steps, key=lambda step: step.is_axiom)
        width = max((len(step.sentence) for step in shown), default=0)
        for number, step in enumerate(shown):
            word = first if number == 0 else "and"
            gap = " " * (min(width, 70) - len(step.sentence))
            yield f"    {word:<3} {step.sentence}{gap}  {self._style.dim(_at(step.place))}"
            yield from self._claims(step.claims)

    def _claims(self, claims: Sequence[ClaimBehindFact]) -> Iterator[str]:
        for claim in claims:
            articles = ", ".join(claim.articles) or "no article"
            modality = self._display.term(claim.modality).split(":")[-1].lower()
            at = f"  {self._style.dim(_at(claim.place))}" if claim.place else ""
            yield f"          {self._display.term(claim.name)}, {modality} in {articles}{at}"

    def _followed(self) -> Iterator[str]:
        groups: dict[str, list[Statement]] = {}
        for each in self._outcome.followed if self._everything else self._outcome.own:
            kind = f"a {self._display.term(each.object)}" if each.predicate == owl_vocabulary.TYPE else None
            groups.setdefault(kind or self._display.term(each.predicate), []).append(each)
        yield f"inferred, not stated: {many(len(self._outcome.followed), 'triple')}"
        ranked = sorted(groups.items(), key=lambda item: (item[0].startswith("a "), -len(item[1]), item[0]))
        shown = ranked if self._everything else ranked[:GROUPS]
        width = max((len(name) for name, _ in shown), default=0)
        for name, group in shown:
            yield from self._group(name, group, width)
        hidden = len(ranked) - len(shown)
        if hidden:
            rest = sum(len(group) for _, group in ranked[GROUPS:])
            yield f"    … and {many(rest, 'triple')} of {many(hidden, 'more kind')} (--all or --json lists them)"
        others = len(self._outcome.followed) - len(self._outcome.own)
        if others and not self._everything:
            count = many(others, "triple")
            yield f"    … and {count} about things that only the packaged files mention (--all or --json lists them)"

    def _group(self, name: str, group: list[Statement], width: int) -> Iterator[str]:
        if self._everything:
            yield from (
                f"    {' '.join(map(self._display.term, each))}".replace(" rdf:type ", " a ")
                for each in group
            )
            return
        first = ", ".join(map(self._short, group[:SHOWN]))
        more = ", …" if len(group) > SHOWN else ""
        yield f"    {name:<{width}} {len(group):>6}  {first}{more}"

    def _short(self, statement: Statement) -> str:
        s, p, o = statement
        subject = self._display.term(s)
        return subject if p == owl_vocabulary.TYPE else f"{subject} → {self._display.term(o)}"

    def _summary(self) -> str:
        outcome = self._outcome
        given = (
            f"{many(outcome.reasoned, 'triple')} used for reasoning, "
            f"{many(outcome.annotations, 'annotation')} ignored; "
            f"{many(outcome.files, 'file')}, {outcome.seconds:.1f} s"
        )
        parts = []
        if outcome.contradictions:
            parts.append(many(len(outcome.contradictions), "contradiction"))
        if outcome.unsatisfiable:
            parts.append(many(len(outcome.unsatisfiable), "unsatisfiable name"))
        if outcome.errors:
            parts.append(many(len(outcome.errors), "triple") + " that OWL does not allow")
        left_out = len(outcome.unused) - len(outcome.errors)
        if left_out:
            parts.append(many(left_out, "triple") + " left out")
        verdict = "consistent" if outcome.consistent else "inconsistent"
        summary = f"{verdict}{''.join(', ' + part for part in parts)}: {given}"
        if outcome.stopped:
            summary += f"\n{outcome.stopped}"
        elif not outcome.explained and not (outcome.consistent and not outcome.unsatisfiable):
            summary += "\n--explain shows which axioms and facts contradict each other"
        return summary


def _at(place: Place) -> str:
    return ":".join(
        str(each) for each in (shortest(place.file), place.line, place.column) if each is not None
    )
