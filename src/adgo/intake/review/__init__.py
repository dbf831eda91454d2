"""Review of drafts by people: what a reviewer sees, and decisions that are never lost."""
