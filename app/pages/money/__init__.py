"""What the plan costs: against the budget, in the books, along with its date, and from scenario to scenario."""
