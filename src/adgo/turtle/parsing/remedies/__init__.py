"""What is wrong with a faulty Turtle text, and what the author should write instead."""
