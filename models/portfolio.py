"""The root record of a document, its settings, products and currencies."""

from typing import Annotated, Literal

from models.baseline import Baseline
from models.budget import Actual, Budget, Objective
from models.decision import Decision
from models.initiative import Initiative
from models.overlay import Scenario
from models.record import Id, Month, Record, about
from models.risk import Correlation, Driver, Risk
from models.scorecard import Scorecard
from models.team import Rate, Team
from models.uncertainty import Quantity

SCHEMA_VERSION = 3


class FiscalCalendar(Record, frozen=True, kw_only=True):
    """How months make fiscal years and quarters."""

    first_month: Annotated[int, about("Calendar month in which the fiscal year starts, 1 = January")] = 1
    label_by: Annotated[Literal["start", "end"], about("Calendar year that names a fiscal year")] = "end"
    quarters: Annotated[Literal["calendar", "4-4-5"], about("Three equal months, or 4, 4 and 5 weeks")] = "calendar"


class Settings(Record, frozen=True, kw_only=True):
    """What holds for the whole portfolio."""

    start: Annotated[Month, about("First month of the plan; month 0 of every forecast")]
    horizon_months: Annotated[int, about("Months that are simulated", "months", "60")] = 60
    currency: Annotated[str, about("Currency of every result")] = "EUR"
    fiscal: FiscalCalendar = FiscalCalendar()
    discount_rate: Annotated[Quantity, about("Yearly rate at which cash is discounted", "share/year", "0.1")] = (
        Quantity.certain(0.1)
    )
    timing: Annotated[Literal["end", "middle"], about("Where in its month cash falls")] = "end"
    finance_rate: Annotated[
        Quantity | None, about("MIRR: rate paid on outflows; empty = the discount rate", "share/year")
    ] = None
    reinvestment_rate: Annotated[
        Quantity | None, about("MIRR: rate earned on inflows; empty = the discount rate", "share/year")
    ] = None
    wage_inflation: Annotated[Quantity, about("Yearly rise of all team rates", "share/year", "0.03")] = (
        Quantity.certain(0.0)
    )
    tax_rate: Annotated[Quantity, about("Tax on profit", "share", "0.25")] = Quantity.certain(0.0)
    carry_losses: Annotated[bool, about("Losses reduce later tax; otherwise they earn a tax credit at once")] = True
    amortisation_months: Annotated[int, about("Months over which capitalised cost is written off", "months", "36")] = 36
    allocation: Annotated[
        Literal["started_first", "preemptive"], about("Who gets people first: started stages, or strictly by rank")
    ] = "started_first"
    start_threshold: Annotated[float, about("Least speed at which a stage may start", "share", "0.5")] = 0.5
    wip_limit: Annotated[int | None, about("Most stages with a crew in progress at once; empty = no limit")] = None
    budget_policy: Annotated[
        Literal["advisory", "enforced"], about("Whether a stage waits when its cost does not fit the envelope")
    ] = "advisory"
    carry_over: Annotated[bool, about("Unspent envelopes pass to the next period; otherwise they lapse")] = False
    seed: Annotated[int, about("Start of all random streams")] = 1
    trials: Annotated[int, about("Futures of a full run", "", "10000")] = 10_000
    sampling: Annotated[Literal["latin_hypercube", "random", "sobol"], about("How each block of trials is spread")] = (
        "latin_hypercube"
    )


class Product(Record, frozen=True, kw_only=True):
    """An existing product line, as it would go on without any initiative."""

    id: Id
    name: str
    revenue_per_year: Annotated[Quantity, about("Revenue of the first twelve months at today's pace", "money/year")] = (
        Quantity.certain(0.0)
    )
    growth: Annotated[Quantity, about("Yearly growth", "share/year", "0.05")] = Quantity.certain(0.0)
    gross_margin: Annotated[Quantity, about("Share of revenue kept", "share", "0.75")] = Quantity.certain(1.0)
    currency: Annotated[str, about("Currency of the revenue; empty = the portfolio's")] = ""
    note: str = ""


class Currency(Record, frozen=True, kw_only=True):
    """The price of one unit of a foreign currency in the portfolio's currency."""

    id: Annotated[Id, about("Code, such as USD")]
    rate: Annotated[Quantity, about("Portfolio's currency for one unit of this one", "money/unit", "0.92")]
    note: str = ""


class Portfolio(Record, frozen=True, kw_only=True):
    """The document: everything that the user describes."""

    schema_version: int = SCHEMA_VERSION
    name: str
    description: str = ""
    settings: Settings
    products: tuple[Product, ...] = ()
    teams: tuple[Team, ...] = ()
    rates: tuple[Rate, ...] = ()
    currencies: tuple[Currency, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    drivers: tuple[Driver, ...] = ()
    risks: tuple[Risk, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    budgets: tuple[Budget, ...] = ()
    objectives: tuple[Objective, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    scorecards: tuple[Scorecard, ...] = ()
    actuals: tuple[Actual, ...] = ()
    decisions: tuple[Decision, ...] = ()
    baselines: tuple[Baseline, ...] = ()
