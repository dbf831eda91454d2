"""What the commands do for people at a terminal: completion, progress, and a check of the installation."""
