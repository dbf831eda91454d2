"""Review of drafts in the browser, for `adgo serve --edit`: on this machine only, with a token."""
