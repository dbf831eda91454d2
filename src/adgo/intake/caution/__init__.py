"""Words that make a sentence less than a fact, and whether a draft says more than its sentence."""
