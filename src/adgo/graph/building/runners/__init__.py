"""What runs the steps of a build: a loop in this process, several processes, or Spark."""
