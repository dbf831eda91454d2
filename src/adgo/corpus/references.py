"""References: how to cite one claim, passage, thing, question or picture of the graph."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from adgo.corpus import english, standings
from adgo.corpus.corpus import Claim, Corpus
from adgo.graph.namespaces import BASE, PREFIXES

#: How many characters of the data's digest a citation in words has. The formats for programs have all of them.
SHORT_DIGEST = 12


@dataclass(frozen=True)
class DataSource:
    """Whose data a reference was read from.

    Attributes:
        title: what the data are called.
        author: who made them; "" if they do not say so.
        licences: the names or IRIs of the licences under which they may be used; empty if they state none.
    """

    title: str
    author: str = ""
    licences: tuple[str, ...] = ()

    @property
    def licence(self) -> str:
        """The licences in one line; "" if there are none."""
        return " or ".join(self.licences)


#: A licence: its name and its address.
CC_BY, CC_BY_ADDRESS = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
#: ADGO's own graph, and data that do not say what they are.
ADGO = DataSource("ADGO, Autonomous Driving Goes Global", "The ADGO maintainers", (CC_BY,))
UNKNOWN = DataSource("Data served with ADGO")


@dataclass(frozen=True)
class DataState:
    """What a reference was read from: the version of ADGO, the digest of the data, the day, and whose data they are.

    The day is None in files that are read on any day.
    """

    version: str
    digest: str
    day: date | None
    source: DataSource = ADGO


@dataclass(frozen=True)
class Reference:
    """One thing to cite.

    Attributes:
        title: what it is or says.
        is_sentence: whether the title is a statement of an article, so that it is put in quotation marks.
        kind: what kind of thing it is, such as "claim".
        name: its name within its kind, such as "002-34a"; "" if it has none.
        address: its IRI if it has one, else the URL of its page.
        source: the label of the article; "" if it is not from one article.
        manner: how the article states it, such as "announced plan"; "" if it is not a statement.
        edition: what it was read from.
    """

    title: str
    kind: str
    address: str
    edition: DataState
    name: str = ""
    source: str = ""
    manner: str = ""
    is_sentence: bool = False

    @property
    def key(self) -> str:
        """A name for lists of references, in letters, digits and hyphens."""
        own = self.name or self.address.rstrip("/").rpartition("/")[2] or self.kind
        return "-".join(
            [
                "adgo",
                self.kind.replace(" ", "-"),
                "".join(c if c.isalnum() and c.isascii() else "-" for c in own),
            ]
        )

    @property
    def origin(self) -> str:
        """The article and how it states the title; "" if there is no article."""
        return ", ".join(each for each in (self.source, self.manner) if each)

    @property
    def label(self) -> str:
        """The kind and the name, such as "claim 002-34a"."""
        return f"{self.kind} {self.name}".strip()

    @property
    def statement(self) -> str:
        """The title, in quotation marks if it is a sentence, with the article and how it states it."""
        title = f"“{self.title}”" if self.is_sentence else self.title
        return f"{title} [{self.origin}]" if self.origin else title

    @property
    def text(self) -> str:
        """The reference in words."""
        title = self.statement
        day = self.edition.day
        accessed = f", accessed {day.day} {day:%B %Y}" if day else ""
        digest = self.edition.digest[:SHORT_DIGEST]
        end = "" if title.endswith(("?", "!", ".")) else "."
        return (
            f"{title}{end} {self.edition.source.title}, version {self.edition.version}, {self.label}, {self.address}, "
            f"data {digest}…{accessed}."
        )


def of_thing(corpus: Corpus, it: str, edition: DataState) -> Reference:
    """Return the reference to a thing with an IRI.

    Args:
        corpus: the graph.
        it: the IRI.
        edition: what the graph was read from.
    """
    kind, _, name = it.removeprefix(BASE).partition("/")
    if it in corpus.by_iri:
        return _of_claim(corpus, corpus.by_iri[it], edition)
    if kind == "passage":
        source = corpus.first(it, PREFIXES["oa"] + "hasSource")
        title = _paraphrase(corpus, it) or f"Passage {name}"
        manner = " or ".join(standings.labels_in_list(corpus, it))
        return Reference(title, kind, it, edition, name, corpus.label(source) if source else "", manner)
    kinds = corpus.classes(it)
    return Reference(corpus.label(it), corpus.label(kinds[0]) if kinds else "entry", it, edition, name)


def _of_claim(corpus: Corpus, claim: Claim, edition: DataState) -> Reference:
    """Return the reference to a claim; it says how the source states it, so that no plan is cited as a fact."""
    paraphrase = "" if _is_of_one_source(corpus, claim) else _paraphrase(corpus, claim.passage)
    standing = standings.of_row(corpus, claim)
    manner = standings.label(corpus, standing)
    if not standing and not claim.is_asserted:
        manner = "hedged" if claim.hedges else corpus.label(claim.modality)
    if more := standings.added(corpus, [standing] if standing else [], [claim]):
        manner += f", {more}"
    return Reference(
        paraphrase or _statement(corpus, claim),
        "claim",
        claim.iri,
        edition,
        claim.iri.removeprefix(PREFIXES["claim"]),
        corpus.label(claim.source) if claim.source else "",
        manner,
        is_sentence=not paraphrase,
    )


def _statement(corpus: Corpus, claim: Claim) -> str:
    return corpus.label(claim.statement) if claim.statement else english.proposition(corpus, claim)


def _is_of_one_source(corpus: Corpus, claim: Claim) -> bool:
    """Return whether no other source has the claim's statement, whose words could then be those of another source."""
    return {each.source for each in corpus.by_statement.get(claim.statement, [])} <= {claim.source}


def _paraphrase(corpus: Corpus, passage: str) -> str:
    """Return a passage in the words of the editors, marked as such; "" if there are none."""
    words = corpus.first(passage, PREFIXES["dcterms"] + "description").rstrip(".")
    return f"{words} (paraphrase)" if words else ""
