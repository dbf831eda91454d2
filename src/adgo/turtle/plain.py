"""The quick road through a Turtle text: whole triples at a time where they are plain."""

from __future__ import annotations

from adgo.turtle.document import Document
from adgo.turtle.grammar import State
from adgo.turtle.lexicon import Lexicon, Unresolved
from adgo.turtle.limits import Limits
from adgo.turtle.nest import Nest
from adgo.turtle.tokens import OBJECT_ONLY, SUBJECT_VERB_OBJECT, VERB_OBJECT

STATEMENT, VERB, MORE, OPENED, NAMED, OBJECT, ITEM, AFTER, END = State
NEXT = {",": OBJECT, ";": MORE, ".": STATEMENT}


class Plain(Nest):
    """Reads triples of terms, and blank nodes in brackets as objects; stops before anything else."""

    def __init__(self, document: Document, limits: Limits) -> None:
        super().__init__(document)
        self.text = document.text
        self.limits = limits
        self.lexicon = Lexicon(document.table, document.base, limits.literal)
        self.match_triple = SUBJECT_VERB_OBJECT.of(self.text).match
        self.match_pair = VERB_OBJECT.of(self.text).match
        self.match_object = OBJECT_ONLY.of(self.text).match

    def end_statement(self) -> State | None:
        """End a statement at its '.'; None where a bracket is open."""
        return None if self.stack else STATEMENT

    def run_plain(self, place: int, state: State) -> tuple[int, State]:
        """Return how far the text is made of plain triples, each matched whole, and what may follow.

        This is the loop that decides the speed, hence its many local names.
        """
        text, lexicon, rows = self.text, self.lexicon, self.rows
        match_triple, match_pair, match_object = self.match_triple, self.match_pair, self.match_object
        add_subject, add_predicate, add_object = (
            rows.subjects.append,
            rows.predicates.append,
            rows.objects.append,
        )
        at_subject, at_predicate, at_object = (column.append for column in rows.offsets.values())
        s, s_start, p, p_start = self.subject or 0, self.subject_start, self.predicate, self.predicate_start
        try:
            while True:
                if state == OBJECT:
                    if (match := match_object(text, place)) is None:
                        break
                    token, mark = match.groups()
                    start = match.start(1)
                elif state == STATEMENT:
                    if (match := match_triple(text, place)) is None:
                        break
                    subject, verb, token, mark = match.groups()
                    s, p = lexicon[subject], lexicon[verb]
                    s_start, p_start, start = match.start(1), match.start(2), match.start(3)
                elif state <= NAMED:
                    if (match := match_pair(text, place)) is None:
                        break
                    verb, token, mark = match.groups()
                    p, p_start, start = lexicon[verb], match.start(1), match.start(2)
                    if token is None:
                        if len(self.stack) >= self.limits.nesting:
                            break
                        place = match.end()
                        self.hold(s, s_start, p, p_start)
                        state = self.open("[", place - 1, OBJECT)
                        s, s_start = self.subject or 0, place - 1
                        continue
                else:
                    break
                if mark == "]" and not (self.stack and self.stack[-1].mark == "["):
                    break
                add_object(lexicon[token])
                add_subject(s)
                add_predicate(p)
                at_subject(s_start)
                at_predicate(p_start)
                at_object(start)
                place = match.end()
                if mark == "]":
                    self.subject = s
                    return place, self.close_bracket(AFTER)
                state = NEXT[mark]
                if mark == "." and self.end_statement() != STATEMENT:
                    place, state = place - 1, AFTER
                    break
        except Unresolved:
            pass  # The step that follows reads the same token and knows where to report it.
        if state != STATEMENT:
            self.hold(s, s_start, p, p_start)
        return place, state

    def hold(self, subject: int | None, subject_start: int, predicate: int, predicate_start: int) -> None:
        """Make this the current subject and predicate."""
        self.subject, self.subject_start = subject, subject_start
        self.predicate, self.predicate_start = predicate, predicate_start
