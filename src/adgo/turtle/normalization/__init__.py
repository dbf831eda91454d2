"""The literals that the engine stores in another form than they were written in: which, how many and where."""
