"""The results workbook: a forecast as finance reads it, with the base case as live formulas."""

from app.exchange.results.write import write_results

__all__ = ["write_results"]
