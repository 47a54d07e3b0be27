"""Build, buy or partner: which alternative, by which attitude to risk, how sure, and what would change it."""
