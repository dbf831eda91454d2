"""Update the axioms about the terms that our mappings and tests use from the repositories of their vocabularies.

For maintainers, as it needs clones of the repositories in a folder, and a JDK: a clone may be bare, and lies in
FOLDER/owner+name/repo. Run `python tests/alignments/refresh.py FOLDER`; the tests themselves need neither.

Of an OWL vocabulary the axioms are a module by syntactic locality, made by the OWL API that owlready2 brings: all that
follows from the whole about the named terms follows from the module. schema.org has no axioms but a hierarchy, of which
everything above the named terms is taken. No labels, comments or definitions are taken.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import owlready2
from rdflib import OWL, RDF, RDFS, XSD, Graph, Namespace, URIRef
from rdflib.collection import Collection

HERE = Path(__file__).parent
TEXTS = [
    HERE.parents[1] / "ontology" / "alignments.ttl",
    *HERE.parent.glob("inferences/*.ttl"),
    HERE / "example.ttl",
]
SCHEMA = Namespace("https://schema.org/")
#: What leads to classes, of the predicates of OWL.
CLASSES = (
    RDFS.subClassOf,
    OWL.equivalentClass,
    OWL.disjointWith,
    OWL.someValuesFrom,
    OWL.allValuesFrom,
    OWL.onClass,
    OWL.complementOf,
)
#: What the OWL API makes of an expression that it cannot read.
ERROR = "http://org.semanticweb.owlapi/error#"
EDMC = "https://spec.edmcouncil.org/{}/ontology/"


@dataclass(frozen=True)
class Partner:
    """A vocabulary: its repository, the files that are wanted of it, its licence, and what its imports begin with."""

    name: str
    repository: str
    files: tuple[str, ...]
    licence: str
    prefixes: dict[str, str]
    imports: str = ""


PARTNERS = [
    Partner(
        "gist",
        "semanticarts/gist",
        ("ontologies/gistCore.ttl",),
        "CC BY 4.0, by Semantic Arts",
        {
            "gist": "https://w3id.org/semanticarts/ns/ontology/gist/",
            "gistd": "https://w3id.org/semanticarts/ns/data/gist/",
        },
    ),
    Partner(
        "auto",
        "edmcouncil/auto",
        ("AV/VehicleAutomationLevels.rdf",),
        "MIT, by the EDM Council",
        {"auto": EDMC.format("auto") + "AV/VehicleAutomationLevels/"},
        EDMC.format("auto"),
    ),
    Partner(
        "fibo",
        "edmcouncil/fibo",
        (
            "FND/Agreements/Agreements.rdf",
            "BE/Partnerships/Partnerships.rdf",
            "BE/LegalEntities/FormalBusinessOrganizations.rdf",
        ),
        "MIT, by the EDM Council and the Object Management Group. It imports OMG Commons, which is not there.",
        {
            "fibo-agr": EDMC.format("fibo") + "FND/Agreements/Agreements/",
            "fibo-ptr": EDMC.format("fibo") + "BE/Partnerships/Partnerships/",
            "fibo-fbo": EDMC.format("fibo") + "BE/LegalEntities/FormalBusinessOrganizations/",
            "cmns-org": "https://www.omg.org/spec/Commons/Organizations/",
            "cmns-pts": "https://www.omg.org/spec/Commons/PartiesAndSituations/",
        },
        EDMC.format("fibo"),
    ),
    Partner("org", "w3c/ns", ("org.ttl",), "PDDL 1.0", {"org": "http://www.w3.org/ns/org#"}),
    Partner(
        "prov", "w3c/ns", ("prov-o.ttl",), "W3C Document License", {"prov": "http://www.w3.org/ns/prov#"}
    ),
    Partner(
        "schema",
        "schemaorg/schemaorg",
        ("data/releases/30.0/schemaorg-all-https.ttl",),
        "CC BY-SA 3.0, by the sponsors of schema.org",
        {"schema": str(SCHEMA)},
    ),
]


def git(repository: Path, *arguments: str) -> str:
    """Return what git prints."""
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def read(repository: Path, partner: Partner) -> Graph:
    """Return the wanted files with those that they import from the same repository."""
    there = set(git(repository, "ls-tree", "-r", "--name-only", "HEAD").splitlines())
    graph, waiting, done = Graph(), list(partner.files), set[str]()
    while waiting:
        name = waiting.pop()
        if name in done:
            continue
        done.add(name)
        part = Graph().parse(
            data=git(repository, "show", f"HEAD:{name}"), format="xml" if name[-3:] == "rdf" else "ttl"
        )
        imported = (
            [str(each).rstrip("/") + ".rdf" for each in part.objects(None, OWL.imports)]
            if partner.imports
            else []
        )
        waiting += [each for name in imported if (each := name.removeprefix(partner.imports)) in there]
        graph += part
    graph.remove((None, OWL.imports, None))
    declare(graph)
    return graph


def declare(graph: Graph) -> None:
    """Say what kind the terms are that come from files which are not there, as the OWL API cannot guess it."""
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDFS.Datatype}
    known = {term for kind in kinds for term in graph.subjects(RDF.type, kind)}
    for about in (OWL.someValuesFrom, OWL.allValuesFrom, OWL.onClass):
        for restriction, value in graph.subject_objects(about):
            is_data = str(value).startswith(str(XSD)) or (value, RDF.type, RDFS.Datatype) in graph
            for term in graph.objects(restriction, OWL.onProperty):
                if isinstance(term, URIRef) and term not in known:
                    graph.add((term, RDF.type, OWL.DatatypeProperty if is_data else OWL.ObjectProperty))
                    known.add(term)
    for term in set(graph.objects(None, OWL.onProperty)) - known:
        graph.add((term, RDF.type, OWL.ObjectProperty))
    classes = {term for about in CLASSES for term in graph.objects(None, about)}
    for about in (OWL.unionOf, OWL.intersectionOf):
        classes |= {term for members in graph.objects(None, about) for term in Collection(graph, members)}
    for term in classes - known:
        if isinstance(term, URIRef) and not term.startswith("http://www.w3.org/"):
            graph.add((term, RDF.type, OWL.Class))


def terms() -> set[str]:
    """Return all names in the mappings, the inferences and the example."""
    return {
        str(term)
        for text in TEXTS
        for triple in Graph().parse(text)
        for term in triple
        if isinstance(term, URIRef)
    }


def module(whole: Graph, named: Iterable[str]) -> Graph:
    """Return the axioms that concern the named terms."""
    jars = ":".join(map(str, (Path(owlready2.__file__).parent / "pellet").glob("*.jar")))
    with TemporaryDirectory() as folder:
        given, made = Path(folder) / "whole.rdf", Path(folder) / "part.rdf"
        whole.serialize(given, format="xml")
        command = ["java", "-cp", jars, HERE / "Module.java", given, made, *sorted(named)]
        subprocess.run(list(map(str, command)), check=True)
        part = Graph().parse(made)
    for kind in (OWL.Ontology, OWL.AnnotationProperty):
        for it in set(part.subjects(RDF.type, kind)):
            part.remove((it, RDF.type, kind))
    for triple in list(part):
        if any(str(term).startswith(ERROR) for term in triple):
            # A restriction to a datatype of a file that is not there.
            part.remove(triple)
    return part


def hierarchy(whole: Graph, named: Iterable[str]) -> Graph:
    """Return the superclasses and superproperties of the given terms in schema.org, as OWL axioms."""
    part, waiting = Graph(), {URIRef(name) for name in named if name.startswith(str(SCHEMA))}
    data = set(whole.subjects(RDF.type, SCHEMA.DataType)) | {SCHEMA.URL}
    while waiting:
        it = waiting.pop()
        if (it, RDF.type, RDFS.Class) in whole:
            kind, above = OWL.Class, RDFS.subClassOf
        else:
            values = set(whole.objects(it, SCHEMA.rangeIncludes))
            kind, above = (
                OWL.DatatypeProperty if values and values <= data else OWL.ObjectProperty,
                RDFS.subPropertyOf,
            )
        part.add((it, RDF.type, kind))
        for wider in whole.objects(it, above):
            if isinstance(wider, URIRef) and wider.startswith(str(SCHEMA)):
                part.add((it, above, wider))
                if (wider, RDF.type, None) not in part:
                    waiting.add(wider)
    # Such as a description, which may be a text or a thing: what is above a property of texts must be one as well.
    for narrow in set(part.subjects(RDF.type, OWL.DatatypeProperty)):
        for wider in part.transitive_objects(narrow, RDFS.subPropertyOf):
            part.set((wider, RDF.type, OWL.DatatypeProperty))
    return part


def write(partner: Partner, repository: Path, named: set[str]) -> None:
    """Write the file of one partner."""
    whole = read(repository, partner)
    here = {
        name for name in named if (URIRef(name), RDF.type, None) in whole and "w3.org/2002/07" not in name
    }
    part = hierarchy(whole, here) if partner.name == "schema" else module(whole, here)
    for prefix, base in partner.prefixes.items():
        part.bind(prefix, base, override=True, replace=True)
    commit, day = git(repository, "log", "-1", "--format=%H %cs").split()
    head = (
        f"# The axioms of {partner.repository} about the terms that our mappings and tests name, and no texts.\n"
        f"# From commit {commit} of {day}:\n"
        f"# {', '.join(partner.files)}\n"
        f"# Licence of the source: {partner.licence}\n"
        "# Not written by hand: tests/alignments/refresh.py makes it anew.\n\n"
    )
    (HERE / f"{partner.name}.ttl").write_text(head + part.serialize(format="turtle"), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "adgo", "format", str(HERE / f"{partner.name}.ttl")], check=True)


if __name__ == "__main__":
    (folder,) = sys.argv[1:]
    named = terms()
    for partner in PARTNERS:
        write(partner, Path(folder) / partner.repository.replace("/", "+") / "repo", named)
