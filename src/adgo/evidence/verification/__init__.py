"""Verification of passages against the articles' texts, and warnings for editors."""
