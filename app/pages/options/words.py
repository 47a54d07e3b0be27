"""How figures of a choice are written, and what attitudes to risk are called."""

from __future__ import annotations

import math
from typing import Final

from app.wording import NOTHING, money, money_error, month, share, symbol
from simulation.decide.choose.attitude import Attitude, AttitudeKind
from simulation.decide.choose.choice import Alternative, Card, Choice
from simulation.decide.choose.wording import Style
from simulation.decide.odds import Estimate

ATTITUDES: Final[tuple[tuple[AttitudeKind, str], ...]] = (
    ("expected", "Expected value"),
    ("percentile", "Value that is safe (P80)"),
    ("cvar", "Worst futures (CVaR)"),
    ("utility", "Risk tolerance (utility)"),
)
"""How risk may be weighed, in the order in which it is offered."""


def style_in(currency: str) -> Style:
    """How a choice is told in words."""
    return Style(money=lambda amount: _amount(amount, currency), share=share)


def _amount(amount: float, currency: str) -> str:
    """Money; of less than a hundred, such as a price or a rate of exchange, to the cent."""
    if not math.isfinite(amount) or abs(amount) >= 100 or float(amount).is_integer():
        return money(amount, currency)
    return f"{amount:.2f} {symbol(currency)}"


def input_name(words: str, most: int = 30) -> str:
    """The end of an input's words, which tells it from its neighbours: ``…camera maker's system, revenue share``."""
    tail = words.rpartition(": ")[2] if words.count(": ") > 1 or ", " in words.rpartition(": ")[2] else words
    tail = tail.replace(": ", ", ")
    return tail if len(tail) <= most else f"…{tail[1 - most :].lstrip()}"


def attitude_name(attitude: Attitude, currency: str) -> str:
    """An attitude in few words: ``80 % safe value``."""
    if attitude.kind == "percentile":
        return f"{share(1 - attitude.share)} safe value"
    if attitude.kind == "cvar":
        return f"Mean of the worst {share(attitude.share)}"
    if attitude.kind == "utility":
        return f"Sure amount, tolerance {money(attitude.tolerance or math.nan, currency)}"
    return "Expected value"


def kind_name(alternative: Alternative) -> str:
    """Build, buy, partner, a mixture of them, or not at all."""
    kinds = dict.fromkeys(kind or "leave out" for kind in alternative.kinds)
    return " + ".join(kind.capitalize() if number == 0 else kind for number, kind in enumerate(kinds))


def estimate_text(one: Estimate, currency: str) -> str:
    """``1.2 M € ± 30 k €``."""
    return f"{money(one.value, currency)} {money_error(one.error, currency)}"


def launch_text(card: Card, choice: Choice) -> str:
    """When the chosen initiatives have launched with 80 % chance; of several the last of them."""
    if not card.launches:
        return NOTHING
    last = max(one.months.p80 for one in card.launches)
    return "after the horizon" if math.isinf(last) else month(choice.start, last)


def people_text(card: Card) -> str:
    """``84 person-months, 4 teams``."""
    months = sum(need.person_months for need in card.people)
    if months < 0.5:
        return "none"
    teams = f"{len(card.people)} team" + ("s" if len(card.people) > 1 else "")
    return f"{months:,.0f} person-months, {teams}"
