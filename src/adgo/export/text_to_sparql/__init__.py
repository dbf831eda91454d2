"""What programs need that turn questions into SPARQL: the schema card, examples with paraphrases, a benchmark."""
