"""The articles' own words, for users who have the texts: passages in a text, and what differs between two passages."""
