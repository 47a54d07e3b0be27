"""A scanner over the text of a quantity: marks, names and numbers, from left to right.

Owns how numbers are written (a decimal point, no thousands separators, percentages) and the messages for texts
that are not.  What the marks and names mean is the grammar's, in ``models.notation``.
"""

from __future__ import annotations

import math
import re
from typing import NoReturn

from models.distributions import NotationError

EXAMPLES = "4, 3..5..9, Uniform(3, 9), LogN(3, 9) or 120 +/- 10 %"
_NUMBER = re.compile(r"([+-]?)\s*((?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+))(?:e([+-]?[0-9]{1,5}))?", re.IGNORECASE)
_LEADING_ZERO = re.compile(r"0[0-9]")
_NAME = re.compile(r"P10\s*/\s*50\s*/\s*90|[A-Za-z]+", re.IGNORECASE)
_SPACE = re.compile(r"\s*")
_SEPARATED_THOUSANDS = re.compile(r"[0-9][ \u00a0\u202f'’_,][0-9]")


class Scanner:
    """A place in a text, moving to the right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def skip_space(self) -> None:
        space = _SPACE.match(self.text, self.place)
        self.place = space.end() if space else self.place

    def at_end(self) -> bool:
        self.skip_space()
        return self.place == len(self.text)

    def accept(self, mark: str) -> bool:
        """Step over ``mark`` if it comes next."""
        self.skip_space()
        found = self.text[self.place : self.place + len(mark)].lower() == mark
        self.place += len(mark) if found else 0
        return found

    def expect(self, mark: str, example: str) -> None:
        if not self.accept(mark):
            self.refuse(f"'{mark}'", example)

    def accept_pattern(self, pattern: re.Pattern[str]) -> bool:
        """Step over what ``pattern`` matches here, if it does."""
        found = pattern.match(self.text, self.place)
        self.place = found.end() if found else self.place
        return found is not None

    def number(self, wanted: str, example: str = EXAMPLES) -> float:
        """The number that comes next, a percentage counting as a hundredth."""
        return self.number_and_percent(wanted, example)[0]

    def number_and_percent(self, wanted: str, example: str = EXAMPLES) -> tuple[float, bool]:
        """The number that comes next, and whether a percent sign made it a hundredth."""
        sign, digits, exponent = self._digits(wanted, example)
        percent = self.accept("%")
        # The exponent is moved in the text, so that 1.1 % is exactly 0.011.
        value = float(f"{sign}{digits}e{exponent - 2 * percent}")
        if not math.isfinite(value):
            raise NotationError("Number: it is too large to be computed with; stay within 1e308, for example 4")
        return value + 0.0, percent

    def percentage(self, example: str) -> float:
        """The figure before the percent sign that must follow, as it is written."""
        sign, digits, exponent = self._digits("a percentage", example)
        self.expect("%", example)
        return float(f"{sign}{digits}e{exponent}") + 0.0

    def _digits(self, wanted: str, example: str) -> tuple[str, str, int]:
        self.skip_space()
        found = _NUMBER.match(self.text, self.place)
        if found is None:
            self.refuse(wanted, example)
        if _LEADING_ZERO.match(found[2]):
            raise NotationError(
                f"'{found[0][:20]}' starts with 0: numbers have a decimal point and no thousands separators, "
                "for example 1000 or 1.5"
            )
        self.place = found.end()
        return found[1], found[2], int(found[3] or 0)

    def name(self) -> str:
        """The lower-case name that comes next, blanks removed; empty if there is none."""
        self.skip_space()
        found = _NAME.match(self.text, self.place)
        if found is None:
            return ""
        self.place = found.end()
        return re.sub(r"\s", "", found[0]).lower()

    def refuse(self, wanted: str, example: str = EXAMPLES) -> NoReturn:
        """Say what was expected here."""
        if "(" not in self.text and _SEPARATED_THOUSANDS.search(self.text):
            raise NotationError(
                f"'{self.text[:40]}': numbers have a decimal point and no thousands separators, for example 1000 or 1.5"
            )
        rest = self.text[self.place : self.place + 20]
        found = f"'{rest}'" if rest else "the text ends"
        raise NotationError(
            f"At character {self.place + 1}: {found}, where {wanted} is expected; write for example {example}"
        )
