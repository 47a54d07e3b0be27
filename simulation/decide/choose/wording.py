"""A choice in plain words: which alternative, how sure, what would change it, what it ties up, what stays unknown.

How money and chances are written is given as functions, so that the words are those of the rest of the program.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from simulation.decide.choose.attitude import Attitude
from simulation.decide.choose.choice import Card, Choice, Recommendation
from simulation.decide.choose.switches import Lever, LeverSearch, Switch, SwitchPoints
from simulation.decide.odds import Estimate

_CLEAR: Final = 2.0
"""Standard errors from which a lead is no accident of the sample."""

_NOTHING: Final = 0.005
"""Share of an alternative's spread below which money is not worth a sentence."""


@dataclass(frozen=True)
class Style:
    """How figures are written."""

    money: Callable[[float], str]
    share: Callable[[float], str]


def in_words(
    choice: Choice, style: Style, *, attitude: Attitude | None = None, switches: SwitchPoints | None = None
) -> tuple[str, ...]:
    """The recommendation with its evidence, as sentences that make one paragraph.

    Parameters
    ----------
    attitude
        Another attitude to risk than the one that the choice was made under.
    switches
        What would change the choice, of the same alternatives; left out where another attitude was asked about.
    """
    found = choice.recommended if attitude is None else choice.under(attitude)
    sentences = [_verdict(choice, found, style), *_odds(choice, found, style), *_caution(choice, found, style)]
    if switches is not None and switches.asked.attitude == found.attitude:
        sentences.append(_change(switches, style))
    card = choice.cards[found.best]
    return (*sentences, _tied_up(card, style), *_others(choice, card, style), *_unknown(choice, found, style))


def attitude_words(attitude: Attitude, style: Style) -> str:
    """What is compared under an attitude, such as "the value that is reached with 80 % chance"."""
    if attitude.kind == "percentile":
        return f"the value that is reached with {style.share(1 - attitude.share)} chance"
    if attitude.kind == "cvar":
        return f"the mean of the worst {style.share(attitude.share)} of the futures"
    if attitude.kind == "utility":
        return f"the sure amount that is as good, with a risk tolerance of {style.money(attitude.tolerance or 0.0)}"
    return "the mean over all futures"


def switch_words(search: LeverSearch, switch: Switch, points: SwitchPoints, style: Style) -> str:
    """One switch point: ``Lumen: price: above 5.1 M € "Build" is the best (the plan has 3.7 M €)``."""
    lever, planned = search.lever, search.lever.base
    names = [alternative.name for alternative in points.asked.alternatives]
    rises = switch.at > planned
    side, other = ("above", switch.above) if rises else ("below", switch.below)
    if lever.is_whole and rises:
        side = "from"
    chance = ""
    if switch.chance_above is not None:
        chance = f", which has a chance of {style.share(switch.chance_above if rises else 1 - switch.chance_above)}"
    at, plan = (amount_words(value, lever, style) for value in (switch.at, planned))
    return f'{lever.words}: {side} {at} "{names[other]}" is the best (the plan has {plan}){chance}'


def amount_words(value: float, lever: Lever, style: Style) -> str:
    """A value of an input with its unit."""
    if lever.unit in ("share", "share/year", "share/month"):
        return f"{value * 100:.3g} %" + {"share": "", "share/year": " a year", "share/month": " a month"}[lever.unit]
    if lever.unit.startswith("money"):
        per = lever.unit.removeprefix("money").removesuffix(" +/-").replace("/", " a ")
        return style.money(value) + per
    digits = f"{value:,.0f}" if abs(value) >= 1000 or lever.is_whole else f"{value:.3g}"
    unit = "" if lever.unit == "factor" else lever.unit.replace("/", " a ").removeprefix("1 ")
    return f"{digits} {unit}".strip()


def _verdict(choice: Choice, found: Recommendation, style: Style) -> str:
    best = choice.cards[found.best].alternative.name
    worth = style.money(found.equivalents[found.best])
    measure = attitude_words(found.attitude, style)
    if found.lead is None:
        return f'"{best}" is the only way that was compared; by {measure} the portfolio is worth {worth} with it.'
    following = choice.cards[found.order[1]].alternative.name
    lead = _with_error(found.lead, style)
    start = f'"{best}" is the best of {len(choice.cards)} ways, judged by {measure}'
    words = f'{start}: the portfolio is worth {worth} with it, {lead} more than with "{following}", the next best.'
    if choice.trials == 1:
        words += " One future alone does not tell what is chance."
    elif not abs(found.lead.value) > _CLEAR * found.lead.error:
        words += f" So small a lead may be chance: {choice.trials:,} futures do not tell the two apart."
    return words


def _with_error(one: Estimate, style: Style) -> str:
    """An amount with its standard error, where that is known."""
    told = style.money(one.value)
    return f"{told} (± {style.money(one.error)})" if math.isfinite(one.error) else told


def _odds(choice: Choice, found: Recommendation, style: Style) -> Iterator[str]:
    if found.lead is None:
        return
    best, following = found.order[:2]
    name = choice.cards[following].alternative.name
    beats, leads = style.share(float(choice.beats[best, following])), style.share(float(choice.best_odds[best]))
    yield f'It is the best in {leads} of the futures, and beats "{name}" in {beats}.'
    rivals = [other for other in range(len(choice.cards)) if other != best]
    if all(choice.first_order[best, other] for other in rivals):
        yield "At every level of chance it gives at least as much as any other (first-order dominance)."
    elif all(choice.second_order[best, other] for other in rivals):
        yield "Whoever would rather avoid risk prefers it to all others (second-order dominance)."


def _caution(choice: Choice, found: Recommendation, style: Style) -> Iterator[str]:
    means = choice.values.mean(axis=0)
    richest = int(means.argmax())
    if richest != found.best:
        more, name = style.money(float(means[richest] - means[found.best])), choice.cards[richest].alternative.name
        yield f'On average "{name}" is worth {more} more; it is its risk that decides.'


def _change(points: SwitchPoints, style: Style) -> str:
    nearest = points.nearest
    if nearest is not None:
        return f"What would change the choice first is {switch_words(*nearest, points, style)}."
    count = len(points.searches)
    if not count:
        return "No input that was screened moves the choice."
    several = f"none of the {count} inputs that matter most" if count > 1 else "the input that matters most does not"
    return f"Within the range that was searched, {several} {'changes' if count > 1 else 'change'} the choice by itself."


def _tied_up(card: Card, style: Style) -> str:
    parts = [f"up to {style.money(card.peak_funding.p80)} of funding for the portfolio (80 % chance)"]
    months = sum(need.person_months for need in card.people)
    if months >= 0.5:
        teams = f"{len(card.people)} team" + ("s" if len(card.people) > 1 else "")
        parts.append(f"{months:,.0f} person-months of {teams}")
    words = f"It needs {' and '.join(parts)}"
    lock = card.lock_in
    if lock.total <= 0:
        return f"{words}; leaving it later costs nothing."
    committed = lock.guaranteed + lock.recurring
    owed = f", besides {style.money(committed)} promised until then" if committed > 0 else ""
    return f"{words}; leaving it costs {style.money(lock.exit)}{owed}."


def _others(choice: Choice, card: Card, style: Style) -> Iterator[str]:
    effect, later = card.others_value, card.others_delay
    if abs(effect.value) <= max(_CLEAR * effect.error, _NOTHING * (card.value.p90 - card.value.p10)):
        return
    verb = "takes" if effect.value < 0 else "brings"
    relation = "from" if effect.value < 0 else "to"
    delay = ""
    if abs(later.value) > max(_CLEAR * later.error, 0.05):
        delay = f" and {'delays' if later.value > 0 else 'hastens'} them by {abs(later.value):.1f} months on average"
    yield (
        f"It {verb} {style.money(abs(effect.value))} {relation} the other initiatives{delay}, "
        "against leaving it out altogether."
    )


def _unknown(choice: Choice, found: Recommendation, style: Style) -> Iterator[str]:
    if found.lead is None:
        return
    worth = choice.evpi
    if worth.value <= 0:
        yield "In no future would another choice have been better, so there is nothing worth finding out first."
        return
    yield (
        f"To know the future before choosing would be worth {_with_error(worth, style)} "
        "on average; no pilot, test or study is worth more than that."
    )
