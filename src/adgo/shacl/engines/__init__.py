"""The validating engines: the fast one, pySHACL, and a comparison of both."""
