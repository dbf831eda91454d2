"""What follows from data and ontology by RDFS or OWL 2 RL, for shapes that are evaluated on entailed triples."""
