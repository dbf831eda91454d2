"""The pages of things that sources speak of, of records, and of the standings."""
