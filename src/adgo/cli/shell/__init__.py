"""What shells and users of a shell need: completion, and a check of the installation."""
