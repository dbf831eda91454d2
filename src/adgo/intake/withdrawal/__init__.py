"""Withdraws an article: removes it and all that depends on it from the files of the project."""
