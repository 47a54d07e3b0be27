"""Rules of money: budgets, benefits, objectives and the currencies that they are in."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from models.address import AddressError, closest, parse_reference
from models.benefit import Benefit
from models.budget import Budget, Objective
from models.calendar import month_number, parse_period
from models.check.identity import unknown
from models.check.survey import Survey, by_family, each_of, issue, warning
from models.initiative import Initiative, Option, Stage
from models.issue import Issue
from models.memo import Memo
from models.portfolio import Currency, Settings
from models.walk import Located

_CURVE_NEEDS = {
    "constant": "peak_per_year",
    "ramp": "peak_per_year",
    "s_curve": "peak_per_year",
    "bass": "market",
    "subscription": "new_per_month",
}


class _Charge(NamedTuple):
    """The external cost of a stage, before it is turned into the portfolio's currency."""

    located: Located
    category: str
    amount: float
    currency: str


_CHARGES = Memo[tuple[_Charge, ...]]()
_SPANS = Memo[tuple[int, int] | str]()


def currencies(survey: Survey) -> Iterator[Issue]:
    """Every foreign currency has a price, and the portfolio's own has none."""
    own = survey.settings.currency
    for located, currency in survey.each(Currency):
        if currency.id == own:
            yield issue(located, "id", f"{own} is the portfolio's own currency, worth 1; take this line out")
        elif currency.rate.bounds == (0, 0):
            yield warning(located, "rate", "at 0 everything in it is worth nothing; write the price of one unit")


@by_family(lambda survey: (survey.settings.currency, *survey.ids("currency")))
def exchange(survey: Survey, family: tuple[Located, ...]) -> Iterator[Issue]:
    """Every currency that is named has an exchange rate."""
    own = survey.settings.currency
    for located in family:
        code = getattr(located.record, "currency", "")
        if located.kind != "settings" and code not in ("", own) and not survey.has("currency", code):
            remedy = f"add it to the currencies; {closest(code, [own, *survey.ids('currency')])}"
            yield issue(located, "currency", f'there is no exchange rate for "{code}"; {remedy}')


def budgets(survey: Survey) -> Iterator[Issue]:
    """A budget names a fiscal period of the plan, and no other budget covers the same months of its category."""
    covered: dict[tuple[str, int], Budget] = {}
    for located, budget in survey.each(Budget):
        span = _period(survey, budget.period)
        if isinstance(span, str):
            yield issue(located, "period", span)
            continue
        first, last = span
        if last < 0 or first >= survey.settings.horizon_months:
            yield warning(located, "period", f"{budget.period} is outside the plan, so it limits nothing; name another")
        rivals = [covered.get((budget.category, month)) for month in range(first, last + 1)]
        rival = next((other for other in rivals if other is not None), None)
        if rival is not None:
            yield issue(located, "period", _overlap(survey, budget, rival))
        covered |= {(budget.category, month): budget for month in range(first, last + 1)}


def _overlap(survey: Survey, budget: Budget, rival: Budget) -> str:
    if _period(survey, budget.period) == _period(survey, rival.period):
        return f'"{rival.id}" is for {rival.period} and {budget.category} too; keep one and add the amounts up'
    return f'{budget.period} overlaps {rival.period} of "{rival.id}"; budget a year as a whole or by quarters, not both'


def _largest(survey: Survey) -> dict[str, float]:
    """The largest envelope of each category that has any; none where budgets are not enforced."""
    largest: dict[str, float] = {}
    if survey.settings.budget_policy == "enforced":
        for _, budget in survey.each(Budget):
            largest[budget.category] = max(largest.get(budget.category, 0.0), budget.amount.base)
    return largest


def envelopes(survey: Survey) -> Iterator[Issue]:
    """Where budgets are enforced, no external cost is larger than every envelope of its category (R9)."""
    largest = _largest(survey)
    rates = {located.id: currency.rate.base for located, currency in reversed(list(survey.each(Currency)))}
    for charge in (charge for family in survey.families_of("initiative") for charge in _charges(survey, family)):
        cost = charge.amount * rates.get(charge.currency, 1.0)
        envelope = largest.get(charge.category, math.inf)
        if cost > envelope:
            message = (
                f"its cost of {cost:,.0f} is larger than any {charge.category} envelope ({envelope:,.0f}); "
                "it waits for an untouched one and uses up those that follow"
            )
            yield warning(charge.located, "external_cost", message)


def _charges(survey: Survey, family: tuple[Located, ...]) -> tuple[_Charge, ...]:
    """The external costs of the selected stages of an initiative."""
    known = _CHARGES.find(family)
    return _CHARGES.keep(tuple(_charges_in(survey, family)), family) if known is None else known


def _charges_in(survey: Survey, family: tuple[Located, ...]) -> Iterator[_Charge]:
    for located, stage in each_of(family, Stage):
        option = located.owners[-1].record
        if stage.external_cost.base and survey.is_selected(located) and isinstance(option, Option):
            yield _Charge(located, stage.category, stage.external_cost.base, option.currency)


@by_family(lambda survey: (survey.settings.start, *survey.ids("product")), "initiative")
def benefits(survey: Survey, family: tuple[Located, ...]) -> Iterator[Issue]:
    """A benefit has what its curve reads, known products, and a life after launch."""
    for located, benefit in each_of(family, Benefit):
        yield from unknown(survey, located, "product", "product", benefit.product)
        yield from unknown(survey, located, "cannibalises", "product", benefit.cannibalises)
        yield from _cannibalisation(located, benefit)
        needed = _CURVE_NEEDS.get(benefit.curve)
        if needed is not None and getattr(benefit, needed).bounds == (0, 0):
            yield warning(located, needed, f"a {benefit.curve} benefit earns nothing without it; write more than 0")
        if benefit.curve == "table" and not benefit.amounts:
            yield warning(
                located, "amounts", "a table without amounts earns nothing; give one for each year after launch"
            )
        if benefit.lifetime_months == 0:
            yield issue(
                located, "lifetime_months", "0 ends it at its launch; write months above 0, or empty for no end"
            )
        window = survey.month(benefit.market_window) if benefit.market_window is not None else None
        if window is not None and window < 0:
            message = f"{benefit.market_window} is before the start, so every launch is late; move the window"
            yield warning(located, "market_window", message)


def _cannibalisation(located: Located, benefit: Benefit) -> Iterator[Issue]:
    initiative = located.owners[0].record
    credited = benefit.product or (initiative.product if isinstance(initiative, Initiative) else None)
    if benefit.cannibalises is not None and benefit.cannibalises == credited:
        yield warning(
            located, "cannibalises", "it takes revenue from the product that it is credited to; name another product"
        )
    if benefit.cannibalises is None and benefit.cannibalisation.bounds != (0, 0):
        yield warning(located, "cannibalisation", "it takes revenue from no product; name the product, or write 0")


def objectives(survey: Survey) -> Iterator[Issue]:
    """An objective has a known subject, a target and a date within the plan, as its metric asks."""
    for located, objective in survey.each(Objective):
        yield from _subject(survey, located, objective)
        if objective.metric != "launch" and objective.target is None:
            yield issue(
                located, "target", f'"{objective.metric}" needs a target; write the money to be reached or kept below'
            )
        if objective.metric == "value":
            continue
        if objective.by is None:
            example = "a fiscal period such as FY28" if _by_period(objective) else "a month such as 2028-06"
            yield issue(located, "by", f'"{objective.metric}" needs a date; write {example}')
            continue
        span = _period(survey, objective.by) if _by_period(objective) else _month(survey, objective.by)
        if isinstance(span, str):
            yield issue(located, "by", span)
        elif span[1] < 0 or span[0] >= survey.settings.horizon_months:
            yield issue(
                located, "by", f"{objective.by} is outside the plan; name a date within it, or move the horizon"
            )


def _subject(survey: Survey, located: Located, objective: Objective) -> Iterator[Issue]:
    if objective.subject is None:
        if objective.metric == "launch":
            yield issue(located, "subject", 'a launch is of an initiative; name it, such as "initiative:atlas"')
        return
    allowed = ("initiative",) if objective.metric == "launch" else ("initiative", "product")
    try:
        reference = parse_reference(objective.subject, allowed)
    except AddressError as error:
        yield issue(located, "subject", str(error))
        return
    if reference.every:
        yield issue(
            located, "subject", f'"{objective.subject}" names several; name one {reference.kind}, or none for all'
        )
    else:
        yield from unknown(survey, located, "subject", reference.kind, reference.id)


def _by_period(objective: Objective) -> bool:
    return objective.metric in ("revenue", "cost")


def _month(survey: Survey, text: str) -> tuple[int, int] | str:
    """The month as a span of months, or what is wrong with it."""
    try:
        month_number(text)
    except ValueError as error:
        return str(error)
    month = survey.month(text)
    return (0, 0) if month is None else (month, month)


def _period(survey: Survey, text: str) -> tuple[int, int] | str:
    """The fiscal period as a span of months, or what is wrong with it."""
    known = _SPANS.find(survey.settings, text)
    return _SPANS.keep(_span(survey.settings, text), survey.settings, text) if known is None else known


def _span(settings: Settings, text: str) -> tuple[int, int] | str:
    try:
        return parse_period(settings, text)
    except ValueError as error:
        return str(error)


RULES = (currencies, exchange, budgets, envelopes, benefits, objectives)
