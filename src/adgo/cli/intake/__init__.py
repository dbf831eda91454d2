"""The commands with which an article gets in: `source`, `mentions`, `ingest`."""
