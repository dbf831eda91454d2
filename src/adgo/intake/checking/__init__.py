"""Single checks of drafts: the texts that they are on, proposed things, and kinds."""
