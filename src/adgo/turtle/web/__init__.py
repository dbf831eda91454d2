"""Documents from the web, complete or not at all, within limits of time and size."""
