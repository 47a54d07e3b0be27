"""Charts: each draws the values that it is given; none knows the session."""
