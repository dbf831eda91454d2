"""The commands that look something up for people: stored questions, things, words."""
