"""ADGO, Autonomous Driving Goes Global: an attributed knowledge graph and the tools that keep it honest."""

__version__ = "0.1.0"
