"""The graph for AI agents over the Model Context Protocol: complete answers or none, with evidence and standing."""
