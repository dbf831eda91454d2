"""Changes of the files of a project: one command at a time, all files or none."""
