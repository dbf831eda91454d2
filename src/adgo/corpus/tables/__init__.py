"""Tables to take away: the rows of each page, with labels, standings, sources and passages."""
