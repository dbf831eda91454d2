"""A store on disk: its folder, its editions, copies, backups and replacement."""
