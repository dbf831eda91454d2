"""What each tool gives: a complete result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from adgo.agents import claim_record, query_result, query_scope, validation_process
from adgo.agents.agent_error import AgentError, unknown
from adgo.agents.complete_result import CompleteResult, Record, of_rows
from adgo.agents.graph_source import FOLDER, GraphSource
from adgo.agents.query_result import RowMaker
from adgo.corpus.corpus import Claim, Corpus

#: Said with the rows of a query that reads more than facts.
CAUTION = (
    "This query reads claims, records or graphs that also hold plans, forecasts and what somebody only says. A row "
    "without is_fact is not certain to be a fact. Select the claim or the project too, so that each row has its "
    "standing."
)
#: Said with every answer that has paraphrases.
PARAPHRASE = "Paraphrases are the editors' own words; the articles' words are not in the data."


def find(source: GraphSource, given: Mapping[str, Any]) -> CompleteResult:
    """Return the stored questions and things that words find, the best first."""
    search = source.search()
    found = search.find(given["words"])
    questions = [
        {
            "kind": "question",
            "name": each.name,
            "title": each.title,
            "question": each.question,
            "parameters": each.arguments,
        }
        for each in found.questions
    ]
    things = list(_things(source, found.hits))
    rows = [*questions, *things] if found.is_led_by_question else [*things, *questions]
    near = [] if rows else search.nearest(given["words"])
    note = f"Nothing was found. The nearest names are: {', '.join(near)}." if near else "Nothing was found."
    return of_rows(rows, {} if rows else {"note": f"{note} Try other words, or read adgo://questions."})


def _things(source: GraphSource, hits: Iterable[Any]) -> Iterator[Record]:
    from adgo.corpus import standings

    corpus = source.corpus()
    for hit in hits:
        found = [each for each in standings.in_list(corpus, hit.iri) if each not in standings.FACTUAL]
        words = standings.labels(corpus, found, standings.added_in_list(corpus, hit.iri))
        yield {
            "kind": hit.group,
            "thing": claim_record.name(hit.iri),
            "label": hit.label,
            "claims": corpus.claim_count(hit.iri),
            **({"found_in": hit.field, "text": hit.text} if hit.text and hit.text != hit.label else {}),
            **({"is_fact": False, "standing": words} if words else {}),
        }


def question(source: GraphSource, given: Mapping[str, Any]) -> CompleteResult:
    """Return the answer to a stored question."""
    from adgo.corpus import question_arguments
    from adgo.queries import BadParameter

    stored = source.questions.get(given["name"])
    if stored is None:
        remedy = "Call `find` with the user's words, or read adgo://questions."
        raise unknown("stored question", given["name"], source.questions, remedy)
    try:
        parameters = given.get("parameters") or {}
        resolved = question_arguments.resolved(source.corpus, stored, parameters, source.rows)
        text = stored.ask(resolved)
    except BadParameter as error:
        takes = "; ".join(f"{each.name}: {each.meaning}" for each in stored.parameters)
        raise AgentError(f"{error}. {stored.name} takes: {takes or 'no parameters'}.") from error
    shown = question_arguments.labels(source.corpus(), stored, resolved)
    values = [resolved.get(each.name) or each.default for each in stored.parameters if each.is_thing]
    context = frozenset(_iri(value) for value in values if question_arguments.is_iri(value))
    head = {"question": stored.asked(shown), "parameters": shown}
    return _asked(source, text, given, head if shown else {"question": head["question"]}, context)


def query(source: GraphSource, given: Mapping[str, Any]) -> CompleteResult:
    """Return the answer to SPARQL."""
    if given["sparql"].strip() in source.questions:
        raise AgentError(f"{given['sparql'].strip()} is a stored question: call `question` with it as name.")
    return _asked(source, given["sparql"], given, {})


def _asked(
    source: GraphSource,
    sparql: str,
    given: Mapping[str, Any],
    head: Mapping[str, Any],
    context: frozenset[str] = frozenset(),
) -> CompleteResult:
    """Return the result of a query.

    Args:
        source: the data.
        sparql: the query.
        given: the arguments of the call.
        head: what each answer says.
        context: the things that the question is about.
    """
    from adgo.sparql.text import SparqlText

    text = SparqlText(sparql)
    content, _ = source.content(sparql, given.get("timeout") or 0)
    columns, rows = query_result.read(content, is_graph=text.analysis.gives_graph)
    # Without the corpus, rows lack their labels and their standing, but evidence is never left out.
    corpus = source.corpus() if given.get("evidence") else source.corpus_if_any()
    maker = RowMaker(corpus or Corpus(source.version), columns, context, bool(given.get("evidence")))
    head = {**head, "columns": list(columns)}
    if (
        rows
        and (corpus is None or corpus.claims)
        and not query_scope.reads_facts_alone(text, source.fact_properties())
    ):
        head["caution"] = CAUTION
    is_no = text.analysis.form == "ASK" and rows[0]["answer"]["value"] == "false"
    if (not rows or is_no) and (notes := source.absence(text)):
        head["note"] = ". ".join(notes) + "."
    if maker.has_evidence:
        head["paraphrases"] = PARAPHRASE
    return query_result.result(content, rows, maker, head)


def evidence(source: GraphSource, given: Mapping[str, Any]) -> CompleteResult:
    """Return the claims about a thing."""
    from adgo.corpus import names
    from adgo.corpus.tables import claims

    corpus = source.corpus()
    if not corpus.claims:
        raise AgentError("These data have no claims, so they have no evidence. Use `query` with SPARQL.")
    try:
        it = names.find(corpus, given["about"])
    except LookupError as error:
        raise AgentError(f"{error.args[0]} Call `find` to look for other names.") from error
    head = {"about": claim_record.name(it), "label": corpus.label(it), "paraphrases": PARAPHRASE}
    return of_rows([_claim(corpus, each) for each in claims.about(corpus, it)], head)


def _claim(corpus: Corpus, claim: Claim) -> Record:
    from adgo.corpus import standings

    found = claim_record.record(corpus, claim)
    return found if standings.is_fact(corpus, claim) else {"is_fact": False, **found}


def schema(source: GraphSource, given: Mapping[str, Any]) -> CompleteResult:
    """Return the schema card as one row; with words, the graphs, classes and properties that have all of them."""
    words = str(given.get("words") or "").casefold().split()
    if not words:
        return of_rows([{"card": card(source)}])
    rows = [
        row
        for row in schema_rows(source)
        if all(each in " ".join(map(str, row.values())).casefold() for each in words)
    ]
    note = "No term has all of these words. Call `schema` without words for an overview."
    return of_rows(rows, {} if rows else {"note": note})


def card(source: GraphSource) -> str:
    """Return the description of the data for models that write SPARQL, in Markdown."""
    from adgo.export.text_to_sparql.schema_card import schema_card

    return schema_card(source.rows)


def schema_rows(source: GraphSource) -> list[Record]:
    """Return the named graphs, classes and properties, each with its number of uses, the most used first."""
    found: list[Record] = []
    for kind, name in (("graph", "graphs"), ("class", "classes"), ("property", "properties")):
        for row in source.rows((FOLDER / f"schema-{name}.rq").read_text(encoding="utf-8")):
            texts: dict[str, str] = {
                part: row[part]["value"] for part in ("label", "definition") if part in row
            }
            if "term" in row:
                term = claim_record.name(row["term"]["value"])
                found.append({"kind": kind, "term": term, "uses": int(row["uses"]["value"]), **texts})
    return found


def validate(source: GraphSource, given: Mapping[str, Any]) -> CompleteResult:
    """Return the results of a SHACL validation; `conforms` is true only if `adgo validate` would pass."""
    report = validation_process.report(given["data"], given["format"], source.timeout, source.memory)
    head = {"conforms": report["conforms"], "triples": report["triples"]}
    found = [*report["results"], *({"severity": "Finding", **each} for each in report.get("findings", []))]
    return of_rows([{key: value for key, value in each.items() if key != "file"} for each in found], head)


def _iri(value: str) -> str:
    from adgo.queries.parameter import iri

    return iri(value.strip())
