"""People: teams, their planned hires, contractors, and the rate card that prices them."""

from typing import Annotated

from models.record import Id, Month, Record, about
from models.uncertainty import Quantity


class Hire(Record, frozen=True, kw_only=True):
    """A planned hire of a team: wanted in a month, arriving after the time it takes to fill the post."""

    id: Id
    month: Annotated[Month, about("Month in which the post is opened")]
    count: Annotated[float, about("People hired", "FTE", "1")] = 1.0
    time_to_fill: Annotated[
        Quantity | None, about("Time from opening to arrival; empty = the team's", "months", "1..3..6")
    ] = None
    note: str = ""


class Team(Record, frozen=True, kw_only=True):
    """A pool of people with one skill and one rate.

    Capacity of a month is productive people x availability x seasonality.  People are paid
    from the day they arrive; new ones ramp linearly from 0 to full productivity.
    """

    id: Id
    name: str
    skill: str = ""
    headcount: Annotated[float, about("People at the start", "FTE", "8")]
    monthly_rate: Annotated[
        Quantity | None, about("Loaded cost of one person for a month; empty = from the rate card", "money/month")
    ] = None
    rate: Annotated[Id | None, about("Row of the rate card that prices the team")] = None
    loading: Annotated[float, about("Cost over pay, for a rate from the card", "factor", "1.3")] = 1.3
    currency: Annotated[str, about("Currency of the rate; empty = the portfolio's, or the card's")] = ""
    availability: Annotated[
        Quantity, about("Share of time not spent on running the business", "share", "0.7..0.8..0.85")
    ] = Quantity.certain(1.0)
    seasonality: Annotated[
        tuple[float, ...], about("Capacity factor of each calendar month, January first; empty = all 1", "factor")
    ] = ()
    attrition: Annotated[Quantity, about("Chance that a person leaves within a year", "share", "0.12")] = (
        Quantity.certain(0.0)
    )
    backfill: Annotated[bool, about("Whether leavers are replaced")] = True
    time_to_fill: Annotated[Quantity, about("Time from an opening or a leaver to the arrival", "months", "1..3..6")] = (
        Quantity.certain(0.0)
    )
    ramp_up: Annotated[Quantity, about("Time from arrival to full productivity", "months", "3")] = Quantity.certain(0.0)
    recruiting_cost: Annotated[Quantity, about("One-off cost of each arrival", "money")] = Quantity.certain(0.0)
    contractor_limit: Annotated[float, about("Most contractors at a time, beyond own people", "FTE")] = 0.0
    contractor_premium: Annotated[Quantity, about("What a contractor costs above the rate", "share", "0.4")] = (
        Quantity.certain(0.0)
    )
    switching_loss: Annotated[float, about("Work lost for each further initiative served at once", "share", "0.05")] = (
        0.0
    )
    wip_limit: Annotated[int | None, about("Most stages of the team in progress at once; empty = no limit")] = None
    hires: tuple[Hire, ...] = ()
    note: str = ""


class Rate(Record, frozen=True, kw_only=True):
    """A row of the rate card: the yearly pay of a role at a place."""

    id: Id
    role: str
    place: str = ""
    currency: Annotated[str, about("Currency of the pay; empty = the portfolio's")] = ""
    annual_pay: Annotated[Quantity, about("Pay of a year, before loading", "money/year")]
    source: str = ""
