"""Scenarios side by side, and the way from one to another, in the same futures."""
