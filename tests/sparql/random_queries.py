"""Random queries over small datasets, as strategies of hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

VARIABLES = ["?x", "?y", "?z"]
NODES = [":a", ":b", ":c"]
VALUES = [*NODES, "1", "2"]
PREDICATES = [":p", ":q"]
GRAPHS = ["", ":g1", ":g2"]


def one(values: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(values)


@st.composite
def datasets(draw) -> str:
    """A dataset as TriG."""
    lines = []
    for graph in GRAPHS:
        triples = draw(st.lists(st.tuples(one(NODES), one(PREDICATES), one(VALUES)), max_size=5))
        body = " ".join(f"{' '.join(triple)} ." for triple in triples)
        lines.append(f"{graph} {{ {body} }}" if body else "")
    return "\n".join(lines)


@st.composite
def paths(draw, depth: int = 0) -> str:
    kind = draw(st.sampled_from(["link", "link", "sequence", "alternative", "inverse", "repeat", "negated"]))
    if depth > 1 or kind == "link":
        return draw(one(PREDICATES))
    if kind == "negated":
        marked = st.tuples(one(["", "^"]), one(PREDICATES)).map("".join)
        return f"!({'|'.join(draw(st.lists(marked, min_size=1, max_size=2)))})"
    first = draw(paths(depth + 1))
    match kind:
        case "inverse":
            return f"^({first})"
        case "repeat":
            return f"({first}){draw(one(['?', '*', '+']))}"
    return f"({first}{'/' if kind == 'sequence' else '|'}{draw(paths(depth + 1))})"


@st.composite
def triples(draw) -> str:
    subject, obj = draw(one([*VARIABLES, *VARIABLES, *NODES])), draw(one([*VARIABLES, *VARIABLES, *VALUES]))
    verb = draw(st.one_of(one(PREDICATES), one(["?v"]), paths()))
    return f"{subject} {verb} {obj} ."


@st.composite
def conditions(draw, depth: int) -> str:
    name, other = draw(one(VARIABLES)), draw(one(VARIABLES))
    value = draw(one(VALUES))
    kinds = [
        f"({name} = {value})",
        f"({name} != {other})",
        f"({name} < 2)",
        f"(!BOUND({name}))",
        f"(ISIRI({name}) || {other} = 1)",
        f"({name} IN ({value}, {other}))",
        "exists",
        "exists",
    ]
    kind = draw(one(kinds))
    if kind == "exists":
        return f"{draw(one(['', 'NOT ']))}EXISTS {draw(groups(depth + 1))}"
    return kind


@st.composite
def groups(draw, depth: int = 0) -> str:
    """A group graph pattern in braces."""
    size = draw(st.integers(1, 2 if depth else 3))
    return "{ " + " ".join(draw(parts(depth)) for _ in range(size)) + " }"


@st.composite
def parts(draw, depth: int) -> str:
    kinds = ["triple", "triple", "triple", "filter", "values"]
    if depth < 2:
        kinds += ["optional", "union", "minus", "graph", "graph", "subquery", "subquery", "bind"]
    match draw(one(kinds)):
        case "filter":
            return f"FILTER {draw(conditions(depth))}"
        case "values":
            names = draw(st.lists(one(VARIABLES), min_size=1, max_size=2, unique=True))
            cells = one([*VALUES, "UNDEF"])
            row = st.lists(cells, min_size=len(names), max_size=len(names)).map(lambda r: f"({' '.join(r)})")
            rows = draw(st.lists(row, min_size=1, max_size=2))
            return f"VALUES ({' '.join(names)}) {{ {' '.join(rows)} }}"
        case "optional":
            return f"OPTIONAL {draw(groups(depth + 1))}"
        case "union":
            return f"{draw(groups(depth + 1))} UNION {draw(groups(depth + 1))}"
        case "minus":
            return f"MINUS {draw(groups(depth + 1))}"
        case "graph":
            return f"GRAPH {draw(one(['?g', '?g', ':g1', ':none', '?x']))} {draw(groups(depth + 1))}"
        case "subquery":
            return f"{{ {draw(selects(depth + 1))} }}"
        case "bind":
            source = draw(one([*VARIABLES, "1", "?x + 1", "COALESCE(?y, ?z, 2)"]))
            return f"{draw(triples())} BIND({source} AS ?b{draw(st.integers(0, 10**9))})"
    return draw(triples())


@st.composite
def selects(draw, depth: int = 0, clauses: str = "") -> str:
    """A SELECT; its rows do not depend on an order that the standard leaves open."""
    group = draw(groups(depth))
    key, other = draw(one([*VARIABLES, "?g"])), draw(one(VARIABLES))
    aggregate = draw(
        one(["COUNT(*)", f"COUNT({other})", f"COUNT(DISTINCT {other})", f"SUM({other})", f"MIN({other})"])
    )
    match draw(one(["plain", "plain", "distinct", "limit", "grouped", "whole", "having", "star"])):
        case "distinct":
            return f"SELECT DISTINCT {key} {clauses}{group}"
        case "limit":
            return f"SELECT DISTINCT {key} {clauses}{group} ORDER BY {key} LIMIT {draw(st.integers(1, 2))}"
        case "grouped":
            return f"SELECT {key} ({aggregate} AS ?n) {clauses}{group} GROUP BY {key}"
        case "whole":
            return f"SELECT ({aggregate} AS ?n) {clauses}{group}"
        case "having":
            return f"SELECT {key} {clauses}{group} GROUP BY {key} HAVING (COUNT(*) > 1)"
        case "star":
            return f"SELECT * {clauses}{group}"
    names = draw(st.lists(one([*VARIABLES, "?g"]), min_size=1, max_size=3, unique=True))
    return f"SELECT {' '.join(names)} {clauses}{group}"


@st.composite
def queries(draw) -> str:
    """A query, some with FROM and FROM NAMED."""
    clauses = draw(
        st.lists(one(["FROM :g1 ", "FROM :g2 ", "FROM NAMED :g1 ", "FROM NAMED :g2 "]), max_size=2)
    )
    return draw(selects(clauses="".join(clauses) if draw(st.integers(0, 3)) == 0 else ""))
