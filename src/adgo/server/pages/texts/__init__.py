"""Pages with the articles' own words; they need the texts, which the server is given with `--texts`."""
