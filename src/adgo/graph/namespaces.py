"""The namespaces that ADGO mints or uses, and their prefixes in its files and queries."""

from types import MappingProxyType

BASE = "https://w3id.org/adgo/"
ADGO = BASE + "ontology#"
ID = BASE + "id/"
GRAPH = BASE + "graph/"

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"

#: Prefix to namespace, for reading and writing.
PREFIXES = MappingProxyType(
    {
        "adgo": ADGO,
        "id": ID,
        "src": BASE + "source/",
        "p": BASE + "passage/",
        "claim": BASE + "claim/",
        "st": BASE + "statement/",
        "time": BASE + "time/",
        "judgement": BASE + "judgement/",
        "family": BASE + "family/",
        "outside": BASE + "outside/",
        "change": BASE + "change/",
        "review": BASE + "review/",
        "inference": BASE + "inference/",
        "report": BASE + "report/",
        "graph": GRAPH,
        "shape": BASE + "shape/",
        "auto": "https://spec.edmcouncil.org/auto/ontology/AV/VehicleAutomationLevels/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcterms": "http://purl.org/dc/terms/",
        "dqv": "http://www.w3.org/ns/dqv#",
        "fibo-agr": "https://spec.edmcouncil.org/fibo/ontology/FND/Agreements/Agreements/",
        "fibo-fbo": "https://spec.edmcouncil.org/fibo/ontology/BE/LegalEntities/FormalBusinessOrganizations/",
        "fibo-ptr": "https://spec.edmcouncil.org/fibo/ontology/BE/Partnerships/Partnerships/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "gist": "https://w3id.org/semanticarts/ns/ontology/gist/",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": RDF,
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "vann": "http://purl.org/vocab/vann/",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "void": "http://rdfs.org/ns/void#",
        "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
        "xsd": XSD,
    }
)


def short(iri: str) -> str:
    """Return an IRI with its prefix (`p:002-4`), or in angle brackets if no prefix fits or the rest has a / or #."""
    for prefix, namespace in PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and "/" not in local and "#" not in local:
            return f"{prefix}:{local}"
    return f"<{iri}>"
