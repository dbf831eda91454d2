"""What differs between two versions of a graph: claims, things, facts, plans and reports."""
