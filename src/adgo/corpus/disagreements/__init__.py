"""Where sources disagree: one card for each statement or thing, with a row per aspect and a column per source."""
