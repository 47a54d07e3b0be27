"""A small fixed portfolio for tests, with most features.

Random ones are made in ``tests.any_portfolio``.
"""

from models.baseline import Baseline, BaselineFigure
from models.benefit import Benefit
from models.budget import Actual, Budget, Objective
from models.decision import Decision, ForecastFigure
from models.initiative import Crew, Initiative, Link, Option, Stage
from models.portfolio import Currency, FiscalCalendar, Portfolio, Product, Settings
from models.risk import Correlation, Driver, Impact, Mitigation, Risk
from models.scenario import Override, Scenario
from models.scorecard import Criterion, Score, Scorecard
from models.team import Hire, Rate, Team
from models.uncertainty import Quantity


def q(text: str | float) -> Quantity:
    """A quantity from its notation."""
    return Quantity.parse(text)


def example_portfolio() -> Portfolio:
    """Two initiatives, two teams, and at least one record of every kind; it has neither errors nor warnings."""
    return Portfolio(
        name="Example",
        description="Small, with one of everything",
        settings=Settings(
            start="2027-01",
            horizon_months=60,
            fiscal=FiscalCalendar(first_month=4),
            wage_inflation=q("0.02..0.03..0.05"),
            tax_rate=q(0.25),
            trials=1000,
        ),
        products=(
            Product(
                id="suite",
                name="Suite",
                revenue_per_year=q("5000000"),
                growth=q("0.02..0.04..0.07"),
                gross_margin=q(0.7),
            ),
            Product(id="cloud", name="Cloud"),
        ),
        teams=(
            Team(
                id="platform",
                name="Platform",
                headcount=8,
                rate="engineer",
                availability=q("0.7..0.8..0.85"),
                attrition=q(0.1),
                time_to_fill=q("1..3..6"),
                ramp_up=q(3),
                recruiting_cost=q(15000),
                hires=(Hire(id="platform-h1", month="2027-04", count=2),),
            ),
            Team(
                id="design",
                name="Design",
                headcount=3,
                monthly_rate=q("9000..10000..12000"),
                contractor_limit=2,
                contractor_premium=q(0.4),
                switching_loss=0.05,
            ),
        ),
        rates=(Rate(id="engineer", role="Engineer", currency="USD", annual_pay=q(110000)),),
        currencies=(Currency(id="USD", rate=q("0.85..0.92..1")),),
        initiatives=(_atlas(), _beacon()),
        drivers=(
            Driver(
                id="market", name="Market", value=q("0.9..1..1.15"), targets=("benefit:*.price", "product:suite.growth")
            ),
        ),
        risks=(
            Risk(
                id="audit",
                name="Failed audit",
                probability=q(0.2),
                targets=("stage:atlas-build-code", "benefit:beacon-buy-savings"),
                impact=Impact(duration_months=q("1..2..4"), cost_factor=q(1.2), benefit_factor=q(0.9)),
                mitigation=Mitigation(cost=q(20000), probability=q(0.05)),
            ),
        ),
        correlations=(
            Correlation(first="stage:atlas-build-code.duration", second="stage:atlas-build-test.duration", rho=0.5),
        ),
        budgets=(
            Budget(id="fy28-staffing", period="FY28", category="staffing", amount=q(1500000)),
            Budget(id="fy28-external", period="FY28", category="external", amount=q(400000)),
        ),
        objectives=(
            Objective(id="atlas-out", name="Atlas launched", metric="launch", subject="initiative:atlas", by="2028-06"),
            Objective(id="revenue-fy30", name="Revenue", metric="revenue", target=7e6, by="FY30"),
        ),
        scenarios=(
            Scenario(
                id="lean",
                name="Lean",
                overrides=(
                    Override(target="team:platform.headcount", action="add", value=-2),
                    Override(target="budget:*.amount", action="scale", value=0.8),
                ),
            ),
            Scenario(
                id="lean-partner",
                name="Lean with a partner",
                parent="lean",
                overrides=(Override(target="initiative:atlas.selected", value="atlas-partner"),),
            ),
        ),
        scorecards=(
            Scorecard(
                id="atlas-card",
                initiative="atlas",
                criteria=(
                    Criterion(
                        id="atlas-fit",
                        name="Fit with the strategy",
                        weight=3,
                        scores=(Score(option="atlas-build", points=8), Score(option="atlas-partner", points=5.5)),
                    ),
                    Criterion(id="atlas-freedom", name="Freedom to change", weight=1),
                ),
            ),
        ),
        actuals=(Actual(id="a1", month="2027-01", category="staffing", amount=82000.5, initiative="atlas"),),
        decisions=(
            Decision(
                id="d1",
                initiative="beacon",
                option="beacon-buy",
                decided_on="2026-11-30",
                decided_by="Head of product",
                reason="Fastest",
                figures=(ForecastFigure(metric="npv", p10=-1e5, p50=4e5, p80=7e5, p90=9e5),),
            ),
        ),
        baselines=(_baseline(),),
    )


def _baseline() -> Baseline:
    return Baseline(
        id="board",
        name="Board, November",
        kept_on="2026-11-30",
        seed=7,
        trials=10_000,
        digest="0f" * 32,
        start="2027-01",
        horizon_months=36,
        currency="EUR",
        figures=(
            BaselineFigure(id="board-1", figure="value", mean=4.1e5, p10=-1e5, p50=4e5, p80=7e5, p90=9e5, base=5e5),
            BaselineFigure(id="board-2", figure="launch", subject="initiative:atlas", p50=14.5, missing=0.125),
            BaselineFigure(id="board-3", figure="cash_p50", numbers=(-80000.0, -150000.5, 2.5e4)),
            BaselineFigure(id="board-4", figure="year_cost", subject="FY27", p50=9.5e5),
        ),
    )


def _atlas() -> Initiative:
    build = Option(
        id="atlas-build",
        name="Build",
        stages=(
            Stage(
                id="atlas-build-design",
                name="Design",
                duration=q("1..2..4"),
                crew=(Crew(team="design", fte=2),),
                success=q(0.9),
                on_failure="rework",
                rework_fraction=q("0.2..0.3..0.6"),
                max_rework=2,
            ),
            Stage(
                id="atlas-build-code",
                name="Code",
                duration=q("4..6..10"),
                crew=(Crew(team="platform", fte=4), Crew(team="design", fte=0.5)),
                external_cost=q("50000..80000..120000"),
                capitalised=0.8,
            ),
            Stage(
                id="atlas-build-test",
                name="Test",
                duration=q("1..2..3"),
                crew=(Crew(team="platform", fte=2, effort=q("2..4..6")),),
                after=(Link(stage="atlas-build-code", lag=q("0..0.5..1")),),
                success=q(0.85),
            ),
            Stage(id="atlas-build-go", name="Go live", duration=q(0)),
        ),
        benefits=(
            Benefit(
                id="atlas-build-sales",
                curve="s_curve",
                peak_per_year=q("2e6..3e6..5e6"),
                ramp_months=q(18),
                gross_margin=q(0.75),
                market_window="2028-12",
                late_loss=q(0.03),
                cannibalises="suite",
                cannibalisation=q(0.1),
            ),
        ),
        launch_lag=q(1),
    )
    partner = Option(
        id="atlas-partner",
        name="Partner",
        kind="partner",
        currency="USD",
        stages=(Stage(id="atlas-partner-deal", name="Deal", duration=q("2..3..6"), success=q(0.8)),),
        benefits=(
            Benefit(
                id="atlas-partner-sales",
                curve="subscription",
                currency="USD",
                new_per_month=q("20..30..50"),
                churn=q(0.02),
                price=q(300),
            ),
        ),
        revenue_share=q(0.3),
        minimum_guarantee=q(100000),
        exit_cost=q(50000),
        exit_after=48.0,
    )
    return Initiative(
        id="atlas",
        name="Atlas",
        product="cloud",
        rank=1,
        options=(build, partner),
        selected="atlas-build",
        owner="Product",
    )


def _beacon() -> Initiative:
    buy = Option(
        id="beacon-buy",
        name="Buy",
        kind="buy",
        stages=(
            Stage(
                id="beacon-buy-integrate",
                name="Integrate",
                crew=(Crew(team="platform", fte=2, effort=q("4..6..9")),),
                after=(Link(initiative="atlas", lag=q(1)),),
                earliest_start="2027-06",
            ),
        ),
        benefits=(
            Benefit(
                id="beacon-buy-savings", kind="saving", curve="table", amounts=(q(100000), q("150000..200000..300000"))
            ),
        ),
        up_front_cost=q(250000),
        recurring_cost=q(4000),
        escalation=q(0.04),
        cost_category="tooling",
    )
    return Initiative(id="beacon", name="Beacon", product="suite", rank=2, options=(buy,), selected="beacon-buy")
