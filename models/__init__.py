"""What the user describes: frozen records of a portfolio, their checks, edits and JSON form.

No numbers are crunched here: no numpy, no Qt, no files.
"""
