"""The reasoner HermiT: finding Java, starting HermiT in a process of its own, and asking it for contradictions."""
