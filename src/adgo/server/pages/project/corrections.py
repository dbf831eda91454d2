"""`/corrections`: how to report an error, and what has been corrected."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request

from adgo.corpus import changes, references
from adgo.corpus.changes import RecordedChange
from adgo.corpus.corpus import Corpus
from adgo.corpus.tables import recorded_changes
from adgo.graph.namespaces import BASE, PREFIXES
from adgo.server import site_corpus
from adgo.server.pages.citing import cite_box
from adgo.server.pages.rendering import render_page
from adgo.server.pages.tables import table_response
from adgo.server.site import Site, site

blueprint = Blueprint("corrections", __name__)
#: The longest name of a thing that is reported, in characters.
LONGEST = 300
#: What the reader completes.
QUESTIONS = ("What is wrong?", "What would be right, and which words of the article show it?")


@dataclass(frozen=True)
class ErrorReport:
    """A prepared report of an error: its subject and text, and the link that sends it ("" if there is no contact)."""

    subject: str
    text: str
    link: str


@blueprint.get("/corrections")
def page() -> Response:
    """Return the page, with a prepared report about the thing that the argument `about` names."""
    here = site()
    corpus = site_corpus.read_corpus(here)
    about = _expanded(request.args.get("about", "")[:LONGEST])
    found = changes.every(corpus, changes.CORRECTION)
    return table_response.respond(
        lambda: [recorded_changes.table(corpus, found, "corrections", "Corrections of ADGO")],
        lambda: _page(here, corpus, about, found),
    )


def _page(here: Site, corpus: Corpus, about: str, found: list[RecordedChange]) -> Response:
    known = about if corpus.knows(about) or about in corpus.by_iri else ""
    return render_page(
        "corrections.html",
        c=corpus,
        about=known,
        unknown="" if known else about,
        report=error_report(corpus, known, here.contact),
        contact=here.contact,
        corrections=found,
    )


def error_report(corpus: Corpus, it: str, contact: str) -> ErrorReport:
    """Return a prepared report of an error.

    Args:
        corpus: the graph.
        it: the IRI of the thing that is wrong; "" if it is not known yet.
        contact: the mail address or the URL of the form to which reports go; "" if there is none.
    """
    state = cite_box.edition()
    subject, lines = "ADGO: error", ["Address of the claim or page:"]
    if it:
        reference = references.of_thing(corpus, it, state)
        subject += f" in {reference.label}"
        lines = [f"{reference.label}: {it}", reference.statement]
    lines += [f"Version {state.version}, data {state.digest}", *(f"\n{each}\n" for each in QUESTIONS)]
    text = "\n".join(lines).rstrip() + "\n"
    return ErrorReport(subject, text, _link(contact, subject, text))


def _link(contact: str, subject: str, text: str) -> str:
    if not contact:
        return ""
    if contact.startswith(("http://", "https://")):
        return f"{contact}{'&' if '?' in contact else '?'}{urlencode({'title': subject, 'body': text})}"
    body = text.replace("\n", "\r\n")
    return f"mailto:{quote(contact, safe='@')}?subject={quote(subject)}&body={quote(body)}"


def _expanded(name: str) -> str:
    """Return the IRI of a name with a prefix, such as claim:002-34a; an IRI of ADGO unchanged; "" for anything else."""
    prefix, _, local = name.partition(":")
    iri = PREFIXES[prefix] + local if prefix in PREFIXES else name
    return iri if iri.startswith(BASE) else ""
