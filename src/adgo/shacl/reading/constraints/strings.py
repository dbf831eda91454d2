"""String constraints: lengths, `sh:pattern`, `sh:languageIn`, `sh:uniqueLang` (SHACL 4.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adgo.shacl.evaluation.patterns import Pattern
from adgo.shacl.model.names import SHACL, xsd
from adgo.shacl.model.shapes import Constraint, Failure, Shape, ShapesError, Values
from adgo.shacl.model.terms import is_blank, is_literal, language, lexical, literal, text
from adgo.shacl.reading.constraints.parameters import integer

if TYPE_CHECKING:
    from adgo.shacl.evaluation.run import Run
    from adgo.shacl.reading.shapes_reader import ShapesReader

_TRUE = literal("true", xsd("boolean"))


def read(reader: ShapesReader, shape: Shape) -> Iterator[Constraint]:
    """Yield the string constraints of a shape."""
    least, most = (integer(reader, shape, name) for name in ("minLength", "maxLength"))
    if least is not None:
        yield LengthConstraint("MinLength", least)
    if most is not None:
        yield LengthConstraint("MaxLength", most)
    flags = reader.one(shape.node, "flags")
    for node in reader.values(shape.node, "pattern"):
        term = reader.graph.term(node)
        if not is_literal(term):
            raise ShapesError(f"sh:pattern is a string, not {term}", shape.term)
        yield PatternConstraint(
            Pattern(lexical(term), text(reader.graph.term(flags)) if flags else "", shape.term)
        )
    ranges = reader.one(shape.node, "languageIn")
    if ranges is not None:
        yield LanguageInConstraint(tuple(text(reader.graph.term(each)) for each in reader.members(ranges)))
    # The standard asks for the very literal `true`; `"1"^^xsd:boolean` switches nothing on (W3C test uniqueLang-002).
    if reader.texts(shape.node, "uniqueLang") == (_TRUE,):
        if shape.path is None:
            raise ShapesError("sh:uniqueLang needs a property shape, and this has no sh:path", shape.term)
        yield UniqueLangConstraint()


@dataclass(eq=False, repr=False)
class LengthConstraint(Constraint):
    """Values have at least, or at most, so many characters; a blank node has none."""

    name: str
    bound: int

    @property
    def component(self) -> str:  # type: ignore[override]
        """The IRI of the component."""
        return f"{SHACL}{self.name}ConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the values that are too short or too long."""
        terms, bound = run.terms, self.bound
        lengths = [(value, len(text(terms[value]))) for value in values.distinct if terms[value][0] != "_"]
        if self.name == "MinLength":
            good = {value for value, length in lengths if length >= bound}
        else:
            good = {value for value, length in lengths if length <= bound}
        return (Failure(focus, value) for focus, value in values.pairs_in(values.distinct - good))

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return the length that was expected and the one that was found."""
        term = run.text(failure.value)
        words = "at least" if self.name == "MinLength" else "at most"
        found = "a blank node" if is_blank(term) else f"{len(text(term))} in {run.show(failure.value)}"
        return f"expected {words} {self.bound} character{'' if self.bound == 1 else 's'}, found {found}"


@dataclass(eq=False, repr=False)
class PatternConstraint(Constraint):
    """Values match a regular expression; a blank node matches none."""

    pattern: Pattern
    component = f"{SHACL}PatternConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the values that do not match."""
        terms = run.terms
        texts = {value: text(terms[value]) for value in values.distinct if terms[value][0] != "_"}
        matched = self.pattern.matched(set(texts.values()))
        good = {value for value, told in texts.items() if told in matched}
        return (Failure(focus, value) for focus, value in values.pairs_in(values.distinct - good))

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return the pattern and the value."""
        flags = f" (flags {self.pattern.flags})" if self.pattern.flags else ""
        return f"expected a match of {self.pattern.source!r}{flags}, found {run.show(failure.value)}"


@dataclass(eq=False, repr=False)
class LanguageInConstraint(Constraint):
    """Values have a language tag of certain languages (RFC 4647, basic filtering)."""

    ranges: tuple[str, ...]
    component = f"{SHACL}LanguageInConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterable[Failure]:
        """Return the values of other languages, and those of none."""
        terms = run.terms
        tags = {
            value: language(terms[value]) if is_literal(terms[value]) else "" for value in values.distinct
        }
        good = set(filter(self._fits, set(tags.values())))
        bad = {value for value, tag in tags.items() if tag not in good}
        return (Failure(focus, value) for focus, value in values.pairs_in(bad))

    def _fits(self, tag: str) -> bool:
        tag = tag.lower()
        return bool(tag) and any(
            range_ == "*" or tag == range_.lower() or tag.startswith(f"{range_.lower()}-")
            for range_ in self.ranges
        )

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return the languages, and the value."""
        return (
            f"expected a text in {' or '.join(self.ranges) or 'no language'}, found {run.show(failure.value)}"
        )


@dataclass(eq=False, repr=False)
class UniqueLangConstraint(Constraint):
    """No two values share a language tag."""

    component = f"{SHACL}UniqueLangConstraintComponent"

    def failures(self, run: Run, shape: Shape, values: Values) -> Iterator[Failure]:
        """Yield one failure for each language tag that is used again."""
        if max(values.counts, default=0) <= 1:
            return
        for focus, have in values.by_focus.items():
            if len(have) > 1:
                for _ in self._shared(run, have):
                    yield Failure(focus)

    def _shared(self, run: Run, have: Iterable[int]) -> list[str]:
        literals = (run.term(value) for value in have)
        tags = Counter(language(term).lower() for term in literals if is_literal(term))
        return [tag for tag, count in tags.items() if tag and count > 1]

    def message(self, run: Run, shape: Shape, failure: Failure) -> str:
        """Return the languages that are used more than once."""
        have = run.values(shape, [failure.focus]).distinct
        told = ", ".join(sorted(self._shared(run, have)))
        return f"expected at most one value of {run.path_of(shape)} per language, found several in {told}"
