"""Reviews of claims: a random sample, what reviewers found wrong, error rate and agreement."""
