"""The commands with which an article gets in: `ingest`."""
