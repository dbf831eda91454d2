"""What is on a page as a table to take away."""
