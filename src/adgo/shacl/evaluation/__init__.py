"""Evaluating shapes on data."""
