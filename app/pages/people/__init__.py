"""The People page: who is how busy and why, who comes and leaves, and what one more person would bring."""
