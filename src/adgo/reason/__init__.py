"""What follows from data and ontology in OWL, and what contradicts itself: with owlready2 and HermiT."""
