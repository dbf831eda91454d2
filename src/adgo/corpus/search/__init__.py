"""The search over things and stored questions, used by pages, commands and the reconciliation service."""
