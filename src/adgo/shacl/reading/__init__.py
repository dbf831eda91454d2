"""From a shapes graph to shapes."""
