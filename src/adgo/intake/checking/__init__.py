"""Single checks of drafts: their form, the texts that they are on, proposed things, and kinds."""
