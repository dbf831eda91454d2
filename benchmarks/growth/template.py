"""The files of the five articles as templates: blocks of text with slots for names, numbers, labels and digests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from group import Group

ARTICLES = 5
#: Names of an article's own things hold its number.
NUMBER = re.compile(r"(?<!\d)00([0-4])(?!\d)")

_TOKENS = re.compile(r'("""[\s\S]*?"""|"(?:[^"\\\n]|\\.)*"|<[^>\s]*>|#.*)')
_NAME = re.compile(r"\b(id|src|p|claim|st|time|judgement|family|outside|review):([\w.-]*[\w-])")
_LABELLED = re.compile(r"(?:skos:(?:prefLabel|altLabel|definition)|rdfs:label)\s+(?:\"[^\"]*\"@en\s*,\s*)*$")
_NAMING = re.compile(r"adgo:predicate adgo:isNamed\s*;\s*adgo:object\s+$")
_ABOUT = re.compile(r"adgo:subject id:([\w.-]*[\w-])")
_DIGEST = re.compile(r"adgo:sha256 $")

#: Text that is the same in all copies, or what makes the text for a group.
Piece = str | Callable[["Group"], str]


@dataclass(frozen=True)
class Block:
    """Some lines of a file between two empty lines.

    Attributes:
        prefix: the prefix of the name that it describes; "" for a header or a comment.
        name: the name without the prefix.
        pieces: its text.
    """

    prefix: str
    name: str
    pieces: tuple[Piece, ...]

    def text(self, group: Group) -> str:
        """Return the text for a group."""
        return "".join([piece if isinstance(piece, str) else piece(group) for piece in self.pieces])


def blocks(text: str) -> list[Block]:
    """Return the blocks of a Turtle file."""
    return [_block(block + "\n\n") for block in text.strip().split("\n\n")]


def _block(text: str) -> Block:
    subject = _NAME.match(text)
    prefix, name = subject.groups() if subject else ("", "")
    about = _ABOUT.search(text)
    named = about[1] if about else ""
    return Block(prefix, name, tuple(_joined(_pieces(text, prefix, name, named))))


def _pieces(text: str, prefix: str, name: str, named: str) -> Iterator[Piece]:
    before = ""
    for number, part in enumerate(_TOKENS.split(text)):
        if number % 2 == 0:
            yield from _names(part)
        elif _DIGEST.search(before):
            yield _digest(name)
        elif part.startswith('"') and prefix and (_LABELLED.search(before) or _NAMING.search(before)):
            yield from _label(part, prefix, name) if _LABELLED.search(before) else _label(part, "id", named)
        elif not prefix or prefix == "src":
            yield from _numbers(part)
        else:
            yield part
        before += part


def _names(text: str) -> Iterator[Piece]:
    end = 0
    for found in _NAME.finditer(text):
        prefix, name = found.groups()
        yield text[end : found.start()] + prefix + ":"
        yield lambda group, prefix=prefix, name=name: group.name(prefix, name)  # type: ignore[misc]
        end = found.end()
    yield text[end:]


def _label(text: str, prefix: str, name: str) -> Iterator[Piece]:
    """Yield a label with the number that tells it from those of other copies; a full stop stays at the end."""
    yield from _numbers(text[:-1].removesuffix("."))
    yield lambda group: group.suffix(prefix, name)
    yield "." * text.endswith('."') + '"'


def _numbers(text: str) -> Iterator[Piece]:
    end = 0
    for found in NUMBER.finditer(text):
        yield text[end : found.start()]
        yield lambda group, article=int(found[1]): group.number(article)  # type: ignore[misc]
        end = found.end()
    yield text[end:]


def _digest(name: str) -> Piece:
    return lambda group: f'"{group.digest(name)}"'


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    text = ""
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
        else:
            yield text
            yield piece
            text = ""
    yield text
