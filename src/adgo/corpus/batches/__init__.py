"""What is computed over many articles with the runners of a build: results of shapes by article, and corroboration."""
