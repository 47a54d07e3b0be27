"""What initiatives earn and save, as formulas: units by age from the curve, then money by calendar month [M4].

Rows "by age" count months from the launch: the column of month 0 is the first month of age.
"""

from __future__ import annotations

from app.exchange.results.calculus import (
    Line,
    Term,
    exp,
    ln,
    maximum,
    minimum,
    sum_where,
    term,
    where,
    whole_part,
)
from app.exchange.results.model.cases import BenefitKey
from app.exchange.results.model.inputs import table_amount
from app.exchange.results.model.register import amounts, decline_after, has_window, lifetime, window_end
from app.exchange.results.model.world import World
from app.exchange.results.timeline import Timeline

NAME = "Model benefits"


def write_benefits(world: World) -> Timeline:
    """The sheet with a block for each benefit."""
    sheet = world.sheet(
        NAME,
        "Benefits: revenue and savings from launch on",
        "Rows by age count months from the launch; a launch within a month splits each month of age over two calendar "
        "months.",
    )
    for key in world.cases.union(lambda case: case.benefits):
        sheet.block(f"{world.benefit(key)} ({key.curve.replace('_', '-')})")
        _write(world, sheet, key)
    sheet.close()
    return sheet


def _write(world: World, sheet: Timeline, key: BenefitKey) -> None:
    inputs, own = world.inputs, f"benefit:{key.benefit}"
    timing = world.timing[key.owner]
    month = sheet.clock.begins
    first = sheet.constant("First month of sales (number)", "", whole_part(timing.launch), kind="number")
    into = sheet.constant("Part of that month before the launch", "months", timing.launch - first, kind="factor")
    life = sheet.constant(
        "Ends at age (lifetime or exit)", "months", minimum(lifetime(world, key), timing.exit_after), kind="months"
    )
    calendar = sheet.add("Calendar month (number) in which the month of age begins", "", first + month, kind="months")
    age = sheet.add("Age at mid-month", "months", month + inputs.constant("half"), kind="fte")
    units = sheet.add("Units by the curve, by age", "units", _curve(world, sheet, key, age), kind="number")
    units = sheet.add(
        "Units after growth, decline and late launch, by age",
        "units",
        units * _change(world, sheet, key, age),
        kind="number",
    )
    lived = sheet.add(
        "Part of the month of age before the end", "", maximum(0, minimum(1, life - month)), kind="factor"
    )
    now = sheet.add(
        "Units sold in the calendar month of the age's begin", "units", units * minimum(lived, 1 - into), kind="number"
    )
    later = sheet.add(
        "Units sold in the calendar month after", "units", units * (lived - minimum(lived, 1 - into)), kind="number"
    )
    volume = sheet.add(
        "Units sold, by calendar month",
        "units",
        sum_where(calendar, month, now) + sum_where(calendar, month - 1, later),
        kind="number",
    )
    growth = 1 + inputs.quantity(f"{own}.price_growth")
    year = inputs.constant("months_per_year")
    opening = inputs.exchanged(inputs.quantity(f"{own}.price"), key.currency)
    price = sheet.add("Price, by calendar month", "money/unit", opening * growth ** (month / year), kind="price")
    money = sheet.add("Money earned", "money", volume * price, summed=True)
    _book(world, sheet, key, money)
    world.volumes.setdefault(key.owner, []).append(volume)
    if key.is_revenue:
        world.sales.setdefault(key.owner, []).append(money)
        horizon = inputs.known("horizon")
        first_part = where(calendar < horizon, now * opening * growth ** (calendar / year), 0)
        second_part = where(calendar + 1 < horizon, later * opening * growth ** ((calendar + 1) / year), 0)
        by_age = sheet.add("Money earned, by age", "money", first_part + second_part)
        world.sales_by_age.setdefault(key.owner, []).append(by_age)


def _curve(world: World, sheet: Timeline, key: BenefitKey, age: Term) -> Term:
    """Units in each month of age, as its curve has it."""
    inputs = world.inputs
    year, half = inputs.constant("months_per_year"), inputs.constant("half")

    def of(field: str) -> Term:
        return inputs.quantity(f"benefit:{key.benefit}.{field}")

    if key.curve == "constant":
        return of("peak_per_year") / year
    if key.curve == "ramp":
        reached = where(of("ramp_months") <= 0, 1, minimum(1, age / of("ramp_months")))
        return of("peak_per_year") / year * reached
    if key.curve == "s_curve":
        return _s_curve(world, sheet, of("peak_per_year"), of("ramp_months"), age)
    if key.curve == "bass":
        adopted = sheet.add(
            "Share of the market that has adopted, by age",
            "share",
            _bass(of("innovation"), of("imitation"), (age + half) / year),
            kind="share",
        )
        return of("market") * (adopted - adopted.before)
    if key.curve == "subscription":
        churn, new = of("churn"), of("new_per_month")
        return where(churn <= 0, new * age, new * (1 - maximum(0, 1 - churn) ** age) / churn)
    month = sheet.clock.begins
    return table_amount(inputs, amounts(world, key), whole_part(month / year) + 1) / year


def _s_curve(world: World, sheet: Timeline, peak: Term, ramp: Term, age: Term) -> Term:
    """(L - start) / (1 - start) of the peak for the logistic L that is ``start`` at age 0."""
    inputs = world.inputs
    start, target = inputs.constant("s_start"), inputs.constant("s_target")
    odds = sheet.constant("S-curve: odds at age 0", "", _odds(start), kind="number")
    reached = sheet.constant("S-curve: logistic at the ramp's end", "", start + (1 - start) * target, kind="factor")
    steep = where(ramp <= 0, 0, (ln(odds) + ln(reached / (1 - reached))) / ramp)
    rate = sheet.constant("S-curve: steepness", "1/month", steep, kind="factor")
    logistic = term(1) / (1 + odds * exp(-(rate * age)))
    return peak / inputs.constant("months_per_year") * where(ramp <= 0, 1, (logistic - start) / (1 - start))


def _odds(start: Term) -> Term:
    return term(1) / start - 1


def _bass(p: Term, q: Term, years: Term) -> Term:
    left = exp(-((p + q) * years))
    return where(p <= 0, 0, (1 - left) / (1 + q / p * left))


def _change(world: World, sheet: Timeline, key: BenefitKey, age: Term) -> Term:
    """What growth, decline and a late launch make of the units."""
    inputs, own = world.inputs, f"benefit:{key.benefit}"
    year = inputs.constant("months_per_year")
    growing = (1 + inputs.quantity(f"{own}.growth")) ** (age / year)
    since = age - decline_after(world, key)
    falling = where(since > 0, maximum(0, 1 - inputs.quantity(f"{own}.decline")) ** (since / year), 1)
    if not has_window(world, key):
        return growing * falling
    late = maximum(0, world.timing[key.owner].launch - window_end(world, key))
    factor = maximum(0, 1 - inputs.quantity(f"{own}.late_loss") * late)
    return growing * falling * sheet.constant("What a late launch leaves", "share", factor, kind="share")


def _book(world: World, sheet: Timeline, key: BenefitKey, money: Line) -> None:
    """Tag what the benefit adds to the lines of the cash flow; cost is negative."""
    inputs, owner = world.inputs, key.owner.initiative + 1
    cost = None if key.margin is None else inputs.quantity(key.margin) - 1
    if not key.is_revenue:
        sheet.add("Savings", "money", money, tag=(owner, "savings"), summed=True, bold=True)
    elif not key.has_loser:
        sheet.add("Revenue", "money", money, tag=(owner, "revenue"), summed=True, bold=True)
    else:
        share = inputs.quantity(f"benefit:{key.benefit}.cannibalisation")
        sheet.add(
            "Revenue, less what is cannibalised",
            "money",
            money * (1 - share),
            tag=(owner, "revenue"),
            summed=True,
            bold=True,
        )
        if key.loser_margin is not None:
            saved = share * (1 - inputs.quantity(key.loser_margin))
            cost = saved if cost is None else cost + saved
    if cost is not None:
        sheet.add("Cost of sales", "money", money * cost, tag=(owner, "cost_of_sales"), summed=True)
