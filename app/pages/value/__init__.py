"""What the plan is worth: how sure, by which parts, over time, and in the worst futures."""
