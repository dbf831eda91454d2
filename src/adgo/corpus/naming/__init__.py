"""What people call things: by kinds, and by short names that several share."""
