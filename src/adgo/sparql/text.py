"""The text of one query or update, tokenized once: everything that is asked about it works on the same tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from adgo.sparql import ambiguity, analysis, codepoint_escapes, grammar
from adgo.sparql.ambiguity import HiddenCall
from adgo.sparql.analysis import Analysis
from adgo.sparql.codepoint_escapes import DecodedText
from adgo.sparql.grammar import Misfit
from adgo.sparql.tokens import SparqlToken, tokenize

#: The tokens of a text up to this length (code points) are kept. Those of a longer one, which can only be an update
#: with many triples, would take 30 times its size; they are produced again each time that they are read.
KEPT_LENGTH = 256 * 1024


class _Tokens:
    """The tokens of a long text, produced again for each pass."""

    def __init__(self, source: str) -> None:
        self._source = source

    def __iter__(self) -> Iterator[SparqlToken]:
        return tokenize(self._source)


@dataclass(frozen=True)
class SparqlText:
    """The text of a query, or of an update if `is_update`, as it was written. It need not be correct SPARQL.

    All positions are those in `source`; `errors.at` reports them as they are in `written`.
    """

    written: str
    is_update: bool = False

    def __str__(self) -> str:
        """Return the text as it was written."""
        return self.written

    @property
    def source(self) -> str:
        """The text without codepoint escapes outside strings and IRIs: what is analysed and run."""
        return self.decoding.text

    @cached_property
    def decoding(self) -> DecodedText:
        """The same, with the places of the escapes."""
        return codepoint_escapes.decoded(self.written)

    @cached_property
    def tokens(self) -> Iterable[SparqlToken]:
        """The tokens without white space and comments; a tuple unless the text is longer than KEPT_LENGTH."""
        return tuple(tokenize(self.source)) if len(self.source) <= KEPT_LENGTH else _Tokens(self.source)

    @cached_property
    def analysis(self) -> Analysis:
        """What the text shows before it runs: its form, its calls, and more.

        A plain query needs no tokens for this: its `depth` is then an upper bound (see `full_analysis`).
        """
        quick = analysis.quick(self.source)
        if quick is None:
            return self.full_analysis
        return quick.varying() if self._makes_blank_nodes(quick) else quick

    @cached_property
    def full_analysis(self) -> Analysis:
        """The same from the tokens, with the exact depth."""
        found = analysis.analyse(self.source, self.tokens)
        return found.varying() if self._makes_blank_nodes(found) else found

    @cached_property
    def misfit(self) -> Misfit | None:
        """The first token that does not fit the grammar, or None."""
        return grammar.misfit(self.tokens, is_update=self.is_update)

    @cached_property
    def undeclared(self) -> tuple[SparqlToken, ...]:
        """The first token of each prefix that the text uses without declaring it."""
        return analysis.undeclared(self.tokens)

    def ambiguous(self, *, strict: bool = False) -> SparqlToken | None:
        """Return the first token in which the engine might see a call that the tokens do not show, or None.

        Args:
            strict: also return the first token that does not fit the grammar, if the text has the letters of a call.
                To be set if the text's calls are to be executed.
        """
        if not self.analysis.exact or not ambiguity.CALLING.search(self.source):
            return None
        hidden = self._hidden_call
        if hidden.token is not None:
            return hidden.token
        # The grammar decides in the end what a text's tokens mean, but it is slow.
        wrong = self.misfit if strict or hidden.needs_grammar else None
        return wrong.token if wrong else None

    def replaced(self, replacements: Iterable[tuple[int, int, str]]) -> str:
        """Return the text with some of its parts replaced.

        Args:
            replacements: (start, end, new text) of each part, in the order of the text; positions in code points, the
                end exclusive.
        """
        pieces: list[str] = []
        copied = 0
        for start, end, new in replacements:
            pieces += [self.source[copied:start], new]
            copied = end
        return "".join([*pieces, self.source[copied:]])

    @cached_property
    def _hidden_call(self) -> HiddenCall:
        return ambiguity.hidden_call(self.source, self.tokens, is_update=self.is_update)

    def drop_tokens(self) -> None:
        """Free the memory of the tokens; if they are needed again, the text is tokenized again."""
        self.__dict__.pop("tokens", None)

    def _makes_blank_nodes(self, found: Analysis) -> bool:
        return (
            found.form == "CONSTRUCT"
            and analysis.may_make_blank_nodes(self.source)
            and analysis.makes_blank_nodes(self.tokens)
        )
