"""The decision record: what was decided, what was forecast beside it, what came of it."""
