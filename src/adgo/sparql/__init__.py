"""SPARQL text: tokens, grammar, analysis, rewriting and errors. It knows nothing of ADGO."""
