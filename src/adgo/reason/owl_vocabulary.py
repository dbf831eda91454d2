"""The terms of RDF, RDFS and OWL in N-Triples form, grouped by their meaning for a reasoner."""

from __future__ import annotations

from adgo.graph.namespaces import PREFIXES, RDF, XSD

_NAMESPACES = {"rdf": RDF, "rdfs": PREFIXES["rdfs"], "owl": PREFIXES["owl"], "xsd": XSD}


def term(name: str) -> str:
    """Return the term of a prefixed name such as `owl:Class`."""
    prefix, local = name.split(":")
    return f"<{_NAMESPACES[prefix]}{local}>"


def terms(names: str) -> frozenset[str]:
    """Return the terms of prefixed names that are separated by white space."""
    return frozenset(map(term, names.split()))


#: The names in these namespaces are fixed, so an unknown one is a mistake.
RESERVED = tuple(f"<{namespace}" for namespace in _NAMESPACES.values())

TYPE = term("rdf:type")
THING, NOTHING = term("owl:Thing"), term("owl:Nothing")
SUBCLASS, SUBPROPERTY = term("rdfs:subClassOf"), term("rdfs:subPropertyOf")
EQUIVALENT_CLASS, EQUIVALENT_PROPERTY = term("owl:equivalentClass"), term("owl:equivalentProperty")
DISJOINT, PROPERTY_DISJOINT = term("owl:disjointWith"), term("owl:propertyDisjointWith")
DIFFERENT, SAME = term("owl:differentFrom"), term("owl:sameAs")
DOMAIN, RANGE, INVERSE = term("rdfs:domain"), term("rdfs:range"), term("owl:inverseOf")
CHAIN = term("owl:propertyChainAxiom")
ON_PROPERTY = term("owl:onProperty")
MEMBERS = term("owl:members")
CLASS, OBJECT_PROPERTY = term("owl:Class"), term("owl:ObjectProperty")
DATA_PROPERTY, ANNOTATION_PROPERTY = term("owl:DatatypeProperty"), term("owl:AnnotationProperty")
DATATYPE = term("rdfs:Datatype")
PROPERTY = term("rdf:Property")
SYMMETRIC = term("owl:SymmetricProperty")

#: Types that declare the kind of a name, to that kind.
DECLARATIONS = {
    CLASS: "class",
    term("rdfs:Class"): "class",
    term("owl:DeprecatedClass"): "class",
    OBJECT_PROPERTY: "object",
    DATA_PROPERTY: "data",
    ANNOTATION_PROPERTY: "annotation",
    term("owl:OntologyProperty"): "annotation",
    DATATYPE: "datatype",
    term("owl:DataRange"): "datatype",
}

#: Characteristics that only object properties can have.
OBJECT_TRAITS = terms(
    "owl:TransitiveProperty owl:SymmetricProperty owl:AsymmetricProperty owl:ReflexiveProperty "
    "owl:IrreflexiveProperty owl:InverseFunctionalProperty"
)
TRAITS = OBJECT_TRAITS | {term("owl:FunctionalProperty")}

#: Types from which a reasoner infers nothing.
IDLE_TYPES = terms(
    "owl:Ontology owl:NamedIndividual owl:Axiom owl:Annotation owl:DeprecatedProperty rdf:Property rdf:List "
    "owl:Restriction rdfs:Resource rdfs:ContainerMembershipProperty"
)

#: Types of a blank node that is an axiom, to the predicate that holds between any two of its members.
PAIRWISE = {
    term("owl:AllDisjointClasses"): DISJOINT,
    term("owl:AllDisjointProperties"): PROPERTY_DISJOINT,
    term("owl:AllDifferent"): DIFFERENT,
}
#: Predicates from such a node to the list of its members.
MEMBERS_OF_PAIRWISE = terms("owl:members owl:distinctMembers")
NEGATIVE = term("owl:NegativePropertyAssertion")

#: Predicates of axioms: between classes, between properties, between things.
OF_CLASSES = terms("rdfs:subClassOf owl:equivalentClass owl:disjointWith owl:disjointUnionOf owl:hasKey")
OF_PROPERTIES = terms(
    "rdfs:subPropertyOf owl:equivalentProperty owl:propertyDisjointWith owl:inverseOf owl:propertyChainAxiom "
    "rdfs:domain rdfs:range"
)
OF_THINGS = terms("owl:sameAs owl:differentFrom")
AXIOMS = OF_CLASSES | OF_PROPERTIES | OF_THINGS

#: Predicates of the blank nodes of class expressions, lists, data ranges and axioms.
STRUCTURE = terms(
    "rdf:first rdf:rest owl:members owl:distinctMembers owl:onProperty owl:onProperties owl:onClass owl:onDataRange "
    "owl:onDatatype owl:withRestrictions owl:intersectionOf owl:unionOf owl:oneOf owl:complementOf "
    "owl:datatypeComplementOf owl:someValuesFrom owl:allValuesFrom owl:hasValue owl:hasSelf owl:cardinality "
    "owl:minCardinality owl:maxCardinality owl:qualifiedCardinality owl:minQualifiedCardinality "
    "owl:maxQualifiedCardinality owl:sourceIndividual owl:assertionProperty owl:targetIndividual owl:targetValue "
    "owl:annotatedSource owl:annotatedProperty owl:annotatedTarget xsd:length xsd:minLength xsd:maxLength xsd:pattern "
    "xsd:minInclusive xsd:maxInclusive xsd:minExclusive xsd:maxExclusive xsd:totalDigits xsd:fractionDigits "
    "rdf:langRange"
)

#: With a named class as subject, these are axioms.
NAMED_STRUCTURE = terms("owl:intersectionOf owl:unionOf owl:oneOf owl:complementOf owl:datatypeComplementOf")

ANNOTATIONS = terms(
    "rdfs:label rdfs:comment rdfs:seeAlso rdfs:isDefinedBy owl:versionInfo owl:deprecated owl:priorVersion "
    "owl:backwardCompatibleWith owl:incompatibleWith owl:versionIRI owl:imports"
)

#: The datatypes of OWL 2 (Structural Specification, section 4) that HermiT knows.
DATATYPES = terms(
    "owl:real owl:rational xsd:decimal xsd:integer xsd:nonNegativeInteger xsd:nonPositiveInteger "
    "xsd:positiveInteger xsd:negativeInteger xsd:long xsd:int xsd:short xsd:byte xsd:unsignedLong xsd:unsignedInt "
    "xsd:unsignedShort xsd:unsignedByte xsd:double xsd:float xsd:string xsd:normalizedString xsd:token xsd:language "
    "xsd:Name xsd:NCName xsd:NMTOKEN xsd:boolean xsd:hexBinary xsd:base64Binary xsd:anyURI xsd:dateTime "
    "xsd:dateTimeStamp rdf:XMLLiteral rdf:PlainLiteral rdfs:Literal rdf:langString"
)
XSD_NAMES = f"<{XSD}"
