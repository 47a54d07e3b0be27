"""Numbers as people write them in spreadsheet cells: grouped thousands, decimal commas, percentages.

Gives the plain text with a decimal point that the notation knows, or says why a text can be read in two ways.
"""

from __future__ import annotations

import math
import re

_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_NUMBER_LIKE = re.compile(r"[-+]?[0-9.,][0-9.,'’ ]*(?:e[-+]?[0-9]{1,5})?\s?%?", re.IGNORECASE)
_PLAIN = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:e[-+]?[0-9]{1,5})?", re.IGNORECASE)
_WITH_CURRENCY = re.compile(
    r"(?:[€$£¥]|[A-Z]{3})\s?([-+]?[0-9][0-9.,'’ ]*)|([-+]?[0-9][0-9.,'’ ]*)\s?(?:[€$£¥]|[A-Z]{3})"
)
_AMBIGUOUS = re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}")
_MAYBE_GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2}\.[0-9]{2}0")
_DIFFERENCE = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s?[-\u2013\u2014]\s?([0-9]+(?:[.,][0-9]+)?)")
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]*,[0-9]+")
_GROUPED = (  # each with the mark between thousands and the decimal mark
    (re.compile(r"[-+]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]*)?"), ",", "."),
    (re.compile(r"[-+]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]*|[-+]?[0-9]{1,3}(?:\.[0-9]{3}){2,}"), ".", ","),
    (re.compile(r"[-+]?[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]*)?"), " ", ","),
    (re.compile(r"[-+]?[0-9]{1,3}(?:['’][0-9]{3})+(?:[.,][0-9]*)?"), "'", ","),
)


class CellError(ValueError):
    """A cell that cannot be used; the message says what is wrong; what would be right."""


def tidy(text: str) -> str:
    """The text without spaces at its ends and characters that nobody sees, odd spaces and minus signs as plain ones."""
    if text.isascii() and "\n" not in text:
        return text.strip()
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip(" ").replace("\u2212", "-")


def plain_number(text: str) -> str | None:
    """A tidy text that is meant as one number, as the notation writes it (``1200.5``, ``12 %``); None for other texts.

    Raises
    ------
    CellError
        If it can be read as two different numbers, or carries a currency.
    """
    _refuse_grouped_or_not(text)
    if _PLAIN.fullmatch(text):
        return _full(text)
    if not _NUMBER_LIKE.fullmatch(text):
        _refuse_currency(text)
        return None
    percent = " %" if text.endswith("%") else ""
    digits = text.removesuffix("%").strip()
    if _PLAIN.fullmatch(digits):
        return _full(digits) + percent
    if _AMBIGUOUS.fullmatch(digits):
        whole, point = digits.replace(",", ""), digits.replace(",", ".")
        raise CellError(
            f'"{text}" can mean {whole} or {float(point):g}; write {whole}{percent} or {float(point):g}{percent}'
        )
    if _DECIMAL_COMMA.fullmatch(digits):
        return _full(digits.replace(",", ".")) + percent
    for pattern, mark, decimal in _GROUPED:
        if pattern.fullmatch(digits):
            return _full(digits.replace("’", "'").replace(mark, "").replace(decimal, ".")) + percent
    return None


def read_number(text: str) -> float | None:
    """The number that a tidy text says, a percentage counting as hundredths; None for other texts.

    Raises
    ------
    CellError
        If it can be read as two different numbers, carries a currency or is too large.
    """
    plain = plain_number(text)
    if plain is None:
        return None
    digits = plain.removesuffix(" %")
    mantissa, _, exponent = digits.lower().partition("e")
    value = float(f"{mantissa}e{int(exponent or 0) - 2 * (digits != plain)}") + 0.0
    if not math.isfinite(value):
        raise CellError(f'"{text[:40]}" is too large to be computed with; stay within 1e308')
    return value


def _full(digits: str) -> str:
    """Digits with a leading and no lone trailing mark missing: ``.5`` as ``0.5``, ``5.`` as ``5``, ``007`` as ``7``."""
    sign = "-" if digits.startswith("-") else ""
    mantissa, mark, exponent = digits.lstrip("+-").lower().partition("e")
    whole, _, fraction = mantissa.partition(".")
    return sign + (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "") + mark + exponent


def refuse_difference(text: str) -> None:
    """Raise CellError for ``5-8``, which people mean as a range and the notation as a difference."""
    if match := _DIFFERENCE.fullmatch(text):
        low, high = sorted((end.replace(",", ".") for end in match.groups()), key=float)
        raise CellError(f'"{text}" can be a range or a difference; write {low}..{high} for the range')


def _refuse_grouped_or_not(text: str) -> None:
    """Refuse ``9.000``, which is nine for some and nine thousand for others; ``number_text`` never writes it."""
    digits = text.removesuffix("%").strip()
    if _MAYBE_GROUPED.fullmatch(digits):
        percent = " %" if text.endswith("%") else ""
        whole, point = digits.replace(".", ""), f"{float(digits):g}"
        raise CellError(f'"{text}" can mean {whole} or {point}; write {whole}{percent} or {point}{percent}')


def _refuse_currency(text: str) -> None:
    match = _WITH_CURRENCY.fullmatch(text)
    if match is None:
        return
    digits = (match[1] or match[2]).strip()
    number = digits if _AMBIGUOUS.fullmatch(digits) else plain_number(digits) or digits
    raise CellError(
        f'"{text}" names a currency; write the number alone, such as {number}, and the currency in its own cell'
    )
