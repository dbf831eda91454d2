"""The stored questions by the aim of the reader, or those that some words ask."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from adgo.corpus.search.question_search import QuestionHit
from adgo.queries import Question, aim
from adgo.server import site_search
from adgo.server.pages.finding import answer_counts
from adgo.server.site import Site

#: How many questions of each aim are shown; the others are folded.
FIRST = 2


@dataclass(frozen=True)
class QuestionEntry:
    """A question in a list: its title and words, its address, and how long its answer is ("12 rows", "yes")."""

    title: str
    question: str
    href: str
    answer: str
    has_parameters: bool


@dataclass(frozen=True)
class QuestionSection:
    """The questions with one aim: those that are shown, and those that are folded."""

    aim: aim.Aim
    first: list[QuestionEntry]
    rest: list[QuestionEntry]


def sections(site: Site) -> list[QuestionSection]:
    """Return all questions by aim; those of an unknown aim come last."""
    counts = answer_counts.count(site)
    known = [*aim.every(), aim.Aim("More", "")]
    names = {each.name for each in known}
    found: dict[str, list[QuestionEntry]] = {each.name: [] for each in known}
    for each in sorted(site.questions.values(), key=lambda each: (each.order, each.name)):
        line = QuestionEntry(
            each.title, each.question, address(each.name), counts.get(each.name, ""), bool(each.parameters)
        )
        found[each.aim if each.aim in names else known[-1].name].append(line)
    return [
        QuestionSection(each, listed[:FIRST], listed[FIRST:])
        for each in known
        if (listed := found[each.name])
    ]


def asked(site: Site, words: str) -> list[QuestionEntry]:
    """Return the questions that some words ask, with the parameters that the words give, the best first."""
    return [entry(site, hit) for hit in site_search.read_search(site).questions.find(words)]


def entry(site: Site, hit: QuestionHit) -> QuestionEntry:
    """Return a question that was found as an entry of a list.

    Args:
        site: the site that serves the request.
        hit: the question with its arguments.
    """
    question: Question = site.questions[hit.name]
    return QuestionEntry(
        hit.title, hit.question, address(hit.name, hit.arguments), "", bool(question.parameters)
    )


def address(name: str, arguments: dict[str, str] | None = None) -> str:
    """Return the path of a question, with its arguments.

    Args:
        name: the question.
        arguments: the values of its parameters, by name.
    """
    return f"/queries/{quote(name)}" + (f"?{urlencode(arguments, safe=':')}" if arguments else "")
