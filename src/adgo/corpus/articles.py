"""The articles: what each states about itself, what the editors presume, and which period they cover."""

from __future__ import annotations

from dataclasses import dataclass

from adgo.corpus import dates
from adgo.corpus.corpus import Claim, Corpus
from adgo.corpus.dates import DateRange
from adgo.graph.namespaces import ADGO, PREFIXES

_DCTERMS, _SKOS = PREFIXES["dcterms"], PREFIXES["skos"]
PUBLISHER = _DCTERMS + "publisher"
#: Fields of Article to the properties of the claims in them.
_STATED = {
    "titles": _DCTERMS + "title",
    "subtitles": _DCTERMS + "alternative",
    "publishers": PUBLISHER,
    "origins": ADGO + "retells",
    "issued": _DCTERMS + "issued",
    "datelines": ADGO + "dateline",
}


@dataclass(frozen=True)
class Article:
    """One article. Lists of claims are what it states about itself; each is empty if it does not state that.

    Attributes:
        iri: its IRI.
        label: its name on every page: publisher or title, and date.
        number: its number, such as "002".
        titles: the claims that give its title.
        subtitles: the claims that give its subtitle.
        publishers: the claims that give its publisher.
        presumed: the IRI of the publisher that only the editors presume; "" if they presume none.
        origins: the claims that name a publisher whose text it retells.
        issued: the claims that give the day of its publication.
        datelines: the claims that give the date with which its text opens.
        range: when it was published, as far as the articles bound it.
        range_note: how these bounds were found; "" if no note says it.
        family: the IRI of its family; "" if it has none.
        relatives: the other articles of the family.
        language: the code of its language, such as "en".
        note: what its name follows from.
    """

    iri: str
    label: str
    number: str
    titles: list[Claim]
    subtitles: list[Claim]
    publishers: list[Claim]
    presumed: str
    origins: list[Claim]
    issued: list[Claim]
    datelines: list[Claim]
    range: DateRange | None
    range_note: str
    family: str
    relatives: list[str]
    language: str
    note: str

    @property
    def stated(self) -> list[Claim]:
        """All claims by which the article names itself, its publisher or its date."""
        return [*self.titles, *self.subtitles, *self.publishers, *self.origins, *self.issued, *self.datelines]


def of(corpus: Corpus, it: str) -> Article:
    """Return the article with an IRI."""
    stated_at, family = corpus.first(it, "toldAt"), corpus.first(it, "inFamily")
    return Article(
        it,
        corpus.label(it),
        it.removeprefix(PREFIXES["src"]),
        **{name: _about(corpus, it, name) for name in _STATED},
        presumed=corpus.first(it, "presumedPublisher"),
        range=dates.read_time(corpus, stated_at) if stated_at else None,
        range_note=corpus.first(stated_at, _SKOS + "editorialNote") if stated_at else "",
        family=family,
        relatives=_relatives(corpus, it, family),
        language=corpus.first(it, _DCTERMS + "language"),
        note=corpus.first(it, _SKOS + "editorialNote"),
    )


def every(corpus: Corpus) -> list[Article]:
    """Return all articles, in the order of their numbers."""
    return [of(corpus, each) for each in _sources(corpus)]


def period(corpus: Corpus) -> str:
    """Return in words from when to when the articles were published, as far as that is known; "" if it is not."""
    ranges = [each.range for each in every(corpus) if each.range]
    known = [day for each in ranges for day in (each.first, each.last) if day]
    return dates.between(min(known), max(known)) if known else ""


def families(corpus: Corpus) -> list[str]:
    """Return the families of the articles, in the order of the articles."""
    return list(dict.fromkeys(each.family for each in every(corpus) if each.family))


def _sources(corpus: Corpus) -> list[str]:
    # 005 comes before 1000.
    return sorted(corpus.of_class("Source"), key=lambda it: (len(it), it))


def _relatives(corpus: Corpus, it: str, family: str) -> list[str]:
    others = [each for each in _sources(corpus) if each != it]
    return [each for each in others if family and corpus.first(each, "inFamily") == family]


def _about(corpus: Corpus, it: str, field: str) -> list[Claim]:
    return [each for each in corpus.by_subject.get(it, []) if each.predicate == _STATED[field]]
