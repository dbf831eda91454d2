"""Drafts from the files of annotation tools and extractors, one module for each form."""
