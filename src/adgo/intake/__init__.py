"""How an article gets into the graph: from drafts of claims, by anyone or any program, to checked Turtle."""
