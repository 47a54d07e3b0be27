"""Figures as people read them: ``4.1 M €``, ``Mar 2027``, ``71 %``.

One wording for the terminal, the window and the reports; pure text, no colours and no layout.  Exports that are
computed with further (JSON, CSV, workbook cells) hold the figures themselves, never these texts.
"""

import math
from collections.abc import Sized

from models.calendar import month_at, month_label

NOTHING = "–"
"""What stands where there is no figure."""

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "PLN": "zł"}
_SCALES = ((1.0, ""), (1e3, "k"), (1e6, "M"), (1e9, "bn"))
_BOUNDARY = 1e-9  # months: an end this close after a month's boundary still belongs to the month before


def symbol(currency: str) -> str:
    """The sign of a currency, or its code where it has none of its own."""
    return SYMBOLS.get(currency, currency)


def money(amount: float, currency: str) -> str:
    """``4.1 M €``: two to three figures, scaled by thousands; ``NOTHING`` for NaN and infinities."""
    if not math.isfinite(amount):
        return NOTHING
    digits, scale = _scaled(abs(amount))
    sign = "-" if amount < 0 and float(digits.replace(",", "")) else ""
    return " ".join(part for part in (sign + digits, scale, symbol(currency)) if part)


def money_error(error: float, currency: str) -> str:
    """``± 30 k €``: the standard error of an amount of money; ``NOTHING`` where it is not known."""
    return f"± {money(error, currency)}" if math.isfinite(error) else NOTHING


def share(probability: float) -> str:
    """``71 %``; 0 % means never and 100 % always, so what is rare or all but sure is ``<1 %`` or ``>99 %``."""
    if not math.isfinite(probability):
        return NOTHING
    percent = round(probability * 100)
    if percent == 0 and probability > 0:
        return "<1 %"
    if percent == 100 and probability < 1:
        return ">99 %"
    return f"{percent} %"


def share_error(error: float | None) -> str:
    """``± 0.5 %``: the standard error of a probability, in points of per cent; ``± <0.1 %`` where it is not zero."""
    if error is None or not math.isfinite(error):
        return NOTHING
    return "± <0.1 %" if 0 < error < 0.0005 else f"± {error * 100:.1f} %"


def points(difference: float) -> str:
    """``+7 points``: a difference of probabilities, in points of per cent; what is small is told to a tenth."""
    if not math.isfinite(difference):
        return NOTHING
    told = round(100 * difference, 0 if abs(difference) >= 0.0995 else 1)
    return f"{told:+g} points" if told else "0 points"


def rate(value: float) -> str:
    """``12.5 %``: a yearly rate."""
    return f"{value * 100:.1f} %" if math.isfinite(value) else NOTHING


def load(ratio: float) -> str:
    """``104 %``: how busy people are, against their own capacity."""
    return f"{ratio * 100:.0f} %" if math.isfinite(ratio) else NOTHING


def month(start: str, months: float) -> str:
    """``Mar 2027``: the month in which something ends that ends ``months`` after the portfolio's start.

    An end on the boundary of two months belongs to the month that it completes, as "by the end of March" says.
    Infinity and NaN (it has not come) give ``NOTHING``.
    """
    if not math.isfinite(months):
        return NOTHING
    return month_label(month_at(start, max(0, math.ceil(months - _BOUNDARY) - 1)))


def deadline(by: str | None) -> str:
    """A month as people write it; fiscal periods are written so already."""
    if by is None:
        return NOTHING
    try:
        return month_label(by)
    except ValueError:
        return by


def months(duration: float) -> str:
    """``14.2 months``; ``1 month``."""
    if not math.isfinite(duration):
        return NOTHING
    digits = f"{duration:.1f}".removesuffix(".0")
    return f"{digits} month" if digits == "1" else f"{digits} months"


def plain_number(value: float) -> str:
    """``0.2346``, ``1,235`` or ``1,234,568``: four figures, and all before the point; ``NOTHING`` for NaN."""
    if not math.isfinite(value):
        return NOTHING
    return f"{value:,.0f}" if abs(value) >= 999.95 else f"{value:.4g}"


def plus_minus(error: float, digits: int, unit: str = "") -> str:
    """``± 0.25 months``: a standard error with so many decimals; ``NOTHING`` where it is not known."""
    return f"± {error:.{digits}f} {unit}".rstrip() if math.isfinite(error) else NOTHING


def fte(people: float) -> str:
    """``3.2 FTE``."""
    return f"{people:.1f} FTE" if math.isfinite(people) else NOTHING


def chance_of_at_least(probability: float, amount: float, currency: str) -> str:
    """``80 % chance of at least 4.1 M €``: how a safe figure of value is written out."""
    return f"{share(probability)} chance of at least {money(amount, currency)}"


def time_left(seconds: float) -> str:
    """``12 s``, ``3 min`` or ``2 h 5 min``, rounded up; empty where it is not known."""
    if not math.isfinite(seconds):
        return ""
    whole = max(0, math.ceil(seconds))
    if whole < 60:
        return f"{whole} s"
    hours, minutes = divmod(math.ceil(whole / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def count(number: int, noun: str, plural: str = "") -> str:
    """``1 error``, ``10,000 trials``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def them(things: Sized) -> str:
    """``it`` where there is one of them."""
    return "it" if len(things) == 1 else "them"


def _scaled(amount: float) -> tuple[str, str]:
    """The digits of an amount that is not negative, and its scale; what rounds up to 1,000 takes the next scale."""
    for unit, name in _SCALES:
        digits = _digits(amount / unit, whole=unit == 1)
        if float(digits) < 1000:
            return digits, name
    return f"{amount / _SCALES[-1][0]:,.0f}", _SCALES[-1][1]


def _digits(value: float, whole: bool) -> str:
    """One decimal below 100 (none for single units of money), where it is not zero by being whole."""
    if whole or value >= 99.95:
        return f"{value:.0f}"
    return f"{value:.1f}"
