"""How pages are cited and previewed: the box "Cite this", canonical addresses, and where readers report errors."""
