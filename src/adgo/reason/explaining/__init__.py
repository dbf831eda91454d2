"""Explanations of contradictions: the smallest sets of axioms and facts, in English, with the claims behind them."""
