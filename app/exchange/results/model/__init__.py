"""The base case as live formulas, from inputs to cash flow, value and return."""
