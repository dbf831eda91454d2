"""A faultless Turtle text to the tree that its author sees, with every remark in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adgo.turtle.parsing.lexicon import Lexicon
from adgo.turtle.terms import TYPE, TermTable
from adgo.turtle.writing.comments import Token, read_tokens
from adgo.turtle.writing.order import ONTOLOGY, predicate_rank
from adgo.turtle.writing.tree import (
    Atom,
    Bracket,
    Collection,
    Directive,
    Entry,
    Pair,
    Section,
    Statement,
    Value,
)

BANNER = re.compile(r"#+\s*(?:[-=*~_]{3}|#*\Z)|####|.*(?:---|===|\*\*\*|~~~|___|###)\Z")
"""A remark with a rule in it is a heading, even where no blank line follows."""


def build(text: str, base: str) -> list[Section]:
    """Return the sections of a text that the parser has accepted with this base.

    A remark behind a token on its line belongs to that object, item, directive or statement; remarks above one belong
    to it; remarks that a blank line parts from what follows, and those with a rule in them, head a new section.
    """
    return _Builder(text, base).sections()


class _Builder:
    """A reading of the tokens, one ahead, with the remarks that wait for an owner."""

    def __init__(self, text: str, base: str) -> None:
        self.stream: Iterator[Token] = read_tokens(text)
        self.lexicon = Lexicon(TermTable(), base, len(text))
        self.token = next(self.stream)
        self.waiting = self.token.remarks
        #: Where a remark on the line of the token last read belongs; None where what follows will own it.
        self.behind: list[str] | None = None
        self.found: list[Section] = []
        self.last_line = -1

    def step(self, behind: list[str] | None) -> Token:
        """Return the current token and read the next; remarks behind the current one on its line go to `behind`."""
        current, self.behind = self.token, behind
        self.token = next(self.stream)
        for remark in self.token.remarks:
            if remark.trails and behind is not None:
                behind[:] = [" ".join([*behind, remark.text])]
            else:
                self.waiting.append(remark)
        return current

    def take(self) -> list[str]:
        """Return the remarks that wait, now owned."""
        taken = [remark.text for remark in self.waiting]
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
                self.section(directives=False).statements.append(self.statement(before))

    def headings(self) -> list[str]:
        """Start a section for each block of remarks that heads one; return those that belong to what follows."""
        block: list[str] = []
        remarks, self.waiting = self.waiting, []
        for remark in remarks:
            block.append(remark.text)
            if remark.parted:
                self.found.append(Section(block))
                block = []
        ruled = [place for place, line in enumerate(block) if BANNER.match(line)]
        if ruled:
            self.found.append(Section(block[: ruled[-1] + 1]))
            block = block[ruled[-1] + 1 :]
        return block

    def section(self, *, directives: bool) -> Section:
        """Return the section for what follows: the last one, unless that holds things of the other kind."""
        last = self.found[-1] if self.found else None
        if last is None or (last.statements if directives else last.directives):
            last = Section()
            self.found.append(last)
        return last

    def directive(self, before: list[str]) -> Directive:
        """Read one directive, and bind what it binds."""
        word = self.step(None).text
        prefix = None if word.lower().endswith("base") else self.step(None).text[:-1]
        directive = Directive(prefix, self.token.text, before)
        iri = self.lexicon.iri(self.token.text)
        if prefix is None:
            self.lexicon.rebase(iri)
        else:
            self.lexicon.declare(prefix, iri)
        if word.startswith("@"):
            self.step(None)
        directive.before += self.take()
        self.step(directive.after)
        return directive

    def statement(self, before: list[str]) -> Statement:
        """Read one statement with its '.'."""
        line = self.token.line
        subject = self.value(None)
        statement = Statement(subject, self.pairs(), before)
        statement.first = any(
            pair.verb == "a" and any(self.is_ontology(entry.value) for entry in pair.entries)
            for pair in statement.pairs
        )
        statement.before += self.take()
        # Behind the '.' of several triples on one line a remark is about all of them, else about the last object.
        several = sum(len(pair.entries) for pair in statement.pairs) > 1
        about_all = several and self.token.line == line
        above: list[str] = []
        last_line = self.token.line
        self.step(above if about_all else self.behind if statement.pairs else statement.after)
        statement.before += above
        statement.follows = line == last_line == self.last_line + 1
        self.last_line = last_line
        return statement

    def pairs(self) -> list[Pair]:
        """Read pairs up to the '.' or ']' that ends them."""
        found: list[Pair] = []
        while self.token.text not in (".", "]"):
            if self.token.text == ";":
                self.step(self.behind)
                continue
            before = self.take()
            term = self.lexicon.term(self.token.text)
            verb = "a" if term == TYPE else self.token.text
            pair = Pair(verb, predicate_rank(term[1:-1], verb), before=before)
            self.step(None)
            pair.entries.append(self.entry())
            while self.token.text == ",":
                self.step(self.behind)
                pair.entries.append(self.entry())
            if len(pair.entries) == 1:
                pair.before += pair.entries[0].before
                pair.entries[0].before = []
            found.append(pair)
        return found

    def entry(self) -> Entry:
        """Read one object or list item."""
        entry = Entry(Atom(""), before=self.take())
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
        return Atom(self.step(behind).text)

    def is_ontology(self, value: Value) -> bool:
        """Whether the value is the class of ontologies."""
        return (
            isinstance(value, Atom)
            and value.text[0] not in "_\"'"
            and self.lexicon.term(value.text) == f"<{ONTOLOGY}>"
        )
