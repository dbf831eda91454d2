"""How good drafts of claims are: they are compared with the claims on the same article that people made."""
