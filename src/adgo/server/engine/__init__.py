"""The processes that answer queries and write the store, and what they may not do."""
