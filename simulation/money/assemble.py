"""From a portfolio to its money plan: which quantity stands where.

The portfolio has its scenario applied and has passed the checks; ``row`` maps the address of each of its quantities
to its row in ``Draws.values``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import accumulate

import numpy as np

from models.benefit import Benefit
from models.calendar import month_index
from models.initiative import Option
from models.portfolio import Portfolio
from models.team import Rate, Team
from simulation.arrays import FloatArray, IntArray
from simulation.delivery.contract import COST_CATEGORIES, DeliveryPlan
from simulation.delivery.network import places_of, risk_rows, selected_option, targeted
from simulation.money.curves import CURVES
from simulation.money.plan import (
    NEVER,
    NONE,
    BenefitTable,
    ChargeTable,
    HitTable,
    MoneyPlan,
    OptionTable,
    ProductTable,
    TeamTable,
)

Rows = Mapping[str, int]


def compile_money(portfolio: Portfolio, delivery: DeliveryPlan, row: Rows) -> MoneyPlan:
    """The money plan of ``portfolio``; stages, charge lines, teams and risks in the order of ``delivery``."""
    settings = portfolio.settings
    active = [risk.id for risk in portfolio.risks if risk.mitigation is not None and risk.mitigation.active]
    mitigation = _ints(row[f"risk:{risk}.mitigation.cost"] for risk in active)
    mitigation.setflags(write=False)
    return MoneyPlan(
        months=settings.horizon_months,
        timing=settings.timing,
        carry_losses=settings.carry_losses,
        amortisation_months=settings.amortisation_months,
        discount_row=row["settings.discount_rate"],
        finance_row=row.get("settings.finance_rate", NONE),
        reinvestment_row=row.get("settings.reinvestment_rate", NONE),
        inflation_row=row["settings.wage_inflation"],
        tax_row=row["settings.tax_rate"],
        mitigation_row=mitigation,
        teams=_team_table(portfolio, row),
        charges=_charge_table(portfolio, delivery),
        options=_option_table(portfolio, row),
        benefits=_benefit_table(portfolio, row),
        hits=_hit_table(portfolio, row),
        products=_product_table(portfolio, row),
    )


def _ints(values: Iterable[int]) -> IntArray:
    return np.array(list(values), dtype=np.int64)


def _floats(values: Iterable[float]) -> FloatArray:
    return np.array(list(values), dtype=np.float64)


def _currency_row(currency: str, row: Rows) -> int:
    """The row of a currency's rate; the portfolio's own has none."""
    return row.get(f"currency:{currency}.rate", NONE)


def _team_table(portfolio: Portfolio, row: Rows) -> TeamTable:
    cards = {card.id: card for card in portfolio.rates}
    prices = [_price(team, cards, row) for team in portfolio.teams]
    return TeamTable(
        rate_row=_ints(price[0] for price in prices),
        rate_factor=_floats(price[1] for price in prices),
        rate_currency_row=_ints(price[2] for price in prices),
        availability_row=_ints(row[f"team:{team.id}.availability"] for team in portfolio.teams),
        premium_row=_ints(row[f"team:{team.id}.contractor_premium"] for team in portfolio.teams),
        recruiting_row=_ints(row[f"team:{team.id}.recruiting_cost"] for team in portfolio.teams),
    )


def _price(team: Team, cards: Mapping[str, Rate], row: Rows) -> tuple[int, float, int]:
    """Row of a team's rate, the factor from it to loaded money a month, and the row of its currency."""
    if team.monthly_rate is not None:
        return row[f"team:{team.id}.monthly_rate"], 1.0, _currency_row(team.currency, row)
    card = cards.get(team.rate or "")
    if card is None:
        return NONE, 0.0, NONE
    return row[f"rate:{card.id}.annual_pay"], team.loading / 12.0, _currency_row(team.currency or card.currency, row)


def _charge_table(portfolio: Portfolio, delivery: DeliveryPlan) -> ChargeTable:
    stages = {stage.id: stage for one in portfolio.initiatives for option in one.options for stage in option.stages}
    return ChargeTable(
        stage_initiative=delivery.stage_initiative.copy(),
        stage_category=delivery.category.copy(),
        stage_capitalised=_floats(stages[stage_id].capitalised for stage_id in delivery.stage_ids),
        line_initiative=delivery.line_initiative.copy(),
        line_team=delivery.line_team.copy(),
        line_capitalised=delivery.line_capitalised.copy(),
    )


def _option_table(portfolio: Portfolio, row: Rows) -> OptionTable:
    chosen = [selected_option(initiative) or Option(id="none") for initiative in portfolio.initiatives]

    def rows(field: str) -> IntArray:
        return _ints(row.get(f"option:{option.id}.{field}", NONE) for option in chosen)

    return OptionTable(
        currency_row=_ints(_currency_row(option.currency, row) for option in chosen),
        category=_ints(COST_CATEGORIES.index(option.cost_category) for option in chosen),
        up_front_row=rows("up_front_cost"),
        up_front_capitalised=_floats(option.up_front_capitalised for option in chosen),
        recurring_row=rows("recurring_cost"),
        from_start=np.array([option.recurring_from == "start" for option in chosen], dtype=np.bool_),
        licence_row=rows("licence_per_unit"),
        escalation_row=rows("escalation"),
        share_row=rows("revenue_share"),
        guarantee_row=rows("minimum_guarantee"),
        exit_row=rows("exit_cost"),
        exit_after=_floats(NEVER if option.exit_after is None else option.exit_after for option in chosen),
    )


def _selected_benefits(portfolio: Portfolio) -> list[tuple[int, Benefit]]:
    """The benefits of the selected options with the number of their initiative, in document order."""
    chosen = [(number, selected_option(initiative)) for number, initiative in enumerate(portfolio.initiatives)]
    return [(number, benefit) for number, option in chosen if option is not None for benefit in option.benefits]


def _benefit_table(portfolio: Portfolio, row: Rows) -> BenefitTable:
    selected = _selected_benefits(portfolio)
    benefits = [benefit for _, benefit in selected]
    owners = [number for number, _ in selected]
    numbers = {product.id: number for number, product in enumerate(portfolio.products)}
    credited = [benefit.product or portfolio.initiatives[number].product or "" for number, benefit in selected]
    losers = [benefit.cannibalises or "" for benefit in benefits]
    amounts = [[row[f"benefit:{one.id}.amounts[{year + 1}]"] for year in range(len(one.amounts))] for one in benefits]

    def rows(field: str) -> IntArray:
        return _ints(row[f"benefit:{benefit.id}.{field}"] for benefit in benefits)

    return BenefitTable(
        ids=tuple(benefit.id for benefit in benefits),
        ptr=_pointers(owners.count(number) for number in range(len(portfolio.initiatives))),
        revenue=np.array([benefit.kind == "revenue" for benefit in benefits], dtype=np.bool_),
        product=_ints(numbers.get(product, NONE) for product in credited),
        curve=_ints(CURVES.index(benefit.curve) for benefit in benefits),
        currency_row=_ints(_currency_row(benefit.currency, row) for benefit in benefits),
        peak_row=rows("peak_per_year"),
        ramp_row=rows("ramp_months"),
        market_row=rows("market"),
        innovation_row=rows("innovation"),
        imitation_row=rows("imitation"),
        new_row=rows("new_per_month"),
        churn_row=rows("churn"),
        amount_ptr=_pointers(len(years) for years in amounts),
        amount_row=_ints(year for years in amounts for year in years),
        price_row=rows("price"),
        price_growth_row=rows("price_growth"),
        growth_row=rows("growth"),
        margin_row=_ints(
            _margin_row(benefit, product, row) for benefit, product in zip(benefits, credited, strict=True)
        ),
        lifetime=_floats(NEVER if one.lifetime_months is None else one.lifetime_months for one in benefits),
        decline_row=rows("decline"),
        decline_after=_floats(benefit.decline_after for benefit in benefits),
        window_end=_floats(_window_end(portfolio, benefit) for benefit in benefits),
        late_loss_row=rows("late_loss"),
        loser=_ints(numbers.get(product, NONE) for product in losers),
        cannibalisation_row=rows("cannibalisation"),
        loser_margin_row=_ints(row.get(f"product:{product}.gross_margin", NONE) for product in losers),
    )


def _pointers(counts: Iterable[int]) -> IntArray:
    return _ints([0, *accumulate(counts)])


def _margin_row(benefit: Benefit, product: str, row: Rows) -> int:
    """The row of the margin: the benefit's own, else for revenue the product's."""
    if benefit.gross_margin is not None:
        return row[f"benefit:{benefit.id}.gross_margin"]
    return row.get(f"product:{product}.gross_margin", NONE) if benefit.kind == "revenue" else NONE


def _window_end(portfolio: Portfolio, benefit: Benefit) -> float:
    if benefit.market_window is None:
        return NEVER
    return month_index(portfolio.settings.start, benefit.market_window) + 1.0


def _hit_table(portfolio: Portfolio, row: Rows) -> HitTable:
    """An initiative or an option that is hit stands for its benefits as it does for its stages."""
    owners = ((portfolio.initiatives[number], benefit) for number, benefit in _selected_benefits(portfolio))
    places = places_of({"benefit": one.id, "option": by.selected or "", "initiative": by.id} for by, one in owners)
    hits: list[tuple[int, int, int, int]] = []
    for number, risk in enumerate(portfolio.risks):
        rows = risk_rows(risk, row)
        for hit in (hit for target in risk.targets for hit in targeted(places, target)):
            for benefit in hit:
                amount = rows.benefit_amount if benefit == hit[0] else NONE  # acts on the first benefit of each
                hits.append((number, benefit, rows.benefit_factor, amount))
    return HitTable(*(_ints(hit[column] for hit in hits) for column in range(4)))


def _product_table(portfolio: Portfolio, row: Rows) -> ProductTable:
    return ProductTable(
        ids=tuple(product.id for product in portfolio.products),
        revenue_row=_ints(row[f"product:{product.id}.revenue_per_year"] for product in portfolio.products),
        growth_row=_ints(row[f"product:{product.id}.growth"] for product in portfolio.products),
        currency_row=_ints(_currency_row(product.currency, row) for product in portfolio.products),
    )
