"""Fast path of the Turtle parser: reads whole triples with one regular expression as long as they are simple."""

from __future__ import annotations

from adgo.turtle.limits import Limits
from adgo.turtle.parsing.grammar import State
from adgo.turtle.parsing.term_resolver import TermResolver, Unresolved
from adgo.turtle.parsing.triple_builder import OpenBracket, TripleBuilder
from adgo.turtle.tokens import TRIPLE

STATEMENT, VERB, MORE, OPENED, NAMED, OBJECT, ITEM, AFTER, END = State
#: Numbers that are collected before they are added to the rows: a batch is faster, and a larger one takes memory.
BATCH = 60_000


class WholeTriples:
    """Reads triples of terms, and blank nodes in brackets as objects; stops before anything else."""

    def __init__(self, text: str, limits: Limits, resolver: TermResolver, builder: TripleBuilder) -> None:
        """Prepare to read a text.

        Args:
            text: the whole document.
            limits: the limits of the document; only the nesting matters here.
            resolver: the term numbers of the tokens, shared with the parser.
            builder: the triple being built and the rows, shared with the parser.
        """
        self.text = text
        self.nesting = limits.nesting
        self.resolver = resolver
        self.builder = builder
        self.find_triples = TRIPLE.of(text).finditer

    def read(self, place: int, state: State) -> tuple[int, State]:
        """Return the offset at which the simple triples end, and what may follow.

        Each triple is read together with the mark before it: the first one must follow an object or a '.'.
        """
        if state == AFTER:
            return self._read_after_object(place)
        if state == STATEMENT and self.text[place - 1 : place] == ".":
            end, after = self._read_after_object(place - 1)
            return (end, after) if end >= place else (place, state)
        return place, state

    def _read_after_object(self, place: int) -> tuple[int, State]:
        """Read from the end of an object or statement."""
        # This loop decides how fast a file is read: it is one function, and uses local names only.
        builder, resolver, numbers = self.builder, self.resolver, list[int]()
        stack, add, state = builder.stack, numbers.extend, AFTER
        s, s_start = builder.subject or 0, builder.subject_start
        p, p_start = builder.predicate, builder.predicate_start
        try:
            for match in self.find_triples(self.text, place):
                subject, bracket, verb, token = match.groups()
                if subject is not None:
                    if stack:
                        break
                    if len(numbers) > BATCH:
                        builder.rows.extend(numbers)
                        numbers.clear()
                    s, s_start = resolver[subject], match.start(1)
                elif bracket is not None:
                    if state != OBJECT or len(stack) >= self.nesting:
                        break
                    start, node = match.start(2), builder.table.fresh_blank()
                    add((s, p, node, s_start, p_start, start))
                    stack.append(OpenBracket("[", start, s, s_start, p, p_start))
                    s, s_start = node, start
                if verb is not None:
                    p, p_start = resolver[verb], match.start(3)
                if token is not None:
                    add((s, p, resolver[token], s_start, p_start, match.start(4)))
                    state = AFTER
                elif verb is not None:
                    state = OBJECT
                elif (mark := match.group()[-1:]) == "]":
                    if not builder.is_in_object():
                        break
                    closed = stack.pop()
                    s, s_start = closed.outer or 0, closed.outer_start
                    p, p_start = closed.predicate, closed.predicate_start
                    state = AFTER
                elif mark:
                    state = MORE if mark == ";" else OBJECT
                else:
                    break
            place = match.start()
        except Unresolved:
            # The parser reads the same token next, on its own, and reports it.
            place, state = (match.start(), state) if bracket is None else (match.start(2) + 1, OPENED)
        builder.rows.extend(numbers)
        builder.subject, builder.subject_start = s, s_start
        builder.predicate, builder.predicate_start = p, p_start
        return place, state
