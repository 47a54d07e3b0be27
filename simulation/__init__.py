"""Numbers from a portfolio: plan, sample, deliver, cash, summarise.  No Qt, no files."""
