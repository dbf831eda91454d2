"""The pages on which readers find things and questions: the search, the list of questions, the form of a question."""
