"""The evidence: articles, the passages that cite them, and whether both still hold."""
