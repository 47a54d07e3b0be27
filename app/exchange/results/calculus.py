"""Formulas that carry their values: each term is the text of a spreadsheet formula and what it comes to.

Every operation makes both at once, so that the value kept beside a formula cannot drift from it.  A value is one
number or one for each month of a timeline.  Where cells lie and how they look is the business of
``app.exchange.results.timeline``.

The text holds marks for what depends on the cell it is written to: ``THIS`` and ``BEFORE`` stand for the letters of
its column and of the one before, a sheet's name stands between ``OPEN`` and ``CLOSE``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np

from simulation.arrays import FloatArray

Value: TypeAlias = Any
"""A float, a bool, a text, or an array of one number for each month."""

THIS: Final = "\x01"
BEFORE: Final = "\x02"
OPEN: Final = "\x03"
CLOSE: Final = "\x04"

_COMPARISON, _SUM, _PRODUCT, _POWER, _SIGN, _ATOM = range(6)
"""How tightly a term binds; a sign binds tighter than a power in spreadsheets."""

_SHEET = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")


@dataclass(frozen=True, eq=False)  # eq: values may be arrays
class Term:
    """A formula's text, without the equals sign, and its value."""

    text: str
    value: Value
    binding: int = _ATOM

    def __add__(self, other: Term | float) -> Term:
        return _infix(self, "+", other, _SUM, np.add)

    def __sub__(self, other: Term | float) -> Term:
        return _infix(self, "-", other, _SUM, np.subtract)

    def __mul__(self, other: Term | float) -> Term:
        return _infix(self, "*", other, _PRODUCT, np.multiply)

    def __truediv__(self, other: Term | float) -> Term:
        return _infix(self, "/", other, _PRODUCT, np.divide)

    def __pow__(self, other: Term | float) -> Term:
        return _infix(self, "^", other, _POWER, np.power)

    def __rsub__(self, other: float) -> Term:
        return term(other) - self

    def __radd__(self, other: float) -> Term:
        return term(other) + self

    def __neg__(self) -> Term:
        return Term(f"-{_wrapped(self, _SIGN)}", -self.value, _SIGN)

    def __lt__(self, other: Term | float) -> Term:
        return _infix(self, "<", other, _COMPARISON, np.less)

    def __le__(self, other: Term | float) -> Term:
        return _infix(self, "<=", other, _COMPARISON, np.less_equal)

    def __gt__(self, other: Term | float) -> Term:
        return _infix(self, ">", other, _COMPARISON, np.greater)

    def __ge__(self, other: Term | float) -> Term:
        return _infix(self, ">=", other, _COMPARISON, np.greater_equal)

    def equals(self, other: Term | float) -> Term:
        """Whether both are the same number."""
        return _infix(self, "=", other, _COMPARISON, np.equal)


@dataclass(frozen=True, eq=False)
class Line(Term):
    """A row of a timeline: the term is its cell in the formula's own column."""

    sheet: str = ""
    row: int = 0  # as shown, from 1
    first: str = ""  # letters of the columns of the first and last month
    last: str = ""

    @property
    def before(self) -> Term:
        """Its cell in the month before; 0 before the first."""
        return Term(f"{_of(self.sheet)}{BEFORE}{self.row}", np.concatenate([[0.0], self.value[:-1]]))

    @property
    def whole(self) -> str:
        """The range of all its months."""
        return f"{_of(self.sheet)}${self.first}{self.row}:${self.last}{self.row}"

    @property
    def so_far(self) -> str:
        """The range from its first month to the formula's own."""
        return f"{_of(self.sheet)}${self.first}{self.row}:{THIS}{self.row}"


def term(value: Term | float) -> Term:
    """A term as it is; a number as a term.  Formulas hold no numbers but 0 and 1; all others are inputs."""
    if isinstance(value, Term):
        return value
    if value not in (0, 1):
        raise ValueError(f"{value} would be a number inside a formula; make it an input")
    return Term(f"{value:.0f}", float(value))


def text(words: str) -> Term:
    """A text inside a formula."""
    quoted = words.replace('"', '""')
    return Term(f'"{quoted}"', words)


def cell(sheet: str, place: str, value: Value) -> Term:
    """A reference to a fixed cell, such as ``$F$12``."""
    return Term(f"{_of(sheet)}{place}", value)


def named(name: str, value: Value) -> Term:
    """A reference by a defined name."""
    return Term(name, value)


def call(name: str, function: Callable[..., Value], *arguments: Term | float) -> Term:
    """A function of terms, elementwise over months."""
    terms = [term(argument) for argument in arguments]
    with np.errstate(all="ignore"):
        value = function(*(one.value for one in terms))
    return Term(f"{name}({','.join(one.text for one in terms)})", value)


def maximum(first: Term | float, second: Term | float) -> Term:
    """The larger of two."""
    return call("MAX", np.maximum, first, second)


def minimum(first: Term | float, second: Term | float) -> Term:
    """The smaller of two."""
    return call("MIN", np.minimum, first, second)


def whole_part(of: Term) -> Term:
    """The largest whole number that is not above."""
    return call("INT", np.floor, of)


def rounded_up(of: Term) -> Term:
    """The least whole number that is not below, for numbers that are not negative."""
    return Term(f"ROUNDUP({of.text},0)", np.ceil(of.value))


def exp(of: Term) -> Term:
    """e to the power."""
    return call("EXP", np.exp, of)


def ln(of: Term) -> Term:
    """The natural logarithm."""
    return call("LN", np.log, of)


def where(condition: Term, yes: Term | float, no: Term | float) -> Term:
    """One or the other; as in a sheet, only the one that holds counts."""
    return call("IF", _choose, condition, yes, no)


def both(first: Term, second: Term) -> Term:
    """Whether both hold, for terms of one number."""
    return call("AND", lambda a, b: bool(a) and bool(b), first, second)


def total(line: Line) -> Term:
    """The sum of a row."""
    return Term(f"SUM({line.whole})", float(np.sum(line.value)))


def lowest(line: Line) -> Term:
    """The least of a row."""
    return Term(f"MIN({line.whole})", float(np.min(line.value)))


def highest(line: Line) -> Term:
    """The largest of a row."""
    return Term(f"MAX({line.whole})", float(np.max(line.value)))


def lowest_so_far(line: Line) -> Term:
    """The least of a row up to this month."""
    return Term(f"MIN({line.so_far})", np.minimum.accumulate(line.value))


def turnover(line: Line) -> Term:
    """The sum of a row, signs left out."""
    return Term(f"SUMPRODUCT(ABS({line.whole}))", float(np.sum(np.abs(line.value))))


def product_sum(first: Line, second: Line) -> Term:
    """The sum of the products of two rows."""
    return Term(f"SUMPRODUCT({first.whole},{second.whole})", float(np.sum(first.value * second.value)))


def positive_product_sum(first: Line, second: Line) -> Term:
    """The sum of the products of two rows over the months in which the first is above 0."""
    value = float(np.sum(np.where(first.value > 0, first.value * second.value, 0.0)))
    return Term(f"SUMPRODUCT(({first.whole}>0)*{first.whole}*{second.whole})", value)


def position_of_one(line: Line) -> Term:
    """Where in the row the first 1 stands, counted from 1; 0 where there is none."""
    found = np.flatnonzero(line.value == 1)
    return Term(f"IFERROR(MATCH(1,{line.whole},0),0)", float(found[0] + 1) if found.size else 0.0)


def at(line: Line, position: Term) -> Term:
    """The cell at a position of a row, counted from 1; guard it with ``where`` against positions outside."""
    inside = np.clip(np.asarray(position.value, dtype=np.int64) - 1, 0, line.value.size - 1)
    value = line.value[inside]
    return Term(f"INDEX({line.whole},{position.text})", float(value) if np.ndim(value) == 0 else value)


def sum_where(keys: Line, key: Term, line: Line) -> Term:
    """The sum of the cells of a row over the months where another row has the key."""
    value = np.array([np.sum(line.value[keys.value == wanted]) for wanted in np.atleast_1d(key.value)])
    text_of = f"SUMIF({keys.whole},{key.text},{line.whole})"
    return Term(text_of, float(value[0]) if np.ndim(key.value) == 0 else value)


def added(terms: list[Term]) -> Term:
    """The sum of some terms; 0 of none."""
    result = term(0)
    for number, one in enumerate(terms):
        result = one if number == 0 else result + one
    return result


def rendered(template: str, sheet: str) -> str:
    """The text of a formula for a sheet, its column still open."""
    return _SHEET.sub(lambda match: "" if match[1] == sheet else f"'{match[1]}'!", template)


def in_column(template: str, this: str, before: str) -> str:
    """A rendered formula for a column, equals sign included."""
    return "=" + template.replace(THIS, this).replace(BEFORE, before)


def is_link(template: str, sheet: str) -> bool:
    """Whether a formula is nothing but a reference to another sheet."""
    match = _SHEET.match(template)
    return (
        match is not None and match[1] != sheet and template[match.end() :].replace("$", "").replace(THIS, "").isalnum()
    )


def _of(sheet: str) -> str:
    return f"{OPEN}{sheet}{CLOSE}"


def _wrapped(operand: Term, least: int) -> str:
    return operand.text if operand.binding >= least else f"({operand.text})"


def _infix(left: Term, sign: str, right: Term | float, binding: int, function: Callable[[Any, Any], Any]) -> Term:
    """Left to right, as spreadsheets read: what stands on the right must bind tighter than the sign, or is wrapped."""
    second = term(right)
    tighter = binding + 1 if sign in "-/^" or binding == _COMPARISON else binding
    after = f"({second.text})" if second.binding == _SIGN else _wrapped(second, tighter)
    with np.errstate(all="ignore"):
        value = function(left.value, second.value)
    if np.ndim(value) == 0:
        value = value.item()
    return Term(f"{_wrapped(left, binding)}{sign}{after}", value, binding)


def _choose(condition: Value, yes: Value, no: Value) -> Value:
    if np.ndim(condition) == 0:
        return yes if condition else no
    return np.where(condition, yes, no)


def months_of(value: Value, months: int) -> FloatArray:
    """A value for each month."""
    return np.broadcast_to(np.asarray(value, dtype=np.float64), (months,))
