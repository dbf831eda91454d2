"""The queries: name to SPARQL, for each of the two data sets."""

from adgo import queries
from adgo.sparql.text import SparqlText

PREFIX = "PREFIX ex: <http://example.org/> "

#: On the synthetic data: people who know each other, work for firms, and have ages.
SYNTHETIC = {
    "point": PREFIX + "SELECT ?p ?o { ex:person77 ?p ?o }",
    "join": PREFIX + "SELECT ?a ?b { ?a ex:worksFor ex:firm7 ; ex:knows ?b . ?b ex:worksFor ex:firm7 }",
    "path": PREFIX + "SELECT (COUNT(*) AS ?n) { ex:person77 ex:knows/ex:knows/ex:knows ?c }",
    "aggregate": PREFIX + "SELECT ?f (AVG(?age) AS ?mean) { ?x ex:worksFor ?f ; ex:age ?age } GROUP BY ?f",
    "large": PREFIX + "SELECT ?a ?b { ?a ex:knows ?b }",
}


def packaged() -> dict[str, str]:
    """Return some of the stored questions, each of another kind, that ask the default graph for rows."""
    chosen: dict[str, str] = {}
    kinds = set()
    for name, question in queries.load().items():
        kind = question.kind.partition(",")[0]
        plain = SparqlText(question.text).analysis.form == "SELECT" and "GRAPH" not in question.text
        if plain and kind not in kinds and len(chosen) < 5:
            kinds.add(kind)
            chosen[name] = question.text
    return chosen
