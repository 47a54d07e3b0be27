"""Drivers (shared factors), risks (events) and rank correlations: what makes futures move together."""

from typing import Annotated, Literal

from models.record import Id, Record, about
from models.uncertainty import Quantity


class Driver(Record, frozen=True, kw_only=True):
    """A named uncertain factor shared by many quantities.

    Each target is an address such as ``benefit:atlas-revenue.price`` or ``product:*.growth``
    (``*`` = all of the kind).  ``scale`` multiplies the target by the driver's value, ``add`` adds it.
    """

    id: Id
    name: str
    value: Annotated[Quantity, about("The factor or the amount", "", "0.9..1..1.15")]
    action: Literal["scale", "add"] = "scale"
    targets: tuple[str, ...] = ()
    note: str = ""


class Impact(Record, frozen=True, kw_only=True):
    """What a risk does when it occurs; the parts that are not given do nothing."""

    duration_factor: Annotated[Quantity, about("Factor on the length of each named stage", "factor")] = (
        Quantity.certain(1.0)
    )
    duration_months: Annotated[Quantity, about("Time added to each named stage", "months")] = Quantity.certain(0.0)
    cost_factor: Annotated[Quantity, about("Factor on the external cost of each named stage", "factor")] = (
        Quantity.certain(1.0)
    )
    cost_amount: Annotated[Quantity, about("Money added to the external cost of each named stage", "money")] = (
        Quantity.certain(0.0)
    )
    benefit_factor: Annotated[Quantity, about("Factor on each named benefit", "factor")] = Quantity.certain(1.0)
    benefit_amount: Annotated[
        Quantity, about("Money a year added to each named benefit after launch; may be negative", "money/year +/-")
    ] = Quantity.certain(0.0)


class Mitigation(Record, frozen=True, kw_only=True):
    """What is done about a risk: its cost, and the odds and impact that remain."""

    active: Annotated[bool, about("Whether the plan includes it")] = False
    cost: Annotated[Quantity, about("Paid once, at the portfolio's start", "money")] = Quantity.certain(0.0)
    probability: Annotated[Quantity, about("Chance that remains", "share")] = Quantity.certain(0.0)
    impact: Annotated[Impact | None, about("Impact that remains; empty = as before")] = None


class Risk(Record, frozen=True, kw_only=True):
    """An event that occurs or not, once a trial, and hits everything that it names.

    ``targets`` are stages, benefits, options and initiatives (``stage:x``, ``benefit:y``, ``option:z``,
    ``initiative:w``).  An option or initiative stands for all stages and benefits (of the selected option) under
    the factors; months and amounts of money then act once, on its first stage and first benefit.
    """

    id: Id
    name: str
    probability: Annotated[Quantity, about("Chance that it occurs", "share", "0.2")]
    targets: tuple[str, ...] = ()
    impact: Impact = Impact()
    mitigation: Mitigation | None = None
    owner: str = ""
    note: str = ""


class Correlation(Record, frozen=True, kw_only=True):
    """Rank correlation between two quantities, each given by its address."""

    first: str
    second: str
    rho: Annotated[float, about("Spearman rank correlation", "", "0.5")]
    note: str = ""
