"""Optimise: what to fund, in which order, how far the money reaches, which hires pay."""
