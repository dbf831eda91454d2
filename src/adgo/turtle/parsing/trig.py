"""TriG 1.1 parser: Turtle with graphs in braces. All graphs are read as one; their names are checked and dropped."""

from __future__ import annotations

from adgo.turtle.document import Document
from adgo.turtle.limits import Limits
from adgo.turtle.parsing.grammar import EXPECTED, State, TurtleToken, closing_mark, described
from adgo.turtle.parsing.parser import Parser
from adgo.turtle.tokens import GAP


class TrigParser(Parser):
    """Handles braces and GRAPH, which the Turtle parser does not know."""

    STOPS = (*Parser.STOPS, "brace")

    def __init__(self, document: Document, limits: Limits) -> None:
        super().__init__(document, limits)
        #: The offset of the '{' of the open graph; None outside graphs.
        self.opened: int | None = None
        #: How many misplaced '{' were reported inside the open graph: their '}' are not reported again.
        self.misplaced = 0

    def step(self, place: int, state: State) -> tuple[int, State]:
        """Read one token of any kind and return the offset of its end and what may follow."""
        token = self.peek(place)
        if token.text == "}" and self.misplaced:
            self.misplaced -= 1
            return token.end, State.STATEMENT
        if token.kind == "brace":
            after = self.open_graph(token, state) if token.text == "{" else self.close_graph(token, state)
            if after is not None:
                return token.end, after
            self.report(token.start, token.end, f"'{token.text}' is not allowed here")
            self.misplaced += token.text == "{" and self.opened is not None
            return self.end_of_statement(token.end)
        if state == State.STATEMENT and self.opened is None and token.text.lower() == "graph":
            return self.graph(token)
        place, after_step = super().step(place, state)
        if after_step == State.END and self.opened is not None:
            self.faults.add(self.opened, self.opened + 1, "this graph is not closed: '}' is missing")
        return place, after_step

    def peek(self, place: int) -> TurtleToken:
        """Return the next token; a brace is one too."""
        gap = GAP.match(self.text, place)
        start = gap.end() if gap else place
        char = self.text[start : start + 1]
        return TurtleToken("brace", char, start, start + 1) if char in ("{", "}") else super().peek(place)

    def open_graph(self, token: TurtleToken, state: State) -> State | None:
        """Open a graph, with its name read as a subject or without one; None if no graph may start here."""
        builder = self.builder
        is_name = state == State.VERB and not self.text.startswith("(", builder.subject_start)
        if self.opened is not None or builder.stack or not (state == State.STATEMENT or is_name):
            return None
        self.opened = token.start
        return State.STATEMENT

    def close_graph(self, token: TurtleToken, state: State) -> State | None:
        """Close the graph, whose last '.' is optional; None if no graph is open.

        A graph that ends in the middle of a statement is reported and closed.
        """
        if self.opened is None:
            return None
        stack = self.builder.stack
        if stack:
            mark, line = stack[-1].mark, self.document.position(stack[-1].start)[0]
            message = (
                f"'{closing_mark(mark)}' is missing before '}}': the '{mark}' of line {line} is still open"
            )
            self.report(token.start, token.end, message)
            stack.clear()
        elif state in (State.VERB, State.OBJECT):
            self.report(token.start, token.end, f"the graph ends where {EXPECTED[state]} was expected")
        self.opened = None
        return self.end_statement()

    def graph(self, word: TurtleToken) -> tuple[int, State]:
        """Read `GRAPH`, a name and a '{'."""
        name = self.peek(word.end)
        if name.text == "[":
            closing = self.peek(name.end)
            name = TurtleToken("blank", "[]", name.start, closing.end) if closing.text == "]" else name
        elif name.kind in ("iri", "name", "blank"):
            self.number(name)
        if name.kind not in ("iri", "name", "blank"):
            return self.skip_statement(
                name, f"'{word.text}' needs a name, an IRI or a blank node, and not {described(name)}"
            )
        brace = self.peek(name.end)
        if brace.text != "{":
            message = f"'{{' must follow the name of a graph, and not {described(brace)}"
            return self.skip_statement(brace, message)
        self.opened = brace.start
        return brace.end, State.STATEMENT

    def directive(self, word: TurtleToken) -> tuple[int, State]:
        """Read a directive; report one inside a graph."""
        if self.opened is not None:
            message = f"'{word.text}' is not allowed inside a graph: move it above the graph"
            self.report(word.start, word.end, message)
        return super().directive(word)
