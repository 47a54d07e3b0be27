"""Tables and the inspector: every record of a portfolio as rows and fields that can be typed into."""
