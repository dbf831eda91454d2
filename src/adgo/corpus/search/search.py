"""The whole search: stored questions and things that answer words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from adgo.corpus import names
from adgo.corpus.corpus import Corpus
from adgo.corpus.search.index import Hit, SearchIndex
from adgo.corpus.search.question_search import QuestionHit, QuestionSearch
from adgo.queries import Question

#: The group of stored questions.
QUESTION = "Question"


@dataclass(frozen=True)
class SearchResult:
    """What a search has found, the best first: questions and things."""

    asked: str
    questions: list[QuestionHit]
    hits: list[Hit]

    @property
    def is_led_by_question(self) -> bool:
        """Whether the first question is a better answer than the first thing."""
        if not self.questions or not self.questions[0].answers:
            return False
        return self.questions[0].score == 1.0 or not (
            self.hits and (self.hits[0].is_exact or self.hits[0].is_member)
        )


class Search:
    """Stored questions and things by words."""

    def __init__(self, corpus: Corpus, questions: Iterable[Question]) -> None:
        """Create the search.

        Args:
            corpus: the graph.
            questions: the stored questions.
        """
        self.things = SearchIndex(corpus)
        self.questions = QuestionSearch(questions, self.things)

    def find(self, asked: str, group: str = "") -> SearchResult:
        """Return what words find.

        Args:
            asked: the words. Words in quotation marks must occur as they are; a name may have a typing error.
            group: "Question", or the name of a group or class of things; "" for all.
        """
        questions = self.questions.find(asked) if group in ("", QUESTION) else []
        hits = self.things.find(asked, group) if group != QUESTION else []
        return SearchResult(asked, questions, hits)

    def nearest(self, asked: str) -> list[str]:
        """Return the labels of things with names similar to words for which nothing was found."""
        return names.nearest(self.things.corpus, asked)
