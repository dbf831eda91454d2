"""Random updates on small data leave what rdflib leaves."""

from __future__ import annotations

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse
from test_updates import PREFIX, canonical, filled, update

NODES = ["<http://e/a>", "<http://e/b>", "<http://e/c>", "1", "2"]
SUBJECTS = NODES[:3]
VERBS = ["<http://e/p>", "<http://e/q>"]
GRAPHS = ["", "<http://e/g1>", "<http://e/g2>"]


def one_of(values):
    return st.sampled_from(values)


triples = st.builds("{} {} {}".format, one_of(SUBJECTS), one_of(VERBS), one_of(NODES))


def in_graph(graph: str, inner: str) -> str:
    return f"GRAPH {graph} {{ {inner} }}" if graph else inner


blocks = st.builds(in_graph, one_of(GRAPHS), st.lists(triples, min_size=1, max_size=3).map(" . ".join))
forwards = one_of(["<http://e/p>", "<http://e/p>|<http://e/q>", "<http://e/p>/<http://e/q>", "<http://e/p>+"])
backwards = one_of(["^<http://e/p>", "^(<http://e/p>/<http://e/q>)", "^<http://e/q>|^<http://e/p>"])
#: ?x is never a literal: rdflib adds triples whose subject is one.
matches = st.one_of(
    st.builds("?x {} ?y".format, forwards),
    st.builds("?y {} ?x".format, backwards),
    st.builds("{} ?v ?y . ?x <http://e/q> ?y".format, one_of(SUBJECTS)),
)
groups = st.one_of(
    matches,
    st.builds("{{ {} }} UNION {{ {} }}".format, matches, matches),
    st.builds("{} FILTER(?y = {})".format, matches, one_of(NODES)),
    st.builds("?x <http://e/p> ?z OPTIONAL {{ {} }}".format, matches),
    st.builds("{{ SELECT ?x (COUNT(*) AS ?y) {{ {} }} GROUP BY ?x }}".format, matches),
    st.builds("{{ SELECT (COUNT(DISTINCT ?x) AS ?y) {{ {} }} }} ?x <http://e/p> ?z".format, matches),
)
values = st.builds("VALUES (?x ?y) {{ (<http://e/c> 2) }} OPTIONAL {{ {} }}".format, matches)
#: In GRAPH ?g rdflib looks for NOT EXISTS in a wrong graph.
absent = st.builds("{} FILTER NOT EXISTS {{ ?x <http://e/q> {} }}".format, matches, one_of(NODES))
everywhere = st.builds("GRAPH ?g {{ {} }}".format, groups | values)
#: rdflib finds rows of VALUES also in a graph that does not exist.
somewhere = st.one_of(
    groups, values, absent, everywhere, st.builds("GRAPH {} {{ {} }}".format, one_of(GRAPHS[1:]), groups)
)
rows = one_of(["?x <http://e/p> ?y", "?x <http://e/q> ?x", "?x <http://e/r> ?y", "?x <http://e/p> 1"])


def modifications(graphs, wheres):
    """Operations with a WHERE, whose templates name these graphs.

    If GRAPH ?g in a template is unbound, rdflib adds to a graph named by a blank node; so WHERE binds it.
    """
    template = st.builds(in_graph, one_of(graphs), rows)
    return st.one_of(
        st.builds("DELETE {{ {} }} INSERT {{ {} }} WHERE {{ {} }}".format, template, template, wheres),
        st.builds("INSERT {{ {} }} WHERE {{ {} }}".format, template, wheres),
        st.builds("DELETE {{ {} }} WHERE {{ {} }}".format, template, wheres),
    )


#: rdflib fails, or changes nothing, if one of the graphs is the default graph; and if the first does not exist, it
#: empties the second even with SILENT.
transfers = st.builds(
    "INSERT DATA {{ GRAPH {0} {{ <http://e/a> <http://e/r> 3 }} }} ; {1} {0} TO {2}".format,
    one_of(GRAPHS[1:]),
    one_of(["COPY", "MOVE", "ADD"]),
    one_of(GRAPHS[1:]),
)
#: INSERT DATA and DELETE DATA of the default graph fail in rdflib.
named_blocks = st.builds(
    in_graph, one_of(GRAPHS[1:]), st.lists(triples, min_size=1, max_size=3).map(" . ".join)
)
operations = st.one_of(
    st.builds("INSERT DATA {{ {} }}".format, named_blocks),
    st.builds("DELETE DATA {{ {} }}".format, named_blocks),
    modifications(GRAPHS, somewhere),
    modifications([*GRAPHS, "?g"], everywhere),
    st.builds("WITH {} {}".format, one_of(GRAPHS[1:]), modifications(GRAPHS, somewhere)),
    transfers,
)
updates = st.lists(operations, min_size=1, max_size=3).map(" ;\n".join)
data = st.lists(blocks, min_size=1, max_size=4).map(
    lambda found: "\n".join(each if each.endswith("}") else f"{each} ." for each in found)
)


def left_by_rdflib(body: str, text: str):
    peer = rdflib.Dataset(default_union=False)
    peer.parse(data=PREFIX + body, format="trig")
    peer.update(PREFIX + text)
    return canonical(parse(peer.serialize(format="nquads"), RdfFormat.N_QUADS))


#: rdflib warns of what it calls itself.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@settings(max_examples=40)
@given(data, updates)
def test_random_updates_leave_what_rdflib_leaves(body, text):
    store = filled(body)
    update(store, text)
    assert canonical(store) == left_by_rdflib(body, text)
