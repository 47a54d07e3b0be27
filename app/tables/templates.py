"""Ready-made ranges around a value, for those who do not know the notation yet.  No Qt here."""

from __future__ import annotations

from dataclasses import dataclass

from models.uncertainty import NotationError, Quantity, number_text


@dataclass(frozen=True, slots=True)
class Template:
    """One offer: what it is called, when it fits, and the text that it puts into the cell."""

    title: str
    hint: str
    text: str


def templates(base: float, unit: str) -> tuple[Template, ...]:
    """The offers around ``base``; only those that are possible there and within what the unit allows."""
    share = unit.startswith("share") and unit != "share/year"
    value = base if base or share else 1.0
    offers = (
        Template("Certain", "one number, for sure", number_text(value)),
        Template("± 10 %", "a good estimate", f"{number_text(value)} +/- 10 %"),
        Template("± 25 %", "a rough estimate", f"{number_text(value)} +/- 25 %"),
        Template("90–100–130 %", "more often over than under", f"{number_text(value)} -10 %/+30 %"),
        Template("80–100–200 %", "nobody has done it before", f"{number_text(value)} -20 %/+100 %"),
        Template("Low .. likely .. high", "three points, few values near the ends", _points("{}..{}..{}", value)),
        Template("Any value between", "no value likelier than another", _points("Uniform({0}, {2})", value)),
        Template("P10, P50, P90", "1 in 10 below, half below, 9 in 10 below", _points("P10/50/90({}, {}, {})", value)),
        Template("Long tail", "rarely far above; by P10 and P90", _points("LogN({0}, {2})", value)),
        Template("From history", "one of these values, each as likely", _points("History({}, {}, {})", value)),
        Template("It happens or not", "1 with this chance, else 0", f"Bernoulli({number_text(value)})"),
        *_backlog(unit),
    )
    return tuple(offer for offer in offers if _possible(offer.text, share))


def _backlog(unit: str) -> tuple[Template, ...]:
    if unit != "months":
        return ()
    text = "Throughput(backlog=30..35..50, split=1..1.2..1.6, weekly=History(3, 5, 2, 8))"
    return (Template("From a backlog", "items to do at the pace of past weeks", text),)


def _points(form: str, value: float) -> str:
    """A form filled with 80, 100 and 130 % of a value, rounded to three figures."""
    points = sorted(float(f"{value * factor:.3g}") for factor in (0.8, 1.0, 1.3))
    return form.format(*map(number_text, points))


def _possible(text: str, share: bool) -> bool:
    try:
        low, high = Quantity.parse(text).bounds
    except NotationError:
        return False
    return not share or text.startswith("P10") or (low >= 0 and high <= 1)
