"""Builds the tree of a valid Turtle text, with each comment attached to what it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adgo.turtle.parsing.term_resolver import TermResolver
from adgo.turtle.terms import TYPE, TermTable
from adgo.turtle.writing.commented_tokens import CommentedToken, count_line_ends, read_tokens
from adgo.turtle.writing.sorting import ONTOLOGY, predicate_rank
from adgo.turtle.writing.statement_reader import StatementReader
from adgo.turtle.writing.tree import (
    Bracket,
    Collection,
    Directive,
    ObjectEntry,
    PredicateObjects,
    Section,
    TurtleStatement,
    Value,
    value_of,
)

#: A comment that contains a rule, such as `# ---`, is a heading even if no blank line follows.
BANNER = re.compile(r"#+\s*(?:[-=*~_]{3}|#*\Z)|####|.*(?:---|===|\*\*\*|~~~|___|###)\Z")


def build(text: str, base: str) -> list[Section]:
    """Return the sections of a text that the parser has accepted with this base.

    A comment after a token on the same line belongs to that object, item, directive or statement. A comment above one
    belongs to it. A comment that is followed by a blank line or contains a rule starts a new section.
    """
    return _Builder(text, base).sections()


class _Verbs(dict[str, tuple[str, tuple[int, str]]]):
    """Maps the tokens of predicates to how they are written, and to their ranks among the predicates of a node."""

    def __init__(self, resolver: TermResolver) -> None:
        super().__init__()
        self.resolver = resolver

    def __missing__(self, token: str) -> tuple[str, tuple[int, str]]:
        term = self.resolver.term(token)
        verb = "a" if term == TYPE else token
        self[token] = verb, predicate_rank(term[1:-1], verb)
        return self[token]


class _Builder:
    """Reads the tokens, one ahead, and keeps the comments that are not attached yet."""

    def __init__(self, text: str, base: str) -> None:
        self.text = text
        self.stream: Iterator[CommentedToken] = read_tokens(text)
        self.resolver = TermResolver(TermTable(), base, len(text))
        self.ontology = self.resolver.table.intern(f"<{ONTOLOGY}>")
        self.verbs = _Verbs(self.resolver)
        self.statements_without_comments = StatementReader(text, self.verbs.__getitem__)
        self.token = next(self.stream)
        self.waiting = self.token.comments
        #: Where a comment on the line of the last token belongs; None if it belongs to what follows.
        self.behind: list[str] | None = None
        self.found: list[Section] = []
        self.last_line = -1

    def step(self, behind: list[str] | None) -> CommentedToken:
        """Return the current token and read the next; comments after it on its line go to `behind`."""
        current, self.behind = self.token, behind
        self.token = next(self.stream)
        for comment in self.token.comments:
            if comment.is_trailing and behind is not None:
                behind[:] = [" ".join([*behind, comment.text])]
            else:
                self.waiting.append(comment)
        return current

    def take(self) -> list[str]:
        """Return the comments that are not attached yet; the caller attaches them."""
        taken = [comment.text for comment in self.waiting]
        self.waiting.clear()
        return taken

    def sections(self) -> list[Section]:
        """Return all sections in the order of the text."""
        while True:
            before = self.headings()
            if self.token.kind == "end":
                if before:
                    self.found.append(Section(before))
                return self.found
            is_directive = self.token.kind == "directive" or self.token.text.lower() in ("prefix", "base")
            if is_directive:
                self.section(directives=True).directives.append(self.directive(before))
            else:
                found = self.statement_without_comments(before) or self.statement(before)
                self.section(directives=False).statements.append(found)

    def headings(self) -> list[str]:
        """Start a section for each block of comments that is a heading; return the remaining comments."""
        block: list[str] = []
        comments, self.waiting = self.waiting, []
        for comment in comments:
            block.append(comment.text)
            if comment.blank_line_follows:
                self.found.append(Section(block))
                block = []
        ruled = [place for place, line in enumerate(block) if BANNER.match(line)]
        if ruled:
            self.found.append(Section(block[: ruled[-1] + 1]))
            block = block[ruled[-1] + 1 :]
        return block

    def section(self, *, directives: bool) -> Section:
        """Return the section for a directive or a statement: the last one, unless it holds the other kind."""
        last = self.found[-1] if self.found else None
        if last is None or (last.statements if directives else last.directives):
            last = Section()
            self.found.append(last)
        return last

    def directive(self, before: list[str]) -> Directive:
        """Read one directive and apply it."""
        # The tokens may mean other IRIs from now on.
        self.verbs.clear()
        word = self.step(None).text
        prefix = None if word.lower().endswith("base") else self.step(None).text[:-1]
        directive = Directive(prefix, self.token.text, before)
        iri = self.resolver.iri(self.token.text)
        if prefix is None:
            self.resolver.rebase(iri)
        else:
            self.resolver.declare(prefix, iri)
        if word.startswith("@"):
            self.step(None)
        directive.before += self.take()
        self.step(directive.after)
        return directive

    def statement_without_comments(self, before: list[str]) -> TurtleStatement | None:
        """Read one statement with its '.' if there are no comments in it or behind it; None if there are some."""
        start, line = self.token.start, self.token.line
        end = self.statements_without_comments.end(start)
        if end is None:
            return None
        subject, pairs = self.statements_without_comments.read(start, end)
        last_line = line + count_line_ends(self.text[start:end])
        statement = TurtleStatement(subject, pairs, before, first=self.is_header(pairs))
        statement.follows = line == last_line == self.last_line + 1
        self.last_line = last_line
        self.stream = read_tokens(self.text, end, last_line)
        self.step(None)
        return statement

    def statement(self, before: list[str]) -> TurtleStatement:
        """Read one statement with its '.'."""
        line = self.token.line
        subject = self.value(None)
        statement = TurtleStatement(subject, self.pairs(), before)
        statement.first = self.is_header(statement.pairs)
        statement.before += self.take()
        # A comment after the '.' of several triples on one line is about all of them, else about the last object.
        several = sum(len(pair.entries) for pair in statement.pairs) > 1
        about_all = several and self.token.line == line
        above: list[str] = []
        last_line = self.token.line
        self.step(above if about_all else self.behind if statement.pairs else statement.after)
        statement.before += above
        statement.follows = line == last_line == self.last_line + 1
        self.last_line = last_line
        return statement

    def pairs(self) -> list[PredicateObjects]:
        """Read predicates with their objects up to the '.' or ']' that ends them."""
        found: list[PredicateObjects] = []
        while self.token.text not in (".", "]"):
            if self.token.text == ";":
                self.step(self.behind)
                continue
            before = self.take()
            verb, rank = self.verbs[self.step(None).text]
            entries = [self.entry()]
            while self.token.text == ",":
                self.step(self.behind)
                entries.append(self.entry())
            if len(entries) == 1:
                before += entries[0].before
                entries[0].before = []
            found.append(PredicateObjects(verb, rank, [*entries], before))
        return found

    def entry(self) -> ObjectEntry:
        """Read one object or list item."""
        entry = ObjectEntry("", before=self.take())
        entry.value = self.value(entry.after)
        return entry

    def value(self, behind: list[str] | None) -> Value:
        """Read a token, a list, or a blank node in brackets."""
        if self.token.text == "[":
            self.step(None)
            bracket = Bracket(self.pairs(), self.take())
            self.step(behind)
            return bracket
        if self.token.text == "(":
            self.step(None)
            collection = Collection()
            while self.token.text != ")":
                collection.items.append(self.entry())
            collection.closing = self.take()
            self.step(behind)
            return collection
        return self.step(behind).text

    def is_header(self, pairs: list[PredicateObjects]) -> bool:
        """Return whether a node with these predicates and objects is an owl:Ontology."""
        return any(
            pair.verb == "a" and any(self.is_ontology(value_of(entry)) for entry in pair.entries)
            for pair in pairs
        )

    def is_ontology(self, value: Value) -> bool:
        """Return whether the value is the class owl:Ontology."""
        return isinstance(value, str) and value[0] not in "_\"'" and self.resolver[value] == self.ontology
