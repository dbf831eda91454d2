"""A store on disk: its folder, editions, copies, backups, loading and replacement."""
