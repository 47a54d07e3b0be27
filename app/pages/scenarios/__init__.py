"""The page of scenarios: what each changes, and how they compare in the same futures."""
