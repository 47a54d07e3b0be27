"""An initiative from inside: its options as tabs, each with the chart of its stages above its tables."""
