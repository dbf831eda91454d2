"""Why an answer has no rows: terms that the data do not hold or do not use, and what is nearest to them."""
