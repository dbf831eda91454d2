"""JSON-LD 1.1: finds the token of every part of every triple."""
