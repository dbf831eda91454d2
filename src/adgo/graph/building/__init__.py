"""The build in steps over buckets of things: each step is a pure function, and steps exchange lines of N-Quads."""
