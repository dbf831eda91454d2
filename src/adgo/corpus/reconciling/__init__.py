"""Matching names of other people's tables with the things of the graph (Reconciliation Service API 0.2)."""
