"""Budgets, actuals and objectives: what was agreed, what happened, what must be hit."""

from typing import Annotated, Literal

from models.record import Id, Month, Record, about
from models.uncertainty import Quantity

BudgetCategory = Literal["staffing", "external", "tooling", "research"]
BUDGET_CATEGORIES: tuple[BudgetCategory, ...] = ("staffing", "external", "tooling", "research")


class Budget(Record, frozen=True, kw_only=True):
    """The envelope of one fiscal period and one category, in the portfolio's currency."""

    id: Id
    period: Annotated[str, about("Fiscal period, such as FY27 or FY27-Q2")]
    category: BudgetCategory
    amount: Annotated[Quantity, about("Money of the period", "money")]
    note: str = ""


class Actual(Record, frozen=True, kw_only=True):
    """What was spent or earned in a month."""

    id: Id
    month: Month
    category: Literal["staffing", "external", "tooling", "research", "revenue"]
    amount: Annotated[float, about("Money of the month", "money")]
    initiative: Id | None = None
    note: str = ""


class Objective(Record, frozen=True, kw_only=True):
    """A target to be hit by a date; the forecast gives its odds.

    ``metric``   what is measured; ``subject`` narrows it to a product or an initiative:
    ``launch``   the initiative is launched by the end of the month ``by``
    ``arr``      revenue of the month ``by`` x 12 (product's baseline and benefits)
    ``revenue``  revenue of the fiscal period ``by``
    ``cost``     cost of the fiscal period ``by``
    ``value``    net present value over the horizon
    """

    id: Id
    name: str
    metric: Literal["launch", "arr", "revenue", "cost", "value"]
    subject: Annotated[str | None, about("product:id or initiative:id; empty = the portfolio")] = None
    direction: Literal["at_least", "at_most"] = "at_least"
    target: Annotated[float | None, about("Money to be reached or kept below", "money")] = None
    by: Annotated[str | None, about("Month (2028-06) or fiscal period (FY28)")] = None
    note: str = ""
