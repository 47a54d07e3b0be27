"""A strategy of random portfolios for tests.

Every one passes ``models.check`` without an error.  Parts of the strategy are made once: making them takes longer than
drawing from them.
"""

from functools import cache
from typing import Any

from hypothesis import strategies as st

from models.benefit import Benefit
from models.budget import BUDGET_CATEGORIES, Budget, Objective
from models.initiative import Crew, Initiative, Link, Option, Stage
from models.portfolio import Currency, FiscalCalendar, Portfolio, Product, Settings
from models.risk import Correlation, Driver, Impact, Mitigation, Risk
from models.scenario import Override, Scenario
from models.team import Hire, Rate, Team
from models.uncertainty import Quantity
from tests.portfolios import q

Strategy = st.SearchStrategy


@cache
def spreads(low: float, high: float) -> Strategy[Quantity]:
    """Quantities that stay within [low, high]: certain, PERT, triangular, uniform, discrete and history.

    One whole number decides everything, which keeps drawing fast; it shrinks to ``low`` for sure.
    """
    return st.integers(0, 6 * _STEPS**3 - 1).map(lambda code: _spread(code, low, high))


_STEPS = 101


def _spread(code: int, low: float, high: float) -> Quantity:
    code, form = divmod(code, 6)
    steps = [code % _STEPS, code // _STEPS % _STEPS, code // _STEPS**2]
    a, b, c = (round(low + (high - low) * step / (_STEPS - 1), 6) for step in sorted(steps))
    if form == 0 or len({a, b, c}) < 3:
        return q(a)
    texts = (f"{a}..{b}..{c}", f"Tri({a}, {b}, {c})", f"Uniform({a}, {c})")
    return q((*texts, f"Discrete({a}: 0.25, {c}: 0.75)", f"History({a}, {b}, {c})")[form - 1])


@cache
def months(first: str = "2027") -> Strategy[str]:
    """Months of the portfolio's first three years."""
    return st.builds("{}-{:02d}".format, st.integers(int(first), int(first) + 2), st.integers(1, 12))


@cache
def maybe(strategy: Strategy[Any]) -> Strategy[Any]:
    """The strategy's values, or None."""
    return st.none() | strategy


@cache
def either(value: float, low: float, high: float) -> Strategy[Quantity]:
    """A certain value, or what stays within [low, high]."""
    return st.just(q(value)) | spreads(low, high)


@cache
def among(*values: object) -> Strategy[Any]:
    """One of the values."""
    return st.sampled_from(values)


@st.composite
def portfolios(draw: st.DrawFn, max_initiatives: int = 4, max_stages: int = 4) -> Portfolio:
    """A random valid portfolio of moderate size; any feature of the model may be in it."""
    teams = [draw(_team(f"team{number}")) for number in range(draw(st.integers(1, 3)))]
    threshold = draw(among(0.25, 0.5, 1.0))
    count = draw(st.integers(1, max_initiatives))
    initiatives = tuple(draw(_initiative(number, teams, max_stages)) for number in range(count))
    stages = [stage.id for one in initiatives for option in one.options for stage in option.stages]
    benefits = [benefit.id for one in initiatives for option in one.options for benefit in option.benefits]
    funded = [one.id for one in initiatives]
    return Portfolio(
        name=draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=20)),
        settings=draw(_settings(threshold)),
        products=(
            Product(id="p0", name="P", revenue_per_year=draw(spreads(0, 1e6)), growth=draw(spreads(-0.1, 0.2))),
            Product(id="p1", name="Old", revenue_per_year=q(500000)),
        ),
        teams=tuple(teams),
        rates=(Rate(id="r0", role="Engineer", annual_pay=draw(spreads(5e4, 1e5))),),
        currencies=(Currency(id="USD", rate=draw(spreads(0.5, 1.5))),),
        initiatives=initiatives,
        drivers=draw(st.sampled_from([(), (_driver(benefits),)])),
        risks=tuple(draw(st.lists(_risk(stages, benefits, funded), max_size=3, unique_by=lambda risk: risk.id))),
        correlations=_correlation(initiatives, draw(among(-0.5, 0.3, 0.8))),
        budgets=draw(_budgets()),
        objectives=(Objective(id="o0", name="Out", metric="launch", subject="initiative:i0", by="2028-06"),),
        scenarios=draw(_scenarios(initiatives)),
    )


@st.composite
def _settings(draw: st.DrawFn, threshold: float) -> Settings:
    return Settings(
        start="2027-01",
        horizon_months=draw(st.integers(36, 60)),
        fiscal=FiscalCalendar(
            first_month=draw(st.integers(1, 12)), quarters=draw(among("calendar", "4-4-5"))
        ),
        discount_rate=draw(spreads(0.02, 0.2)),
        timing=draw(among("end", "middle")),
        wage_inflation=draw(spreads(0, 0.1)),
        tax_rate=draw(spreads(0, 0.4)),
        carry_losses=draw(st.booleans()),
        allocation=draw(among("started_first", "preemptive")),
        start_threshold=threshold,
        wip_limit=draw(maybe(st.integers(1, 5))),
        budget_policy=draw(among("advisory", "enforced")),
        carry_over=draw(st.booleans()),
        seed=draw(st.integers(0, 1000)),
        trials=1000,
        sampling=draw(among("latin_hypercube", "random", "sobol")),
    )


@st.composite
def _team(draw: st.DrawFn, team_id: str) -> Team:
    hires = tuple(
        Hire(id=f"{team_id}-h{number}", month=draw(months()), count=draw(among(1.0, 2.0)))
        for number in range(draw(st.integers(0, 2)))
    )
    return Team(
        id=team_id,
        name=team_id.title(),
        headcount=draw(st.integers(6, 12)),
        monthly_rate=draw(spreads(5000, 12000)),
        currency=draw(among("", "USD")),
        availability=draw(either(1, 0.7, 1)),
        seasonality=draw(among((), (1.0,) * 6 + (0.8, 0.6) + (1.0,) * 4)),
        attrition=draw(either(0, 0, 0.3)),
        backfill=draw(st.booleans()),
        time_to_fill=draw(spreads(0, 6)),
        ramp_up=draw(either(0, 0, 6)),
        contractor_limit=draw(among(0.0, 2.0)),
        contractor_premium=draw(spreads(0, 0.5)),
        switching_loss=draw(among(0.0, 0.1)),
        wip_limit=draw(maybe(st.integers(1, 4))),
        hires=hires,
    )


@st.composite
def _initiative(draw: st.DrawFn, number: int, teams: list[Team], max_stages: int) -> Initiative:
    """The initiative ``i<number>``; it depends on earlier ones only, so there are no circles."""
    own = f"i{number}"
    options = [draw(_option(f"{own}-o{index}", number, teams, max_stages)) for index in range(draw(st.integers(1, 2)))]
    return Initiative(
        id=own,
        name=own.upper(),
        product=draw(maybe(st.just("p0"))),
        rank=draw(st.integers(1, 4)),
        options=tuple(options),
        selected=draw(st.sampled_from([option.id for option in options])),
        earliest_start=draw(maybe(months())),
        start_delay=draw(either(0, 0, 3)),
    )


@st.composite
def _option(draw: st.DrawFn, option_id: str, number: int, teams: list[Team], max_stages: int) -> Option:
    count = draw(st.integers(1, max_stages))
    return Option(
        id=option_id,
        kind=draw(among("build", "buy", "partner")),
        currency=draw(among("", "USD")),
        stages=tuple(draw(_stage(option_id, index, number, teams)) for index in range(count)),
        benefits=tuple(draw(_benefit(f"{option_id}-b{index}")) for index in range(draw(st.integers(0, 2)))),
        launch_lag=draw(spreads(0, 2)),
        up_front_cost=draw(spreads(0, 1e5)),
        recurring_cost=draw(spreads(0, 5000)),
        recurring_from=draw(among("launch", "start")),
        revenue_share=draw(spreads(0, 0.4)),
        exit_cost=draw(spreads(0, 5e4)),
        exit_after=draw(maybe(among(12.0, 24.0))),
    )


@st.composite
def _stage(draw: st.DrawFn, option_id: str, index: int, number: int, teams: list[Team]) -> Stage:
    """Stage ``<option>-s<index>``; predecessors are earlier stages of the option and earlier initiatives."""
    members = draw(st.lists(st.sampled_from(teams), max_size=2, unique_by=lambda team: team.id))
    by_effort = bool(members) and draw(st.booleans())
    effort = maybe(spreads(1, 12)) if not by_effort else spreads(1, 12)
    crew = tuple(
        Crew(team=team.id, fte=draw(among(0.5, 1.0, 2.0, 3.0)), effort=draw(effort)) for team in members
    )
    links = [Link(stage=f"{option_id}-s{one}", lag=draw(spreads(0, 1))) for one in range(index) if draw(st.booleans())]
    if number and draw(st.integers(0, 3)) == 0:
        links.append(Link(initiative=f"i{draw(st.integers(0, number - 1))}", lag=draw(spreads(0, 2))))
    length = either(0, 0.25, 6)
    return Stage(
        id=f"{option_id}-s{index}",
        duration=None if by_effort else draw(length),
        crew=crew,
        after=tuple(links) if draw(st.booleans()) else None,
        earliest_start=draw(maybe(months())) if draw(st.integers(0, 4)) == 0 else None,
        external_cost=draw(either(0, 0, 5e4)),
        category=draw(among("external", "tooling", "research")),
        capitalised=draw(among(0.0, 0.5, 1.0)),
        success=draw(either(1, 0.5, 1)),
        on_failure=draw(among("stop", "rework")),
        rework_fraction=draw(spreads(0.1, 0.9)),
        max_rework=draw(st.integers(0, 3)),
    )


@st.composite
def _benefit(draw: st.DrawFn, benefit_id: str) -> Benefit:
    curve = draw(among("constant", "ramp", "s_curve", "bass", "subscription", "table"))
    cannibal = draw(st.booleans())
    return Benefit(
        id=benefit_id,
        kind=draw(among("revenue", "saving")),
        curve=curve,
        peak_per_year=draw(spreads(1e5, 1e6)),
        ramp_months=draw(spreads(1, 24)),
        market=draw(spreads(1000, 10000)),
        new_per_month=draw(spreads(5, 50)),
        churn=draw(spreads(0, 0.1)),
        amounts=tuple(draw(st.lists(spreads(0, 1e6), min_size=1, max_size=3))) if curve == "table" else (),
        price=draw(spreads(1, 10)),
        gross_margin=draw(maybe(spreads(0.5, 0.9))),
        lifetime_months=draw(maybe(among(24.0, 36.0))),
        market_window=draw(maybe(months())),
        late_loss=draw(spreads(0, 0.1)),
        cannibalises="p1" if cannibal else None,
        cannibalisation=draw(spreads(0, 0.3)) if cannibal else q(0),
    )


def _driver(benefits: list[str]) -> Driver:
    target = f"benefit:{benefits[0]}.price" if benefits else "product:p0.growth"
    return Driver(id="d0", name="Market", value=q("0.9..1..1.1"), targets=(target,))


@st.composite
def _risk(draw: st.DrawFn, stages: list[str], benefits: list[str], initiatives: list[str]) -> Risk:
    known = [f"stage:{name}" for name in stages]
    known += [f"benefit:{name}" for name in benefits]
    known += [f"initiative:{name}" for name in initiatives]
    return Risk(
        id=f"risk{draw(st.integers(0, 9))}",
        name="Risk",
        probability=draw(spreads(0, 0.5)),
        targets=tuple(draw(st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True))),
        impact=Impact(
            duration_factor=draw(spreads(1, 1.5)),
            duration_months=draw(spreads(0, 3)),
            cost_amount=draw(spreads(0, 1e4)),
        ),
        mitigation=draw(maybe(st.just(Mitigation(active=True, cost=q(1000), probability=q(0.05))))),
    )


def _correlation(initiatives: tuple[Initiative, ...], rho: float) -> tuple[Correlation, ...]:
    """A correlation of the first two stages with an uncertain duration, if there are two."""
    uncertain = [
        f"stage:{stage.id}.duration"
        for one in initiatives
        for option in one.options
        for stage in option.stages
        if stage.duration is not None and not stage.duration.is_certain
    ]
    return (Correlation(first=uncertain[0], second=uncertain[1], rho=rho),) if len(uncertain) > 1 else ()


@st.composite
def _budgets(draw: st.DrawFn) -> tuple[Budget, ...]:
    """Envelopes of the first whole fiscal years, for some of the categories."""
    chosen = draw(st.lists(st.sampled_from(BUDGET_CATEGORIES), max_size=3, unique=True))
    return tuple(
        Budget(id=f"fy{year}-{category}", period=f"FY{year}", category=category, amount=draw(spreads(1e5, 1e6)))
        for year in (28, 29)
        for category in chosen
    )


@st.composite
def _scenarios(draw: st.DrawFn, initiatives: tuple[Initiative, ...]) -> tuple[Scenario, ...]:
    base = Scenario(
        id="s0",
        name="More people",
        overrides=(
            Override(target="team:*.headcount", action="add", value=draw(st.integers(0, 3))),
            Override(target="stage:*.external_cost", action="scale", value=draw(among(0.5, 1.2))),
        ),
    )
    one = draw(st.sampled_from(initiatives))
    selected = draw(st.sampled_from([option.id for option in one.options]))
    child = Scenario(
        id="s1",
        name="Other option",
        parent="s0",
        overrides=(Override(target=f"initiative:{one.id}.selected", value=selected),),
    )
    return draw(st.sampled_from([(), (base,), (base, child)]))
