"""Plans to begin with: an empty one, a small complete one, and the sample.  Pure but for the sample's file."""

from __future__ import annotations

from datetime import date
from importlib import resources

from models.benefit import Benefit
from models.budget import Budget
from models.calendar import month_at
from models.codec import decode
from models.initiative import Crew, Initiative, Option, Stage
from models.portfolio import Portfolio, Product, Settings
from models.team import Team
from models.uncertainty import Quantity

_SAMPLE = "software-company.foliocast"


def blank_plan(today: date) -> Portfolio:
    """A plan with nothing in it, from next month on."""
    return Portfolio(name="New plan", settings=Settings(start=month_at(f"{today:%Y-%m}", 1)))


def starter_plan(today: date) -> Portfolio:
    """A small complete plan from January on, to be overwritten: one product, one team, one initiative in two stages."""
    year = today.year + 1
    number = Quantity.parse
    stages = (
        Stage(id="first-design", name="Design", duration=number("2..3..5"), crew=(Crew(team="engineering", fte=2.0),)),
        Stage(
            id="first-build",
            name="Build",
            duration=number("5..7..12"),
            crew=(Crew(team="engineering", fte=5.0),),
            external_cost=number("40000..60000..100000"),
        ),
    )
    sales = Benefit(
        id="first-sales", name="Sales", curve="s_curve", peak_per_year=number("500000..900000..1600000"),
        ramp_months=number("18"), gross_margin=number("0.75"),
    )  # fmt: skip
    build = Option(id="first-own", name="Build it", kind="build", stages=stages, benefits=(sales,))
    first = Initiative(
        id="first", name="First initiative", product="product", rank=1, options=(build,), selected="first-own"
    )
    return Portfolio(
        name="My plan",
        settings=Settings(start=f"{year}-01"),
        products=(Product(id="product", name="Our product", revenue_per_year=number("2000000 +/- 10 %")),),
        teams=(Team(id="engineering", name="Engineering", headcount=8.0, monthly_rate=number("9000 +/- 5 %")),),
        initiatives=(first,),
        budgets=(
            Budget(id="staffing", period=f"FY{year % 100:02d}", category="staffing", amount=number("600000")),
            Budget(id="external", period=f"FY{year % 100:02d}", category="external", amount=number("80000")),
        ),
    )


def sample_plan() -> Portfolio:
    """The sample portfolio of a software company."""
    return decode(resources.files("resources").joinpath("samples", _SAMPLE).read_bytes())
