"""Amounts as people type them into a field of a page: ``12 000 000``, ``4.1 M``, ``250 k €``."""

from __future__ import annotations

import re
from typing import Final

from app.exchange.numbers import plain_number, tidy
from app.wording import SYMBOLS

_SCALES: Final = {"": 1.0, "k": 1e3, "m": 1e6, "bn": 1e9}
_PARTS: Final = re.compile(r"(?P<digits>.*?)\s*(?P<scale>k|m|bn)?", re.IGNORECASE)


def read_amount(text: str, currency: str = "") -> float:
    """An amount as a number.

    Raises
    ------
    ValueError
        If it is none, or can be read in two ways; the message says what would be right.
    """
    bare = tidy(text)
    for sign in (currency, SYMBOLS.get(currency, "")):
        bare = bare.removesuffix(sign).removeprefix(sign).strip() if sign else bare
    parts = _PARTS.fullmatch(bare)
    number = plain_number(parts["digits"]) if parts else None
    if parts is None or number is None or number.endswith("%"):
        raise ValueError(f"“{text.strip()}” is no amount; write it like 4 100 000 or 4.1 M")
    return float(number) * _SCALES[(parts["scale"] or "").lower()]


def amount_text(amount: float) -> str:
    """An amount as ``read_amount`` takes it: ``4 100 000``."""
    digits = f"{amount:,.0f}" if amount == round(amount) else f"{amount:,.2f}"
    return digits.replace(",", " ")
