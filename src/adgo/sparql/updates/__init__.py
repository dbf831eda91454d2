"""Updates as SPARQL 1.1 defines them, even if the embedded engine alone would change something else."""
