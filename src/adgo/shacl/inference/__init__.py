"""Inference by RDFS or OWL 2 RL, for shapes that are evaluated on entailed triples."""
