"""SHACL Compact Syntax: shapes in `.shaclc` files, read into a shapes graph with the place of every term."""
