"""The Overview page: the whole plan at a glance, on the screen and on paper."""
