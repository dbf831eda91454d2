"""The quick road through a Turtle text: whole triples at a time where they are plain."""

from __future__ import annotations

from adgo.turtle.document import Document
from adgo.turtle.limits import Limits
from adgo.turtle.parsing.brackets import Frame, Nest
from adgo.turtle.parsing.grammar import State
from adgo.turtle.parsing.lexicon import Lexicon, Unresolved
from adgo.turtle.parsing.tokens import TRIPLE

STATEMENT, VERB, MORE, OPENED, NAMED, OBJECT, ITEM, AFTER, END = State
#: Numbers that are gathered before they go into the rows: many at once take less time, and more would take memory.
MANY = 60_000


class Plain(Nest):
    """Reads triples of terms, and blank nodes in brackets as objects; stops before anything else."""

    def __init__(self, document: Document, limits: Limits) -> None:
        super().__init__(document)
        self.text = document.text
        self.limits = limits
        self.lexicon = Lexicon(document.table, document.base, limits.literal)
        self.find_triples = TRIPLE.of(self.text).finditer
        #: Set by a repair that was a guess, until the statement ends: what follows may be our own fault.
        self.guessed = False

    def run_plain(self, place: int, state: State) -> tuple[int, State]:
        """Return how far the text is made of plain triples, and what may follow.

        Each is read together with the mark before it: the first has to follow an object or the '.' of a statement.
        """
        if self.guessed:
            return place, state
        if state == AFTER:
            return self.run_triples(place)
        if state == STATEMENT and self.text[place - 1 : place] == ".":
            end, after = self.run_triples(place - 1)
            return (end, after) if end >= place else (place, state)
        return place, state

    def run_triples(self, place: int) -> tuple[int, State]:
        """Return how far the text is plain from here, where an object or statement has ended, and what may follow.

        This is the loop that decides the speed, hence its many local names.
        """
        lexicon, stack, numbers = self.lexicon, self.stack, list[int]()
        add, state = numbers.extend, AFTER
        s, s_start, p, p_start = self.subject or 0, self.subject_start, self.predicate, self.predicate_start
        try:
            for match in self.find_triples(self.text, place):
                subject, bracket, verb, token = match.groups()
                if subject is not None:
                    if stack:
                        break
                    if len(numbers) > MANY:
                        self.rows.extend(numbers)
                        numbers.clear()
                    s, s_start = lexicon[subject], match.start(1)
                elif bracket is not None:
                    if state != OBJECT or len(stack) >= self.limits.nesting:
                        break
                    start, node = match.start(2), self.table.fresh_blank()
                    add((s, p, node, s_start, p_start, start))
                    stack.append(Frame("[", start, s, s_start, p, p_start))
                    s, s_start = node, start
                if verb is not None:
                    p, p_start = lexicon[verb], match.start(3)
                if token is not None:
                    add((s, p, lexicon[token], s_start, p_start, match.start(4)))
                    state = AFTER
                elif verb is not None:
                    state = OBJECT
                elif (mark := match.group()[-1:]) == "]":
                    if not self.is_object():
                        break
                    frame = stack.pop()
                    s, s_start = frame.outer or 0, frame.outer_start
                    p, p_start = frame.predicate, frame.predicate_start
                    state = AFTER
                elif mark:
                    state = MORE if mark == ";" else OBJECT
                else:
                    break
            place = match.start()
        except Unresolved:
            # The step that follows reads the same token and knows where to report it.
            place, state = (match.start(), state) if bracket is None else (match.start(2) + 1, OPENED)
        self.rows.extend(numbers)
        self.hold(s, s_start, p, p_start)
        return place, state

    def is_object(self) -> bool:
        """Return whether a blank node in brackets is open that is an object, and no item of a list."""
        stack = self.stack
        return (
            bool(stack)
            and stack[-1].mark == "["
            and stack[-1].outer is not None
            and (len(stack) == 1 or stack[-2].mark == "[")
        )
