"""TriG 1.1: Turtle with graphs in braces. Their triples are read as one graph, their names checked and left out."""

from __future__ import annotations

from adgo.turtle.document import Document
from adgo.turtle.limits import Limits
from adgo.turtle.parsing.grammar import EXPECTED, State, Token, described
from adgo.turtle.parsing.parser import Parser
from adgo.turtle.parsing.tokens import GAP


class TrigParser(Parser):
    """A reading of TriG: what Turtle does not know comes by as text that is no token, or as the word GRAPH."""

    STOPS = (*Parser.STOPS, "brace")

    def __init__(self, document: Document, limits: Limits) -> None:
        super().__init__(document, limits)
        #: Where the open graph has its '{'.
        self.opened: int | None = None
        #: Braces refused inside it, whose '}' are not worth a second message.
        self.refused = 0

    def step(self, place: int, state: State) -> tuple[int, State]:
        """Read one token of any kind and return where it ends and what may follow."""
        token = self.peek(place)
        if token.text == "}" and self.refused:
            self.refused -= 1
            return token.end, State.STATEMENT
        if token.kind == "brace":
            after = self.open_graph(token, state) if token.text == "{" else self.close_graph(token, state)
            if after is not None:
                return token.end, after
            self.complain(token.start, token.end, f"'{token.text}' has no place here")
            self.refused += token.text == "{" and self.opened is not None
            return self.skip(token.end)
        if state == State.STATEMENT and self.opened is None and token.text.lower() == "graph":
            return self.graph(token)
        place, after_step = super().step(place, state)
        if after_step == State.END and self.opened is not None:
            self.complaints.add(self.opened, self.opened + 1, "this graph is not closed: '}' is missing")
        return place, after_step

    def peek(self, place: int) -> Token:
        """Return the next token, braces among them."""
        gap = GAP.match(self.text, place)
        start = gap.end() if gap else place
        char = self.text[start : start + 1]
        return Token("brace", char, start, start + 1) if char in ("{", "}") else super().peek(place)

    def open_graph(self, token: Token, state: State) -> State | None:
        """Open a graph, its name read as a subject or left out; None where none can open."""
        is_name = state == State.VERB and not self.text.startswith("(", self.subject_start)
        if self.opened is not None or self.stack or not (state == State.STATEMENT or is_name):
            return None
        self.opened = token.start
        return State.STATEMENT

    def close_graph(self, token: Token, state: State) -> State | None:
        """Close the graph, the last '.' in it not needed; None where none is open.

        One that ends in the middle of a statement is reported, and closed all the same.
        """
        if self.opened is None:
            return None
        if self.stack:
            mark, line = self.stack[-1].mark, self.document.position(self.stack[-1].start)[0]
            closing = "]" if mark == "[" else ")"
            message = f"'{closing}' is missing before '}}': the '{mark}' of line {line} is still open"
            self.complain(token.start, token.end, message)
            self.stack.clear()
        elif state in (State.VERB, State.OBJECT):
            self.complain(token.start, token.end, f"the graph ends where {EXPECTED[state]} was expected")
        self.opened = None
        return self.end_statement()

    def graph(self, word: Token) -> tuple[int, State]:
        """Read `GRAPH`, a name and a '{'."""
        name = self.peek(word.end)
        if name.text == "[":
            closing = self.peek(name.end)
            name = Token("blank", "[]", name.start, closing.end) if closing.text == "]" else name
        elif name.kind in ("iri", "name", "blank"):
            self.number(name)
        if name.kind not in ("iri", "name", "blank"):
            return self.refuse(
                name, f"'{word.text}' needs a name, an IRI or a blank node, and not {described(name)}"
            )
        brace = self.peek(name.end)
        if brace.text != "{":
            return self.refuse(brace, f"'{{' must follow the name of a graph, and not {described(brace)}")
        self.opened = brace.start
        return brace.end, State.STATEMENT

    def directive(self, word: Token) -> tuple[int, State]:
        """Read a directive, which has no place inside a graph."""
        if self.opened is not None:
            self.complain(
                word.start, word.end, f"'{word.text}' cannot stand inside a graph: move it above the graph"
            )
        return super().directive(word)
