"""Second readings of claims: a random draw, what readers found wrong, error rate and agreement."""
