"""String constraints: lengths, `sh:pattern`, `sh:languageIn`, `sh:uniqueLang` (SHACL 4.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from adgo.shacl.constraints.parameters import integer
from adgo.shacl.constraints.patterns import Pattern
from adgo.shacl.model.errors import ShapesError
from adgo.shacl.model.names import SHACL
from adgo.shacl.model.shapes import Constraint, ConstraintFailure, Evaluation, Found, Shape, Values
from adgo.shacl.model.shapes_graph import ShapeSource
from adgo.turtle.term_parts import is_blank, is_literal, language, lexical, literal, text
from adgo.turtle.terms import xsd

_TRUE = literal("true", xsd("boolean"))


def read(shapes: ShapeSource, shape: Shape) -> Iterator[Constraint]:
    """Yield the string constraints of a shape."""
    least, most = (integer(shapes, shape, name) for name in ("minLength", "maxLength"))
    if least is not None:
        yield LengthConstraint("MinLength", least)
    if most is not None:
        yield LengthConstraint("MaxLength", most)
    flags = shapes.one(shape.node, "flags")
    for node in shapes.values(shape.node, "pattern"):
        term = shapes.graph.term(node)
        if not is_literal(term):
            raise ShapesError(f"sh:pattern must be a string, not {term}", shape.term)
        yield PatternConstraint(
            Pattern(lexical(term), text(shapes.graph.term(flags)) if flags else "", shape.term)
        )
    ranges = shapes.one(shape.node, "languageIn")
    if ranges is not None:
        yield LanguageInConstraint(tuple(text(shapes.graph.term(each)) for each in shapes.members(ranges)))
    # The standard asks for the literal `true` itself; `"1"^^xsd:boolean` has no effect (W3C test uniqueLang-002).
    if shapes.texts(shape.node, "uniqueLang") == (_TRUE,):
        if shape.path is None:
            raise ShapesError(
                "sh:uniqueLang needs a property shape, but this shape has no sh:path", shape.term
            )
        yield UniqueLangConstraint()


@dataclass(eq=False, repr=False)
class LengthConstraint(Constraint):
    """Each value node has at least, or at most, the given number of characters; one result for each other one.

    A blank node always gives a result.

    https://www.w3.org/TR/shacl/#MinLengthConstraintComponent,
    https://www.w3.org/TR/shacl/#MaxLengthConstraintComponent
    """

    name: str
    bound: int

    @property
    def component(self) -> str:  # type: ignore[override]
        """The IRI of the component."""
        return f"{SHACL}{self.name}ConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the values that are too short or too long."""
        terms, bound = run.terms, self.bound
        lengths = [(value, len(text(terms[value]))) for value in values.distinct if terms[value][0] != "_"]
        if self.name == "MinLength":
            good = {value for value, length in lengths if length >= bound}
        else:
            good = {value for value, length in lengths if length <= bound}
        return (ConstraintFailure(focus, value) for focus, value in values.pairs_in(values.distinct - good))

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the length that was expected and the one that was found."""
        term = run.text(found.failure.value)
        words = "at least" if self.name == "MinLength" else "at most"
        length = "a blank node" if is_blank(term) else f"{len(text(term))} in {run.show(found.failure.value)}"
        return f"expected {words} {self.bound} character{'' if self.bound == 1 else 's'}, found {length}"


@dataclass(eq=False, repr=False)
class PatternConstraint(Constraint):
    """Each value node matches the regular expression, as SPARQL's REGEX does; one result for each that does not.

    A blank node always gives a result.

    https://www.w3.org/TR/shacl/#PatternConstraintComponent
    """

    pattern: Pattern
    component = f"{SHACL}PatternConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the values that do not match."""
        terms = run.terms
        texts = {value: text(terms[value]) for value in values.distinct if terms[value][0] != "_"}
        matched = self.pattern.matched(set(texts.values()))
        good = {value for value, each in texts.items() if each in matched}
        return (ConstraintFailure(focus, value) for focus, value in values.pairs_in(values.distinct - good))

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the pattern and the value."""
        flags = f" (flags {self.pattern.flags})" if self.pattern.flags else ""
        return f"expected a match of {self.pattern.source!r}{flags}, found {run.show(found.failure.value)}"


@dataclass(eq=False, repr=False)
class LanguageInConstraint(Constraint):
    """Each value node has a language tag that matches one of the given ranges (RFC 4647, basic filtering).

    There is one result for each that does not.

    https://www.w3.org/TR/shacl/#LanguageInConstraintComponent
    """

    ranges: tuple[str, ...]
    component = f"{SHACL}LanguageInConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterable[ConstraintFailure]:
        """Return the values in other languages, and those without a language tag."""
        terms = run.terms
        tags = {
            value: language(terms[value]) if is_literal(terms[value]) else "" for value in values.distinct
        }
        good = set(filter(self._fits, set(tags.values())))
        bad = {value for value, tag in tags.items() if tag not in good}
        return (ConstraintFailure(focus, value) for focus, value in values.pairs_in(bad))

    def _fits(self, tag: str) -> bool:
        tag = tag.lower()
        return bool(tag) and any(
            range_ == "*" or tag == range_.lower() or tag.startswith(f"{range_.lower()}-")
            for range_ in self.ranges
        )

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the languages, and the value."""
        languages = " or ".join(self.ranges) or "no language"
        return f"expected a text in {languages}, found {run.show(found.failure.value)}"


@dataclass(eq=False, repr=False)
class UniqueLangConstraint(Constraint):
    """No two value nodes have the same language tag; one result for each language tag that is used more than once.

    https://www.w3.org/TR/shacl/#UniqueLangConstraintComponent
    """

    component = f"{SHACL}UniqueLangConstraintComponent"

    def failures(self, run: Evaluation, values: Values) -> Iterator[ConstraintFailure]:
        """Yield one failure for each language tag that is used more than once."""
        if max(values.counts, default=0) <= 1:
            return
        for focus, have in values.by_focus.items():
            if len(have) > 1:
                for _ in self._shared(run, have):
                    yield ConstraintFailure(focus)

    def _shared(self, run: Evaluation, have: Iterable[int]) -> list[str]:
        literals = (run.term(value) for value in have)
        tags = Counter(language(term).lower() for term in literals if is_literal(term))
        return [tag for tag, count in tags.items() if tag and count > 1]

    def message(self, run: Evaluation, found: Found) -> str:
        """Return the languages that are used more than once."""
        have = run.values(found.shape, [found.failure.focus]).distinct
        tags = ", ".join(sorted(self._shared(run, have)))
        return (
            f"expected at most one value of {run.path_of(found.shape)} per language, found several in {tags}"
        )
