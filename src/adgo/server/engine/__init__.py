"""The processes that answer queries, write the store and fetch documents, and the limits that confine them."""
