"""Summaries of firms, people, places and undertakings in English, each clause with its standing and its claims."""
