"""Benefit streams: what an option earns or saves once it is launched."""

from typing import Annotated, Literal

from models.record import Id, Month, Record, about
from models.uncertainty import Quantity

BenefitKind = Literal["revenue", "saving"]
Curve = Literal["constant", "ramp", "s_curve", "bass", "subscription", "table"]


class Benefit(Record, frozen=True, kw_only=True):
    """A revenue or saving stream that starts at launch.

    The curve gives units a month by age; money is units x price.  With the default price of 1
    the units are money.  The curves and the fields they read:

    ``constant``      peak_per_year
    ``ramp``          peak_per_year, reached linearly after ramp_months
    ``s_curve``       peak_per_year, logistic, nothing at launch, 90 % of it after ramp_months
    ``bass``          market x the Bass curve of innovation and imitation (new adopters, units)
    ``subscription``  new_per_month customers, losing churn a month; units are active customers
    ``table``         amounts, one for each year after launch
    """

    id: Id
    name: str = ""
    kind: BenefitKind = "revenue"
    product: Annotated[Id | None, about("Product credited; empty = the initiative's")] = None
    curve: Curve = "constant"
    currency: Annotated[str, about("Currency of the price; empty = the portfolio's")] = ""
    peak_per_year: Annotated[Quantity, about("Units (or money) a year at the peak", "units/year")] = Quantity.certain(
        0.0
    )
    ramp_months: Annotated[Quantity, about("Ramp: time to the peak; S-curve: time to 90 % of it", "months", "18")] = (
        Quantity.certain(12.0)
    )
    market: Annotated[Quantity, about("Bass: everyone who will ever adopt", "units")] = Quantity.certain(0.0)
    innovation: Annotated[Quantity, about("Bass p, a year", "1/year", "0.03")] = Quantity.certain(0.03)
    imitation: Annotated[Quantity, about("Bass q, a year", "1/year", "0.38")] = Quantity.certain(0.38)
    new_per_month: Annotated[Quantity, about("Subscription: customers won each month", "customers/month")] = (
        Quantity.certain(0.0)
    )
    churn: Annotated[Quantity, about("Subscription: share of customers lost each month", "share/month", "0.02")] = (
        Quantity.certain(0.0)
    )
    amounts: Annotated[
        tuple[Quantity, ...], about("Table: units (or money) for each year after launch", "units/year")
    ] = ()
    price: Annotated[Quantity, about("Money per unit (subscription: per customer and month)", "money/unit")] = (
        Quantity.certain(1.0)
    )
    price_growth: Annotated[Quantity, about("Yearly change of the price, from the portfolio's start", "share/year")] = (
        Quantity.certain(0.0)
    )
    growth: Annotated[Quantity, about("Yearly growth of the units after launch", "share/year")] = Quantity.certain(0.0)
    gross_margin: Annotated[
        Quantity | None, about("Share of revenue kept; empty = the product's (savings: 1)", "share", "0.75")
    ] = None
    lifetime_months: Annotated[
        float | None, about("Months after launch at which the stream ends; empty = never", "months")
    ] = None
    decline: Annotated[Quantity, about("Yearly decline once declining", "share/year")] = Quantity.certain(0.0)
    decline_after: Annotated[float, about("Age at which the decline begins", "months")] = 0.0
    market_window: Annotated[Month | None, about("Last month of launch without loss; empty = no window")] = None
    late_loss: Annotated[
        Quantity, about("Share of the peak lost for each month of launch after the window", "share/month")
    ] = Quantity.certain(0.0)
    cannibalises: Annotated[Id | None, about("Product that loses part of this revenue")] = None
    cannibalisation: Annotated[Quantity, about("Share of this revenue taken from that product", "share")] = (
        Quantity.certain(0.0)
    )
    note: str = ""
