"""The notation of uncertain quantities: from text to distribution, scale and shift, and back.

One grammar for typing, JSON and Excel cells; case and locale do not matter, and what is printed is
read back bit for bit.  A number less a greater one is refused: ``1-4`` is meant as a range more often than as -3::

    quantity = body [ "*" number ] [ ( "+" | "-" ) number ]
    body     = number | number ".." number ".." number | spread | function
    spread   = number "+/-" percent | number "-" percent "/" "+" percent
    function = name "(" arguments ")"

The scanner goes through the text once, from left to right; it recurses for the parts of a throughput only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

from models.distributions import (
    Certain,
    Distribution,
    LogNormal,
    Metalog,
    Normal,
    NotationError,
    Pert,
    Spread,
    Triangular,
    Uniform,
)
from models.outcomes import Bernoulli, Discrete, History
from models.scanner import EXAMPLES, Scanner
from models.throughput import Throughput

T = TypeVar("T")

LONGEST_TEXT = 20_000
_PERCENTILES = (0.1, 0.5, 0.9)
_SPREAD = re.compile(r"\s*(?:\+\s*/\s*-|±)")
_UNEVEN_SPREAD = re.compile(r"\s*-(?=\s*[0-9.]+(?:e[+-]?[0-9]+)?\s*%\s*/)", re.IGNORECASE)

_LOOSE_RANGE = re.compile(r"\s*(?:[-\u2013]|to\b)(?=\s*[0-9.])", re.IGNORECASE)


def number_text(value: float) -> str:
    """The shortest text that reads back as exactly ``value``: ``4``, ``0.1``; minus zero is ``0``."""
    value = float(value)
    if value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    return repr(value)


def read(text: str) -> tuple[Distribution, float, float]:
    """The distribution, scale and shift that ``text`` says.

    Raises
    ------
    NotationError
        If it says none; the message tells where and what would be right.
    """
    if len(text) > LONGEST_TEXT:
        raise NotationError(f"The text is longer than {LONGEST_TEXT} characters; write for example {EXAMPLES}")
    scanner = Scanner(text.replace("\u2212", "-"))
    if scanner.at_end():
        raise NotationError(f"There is no number; write for example {EXAMPLES}")
    distribution = _body(scanner)
    scale = scanner.number("a factor") if scanner.accept("*") else 1.0
    shift = _shift(scanner)
    if not scanner.at_end():
        scanner.refuse("the end")
    return distribution, scale, shift


def write(distribution: Distribution, scale: float = 1.0, shift: float = 0.0) -> str:
    """The canonical text of a distribution times ``scale`` plus ``shift``; ``read`` undoes it exactly."""
    text = _WRITERS[type(distribution)](distribution)
    if scale != 1:
        text += f" * {number_text(scale)}"
    if shift != 0:
        text += f" {'-' if shift < 0 else '+'} {number_text(abs(shift))}"
    return text


def _shift(scanner: Scanner) -> float:
    """The number added or taken away at the end; 0 if there is none."""
    sign = 1.0 if scanner.accept("+") else -1.0 if scanner.accept("-") else 0.0
    if not sign:
        return 0.0
    value, percent = scanner.number_and_percent("a number to add")
    if percent:
        raise NotationError(
            "A percentage cannot be added; write for example 120 +/- 10 %, 120 -10 %/+30 % or 120 * 1.1"
        )
    return sign * value


def _body(scanner: Scanner) -> Distribution:
    """A distribution without scale and shift."""
    name = scanner.name()
    if not name:
        return _number_range_or_spread(scanner)
    if name in ("nan", "inf", "infinity"):
        raise NotationError("Number: it must be finite, neither infinite nor NaN, for example 4")
    if name not in _READERS:
        raise NotationError(f"'{name[:30]}' is no distribution; there are {', '.join(_NAMES)}, for example {EXAMPLES}")
    reader, example = _READERS[name]
    scanner.expect("(", example)
    distribution = reader(scanner, example)
    scanner.expect(")", example)
    return distribution


def _number_range_or_spread(scanner: Scanner) -> Distribution:
    first, percent = scanner.number_and_percent("a number")
    if scanner.accept(".."):
        return _range(scanner, first, percent)
    if scanner.accept_pattern(_SPREAD):
        size = scanner.percentage("120 +/- 10 %")
        return Spread(first, size, size)
    if scanner.accept_pattern(_UNEVEN_SPREAD):
        example = "120 -10 %/+30 %"
        minus = scanner.percentage(example)
        scanner.expect("/", example)
        scanner.expect("+", example)
        return Spread(first, minus, scanner.percentage(example))
    _refuse_loose_range(scanner, first, percent)
    return Certain(first)


def _refuse_loose_range(scanner: Scanner, low: float, percent: bool) -> None:
    """Ask what is meant by ``1-4``, ``1 to 4`` or ``8-9 %``; what falls, such as ``100 - 5``, is a difference."""
    start = scanner.place
    if scanner.accept_pattern(_LOOSE_RANGE):
        high, high_percent = scanner.number_and_percent("a number")
        low = low / 100 if high_percent and not percent else low
        if low < high:
            first, middle, last, less = (f"{value:.12g}" for value in (low, (low + high) / 2, high, low - high))
            raise NotationError(
                f"A range or a difference? For a range write {first}..{middle}..{last}, with the likeliest value in "
                f"the middle, or Uniform({first}, {last}); for the difference {less}"
            )
    scanner.place = start


def _range(scanner: Scanner, low: float, percent: bool) -> Distribution:
    """The rest of ``low..mode..high``."""
    mode, mode_percent = scanner.number_and_percent("the likeliest value", "3..5..9")
    if not scanner.accept(".."):
        raise NotationError(
            f"A range has a low, a likeliest and a high value, for example 3..5..9; "
            f"if all between are equally likely, write Uniform({number_text(low)}, {number_text(mode)})"
        )
    high, high_percent = scanner.number_and_percent("the high value", "3..5..9")
    if not percent == mode_percent == high_percent:
        raise NotationError("Write % after each number of a range or after none, for example 3 %..5 %..9 %")
    return Pert(low, mode, high)


def _numbers(scanner: Scanner, example: str) -> list[float]:
    """Numbers with commas between."""
    numbers = [scanner.number("a number", example)]
    while scanner.accept(","):
        numbers.append(scanner.number("a number", example))
    return numbers


def _exactly(scanner: Scanner, example: str, *counts: int) -> list[float]:
    """As many numbers as one of ``counts``."""
    numbers = _numbers(scanner, example)
    if len(numbers) not in counts:
        raise NotationError(
            f"{' or '.join(map(str, counts))} numbers are expected, here are {len(numbers)}; commas separate the "
            f"numbers, which have a decimal point and no thousands separators, for example {example}"
        )
    return numbers


def _pairs(scanner: Scanner, example: str) -> tuple[tuple[float, float], ...]:
    """``first: second`` pairs with commas between."""
    pairs: list[tuple[float, float]] = []
    while not pairs or scanner.accept(","):
        first = scanner.number("a number", example)
        scanner.expect(":", example)
        pairs.append((first, scanner.number("a number", example)))
    return tuple(pairs)


def _named(scanner: Scanner, names: tuple[str, ...], value: Callable[[Scanner], T], example: str) -> dict[str, T]:
    """``name=value`` arguments with commas between, each name once."""
    found: dict[str, T] = {}
    while not found or scanner.accept(","):
        name = scanner.name()
        if name not in names or name in found:
            scanner.refuse(" or ".join(f"{free}=" for free in names if free not in found) or "')'", example)
        scanner.expect("=", example)
        found[name] = value(scanner)
    return found


def _bounds(scanner: Scanner, example: str) -> tuple[float | None, float | None]:
    """What follows a semicolon: ``low=`` and ``high=``, one or both."""
    if not scanner.accept(";"):
        return None, None
    found = _named(scanner, ("low", "high"), lambda here: here.number("a number", example), example)
    return found.get("low"), found.get("high")


def _read_percentiles(scanner: Scanner, example: str) -> Distribution:
    values = _exactly(scanner, example, 3)
    return Metalog(tuple(zip(_PERCENTILES, values, strict=True)), *_bounds(scanner, example))


def _read_metalog(scanner: Scanner, example: str) -> Distribution:
    points = _pairs(scanner, example)
    return Metalog(points, *_bounds(scanner, example))


def _read_throughput(scanner: Scanner, example: str) -> Distribution:
    parts = _named(scanner, ("backlog", "split", "weekly"), _part, example)
    if "backlog" not in parts or "weekly" not in parts:
        raise NotationError(f"Throughput: it takes backlog= and weekly=, for example {example}")
    return Throughput(parts["backlog"], parts.get("split", Certain(1.0)), parts["weekly"])


def _part(scanner: Scanner) -> Distribution:
    """A part of a throughput, which is no throughput: the grammar has one level."""
    start = scanner.place
    if scanner.name() == "throughput":
        raise NotationError("Throughput: its parts cannot be throughputs themselves, for example weekly=History(3, 5)")
    scanner.place = start
    return _body(scanner)


_READERS: dict[str, tuple[Callable[[Scanner, str], Distribution], str]] = {
    "pert": (lambda scanner, example: Pert(*_exactly(scanner, example, 3, 4)), "PERT(3, 5, 9)"),
    "tri": (lambda scanner, example: Triangular(*_exactly(scanner, example, 3)), "Tri(3, 5, 9)"),
    "uniform": (lambda scanner, example: Uniform(*_exactly(scanner, example, 2)), "Uniform(3, 9)"),
    "normal": (lambda scanner, example: Normal(*_exactly(scanner, example, 2)), "Normal(10, 2)"),
    "logn": (lambda scanner, example: LogNormal(*_exactly(scanner, example, 2)), "LogN(3, 9)"),
    "p10/50/90": (_read_percentiles, "P10/50/90(3, 5, 9; low=0)"),
    "metalog": (_read_metalog, "Metalog(0.1: 3, 0.5: 5, 0.9: 9; low=0)"),
    "discrete": (lambda scanner, example: Discrete(_pairs(scanner, example)), "Discrete(1: 0.3, 2: 0.7)"),
    "bernoulli": (lambda scanner, example: Bernoulli(*_exactly(scanner, example, 1)), "Bernoulli(0.3)"),
    "history": (lambda scanner, example: History(tuple(_numbers(scanner, example))), "History(3, 5, 2, 8)"),
    "throughput": (
        _read_throughput,
        "Throughput(backlog=30..35..50, split=1..1.2..1.6, weekly=History(3, 5, 2, 8))",
    ),
}
_NAMES = tuple(example.split("(")[0] for _, example in _READERS.values())


def _list(*numbers: float) -> str:
    return ", ".join(map(number_text, numbers))


def _pair_list(pairs: tuple[tuple[float, float], ...]) -> str:
    return ", ".join(f"{number_text(first)}: {number_text(second)}" for first, second in pairs)


def _pert_text(pert: Pert) -> str:
    if pert.lam == 4:
        return "..".join(map(number_text, (pert.low, pert.mode, pert.high)))
    return f"PERT({_list(pert.low, pert.mode, pert.high, pert.lam)})"


def _metalog_text(metalog: Metalog) -> str:
    named = [(name, bound) for name, bound in (("low", metalog.low), ("high", metalog.high)) if bound is not None]
    bounds = "; " + ", ".join(f"{name}={number_text(bound)}" for name, bound in named) if named else ""
    if tuple(probability for probability, _ in metalog.points) == _PERCENTILES:
        return f"P10/50/90({_list(*(value for _, value in metalog.points))}{bounds})"
    return f"Metalog({_pair_list(metalog.points)}{bounds})"


def _spread_text(spread: Spread) -> str:
    value, minus, plus = map(number_text, (spread.value, spread.minus, spread.plus))
    return f"{value} +/- {minus} %" if minus == plus else f"{value} -{minus} %/+{plus} %"


def _throughput_text(throughput: Throughput) -> str:
    backlog, split, weekly = map(write, (throughput.backlog, throughput.split, throughput.weekly))
    return f"Throughput(backlog={backlog}, split={split}, weekly={weekly})"


_WRITERS: dict[type[Distribution], Callable[[Any], str]] = {
    Certain: lambda certain: number_text(certain.value),
    Pert: _pert_text,
    Triangular: lambda tri: f"Tri({_list(tri.low, tri.mode, tri.high)})",
    Uniform: lambda uniform: f"Uniform({_list(uniform.low, uniform.high)})",
    Metalog: _metalog_text,
    Normal: lambda normal: f"Normal({_list(normal.mean, normal.sd)})",
    LogNormal: lambda logn: f"LogN({_list(logn.p10, logn.p90)})",
    Discrete: lambda discrete: f"Discrete({_pair_list(discrete.outcomes)})",
    Bernoulli: lambda bernoulli: f"Bernoulli({number_text(bernoulli.probability)})",
    History: lambda history: f"History({_list(*history.values)})",
    Spread: _spread_text,
    Throughput: _throughput_text,
}
