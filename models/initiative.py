"""Initiatives, the options by which each may be got, and the stages of an option."""

from typing import Annotated, Literal

from models.benefit import Benefit
from models.record import Id, Month, Record, about
from models.uncertainty import Quantity

OptionKind = Literal["build", "buy", "partner"]
CostCategory = Literal["external", "tooling", "research"]
GateFailure = Literal["stop", "rework"]


class Crew(Record, frozen=True, kw_only=True):
    """The people of one team that a stage wants, and the effort it asks of them."""

    team: Id
    fte: Annotated[float, about("People at full speed", "FTE", "2")]
    effort: Annotated[
        Quantity | None,
        about("Work asked of the team; used where the stage has no duration", "person-months", "4..6..10"),
    ] = None


class Link(Record, frozen=True, kw_only=True):
    """Something that must have succeeded first: a stage of the same option, or another initiative's launch."""

    stage: Id | None = None
    initiative: Id | None = None
    lag: Annotated[Quantity, about("Wait after it", "months")] = Quantity.certain(0.0)


class Stage(Record, frozen=True, kw_only=True):
    """A piece of work with a crew, an uncertain length, an external cost and a gate at its end.

    Its length is ``duration`` at full crew, or, where that is empty, the longest effort / FTE of its crew.
    """

    id: Id
    name: str = ""
    duration: Annotated[
        Quantity | None, about("Time with the full crew; empty = from the effort", "months", "2..3..5")
    ] = None
    crew: tuple[Crew, ...] = ()
    after: Annotated[tuple[Link, ...] | None, about("Predecessors; empty = the stage before it")] = None
    earliest_start: Annotated[Month | None, about("Not before this month")] = None
    external_cost: Annotated[Quantity, about("Cost besides people, spread over the stage", "money")] = Quantity.certain(
        0.0
    )
    category: Annotated[CostCategory, about("Budget category of the external cost")] = "external"
    capitalised: Annotated[float, about("Share of the stage's cost that is capitalised", "share", "0")] = 0.0
    success: Annotated[Quantity, about("Chance to pass the gate at its end", "share", "0.9")] = Quantity.certain(1.0)
    on_failure: Annotated[GateFailure, about("What a failed gate means")] = "stop"
    rework_fraction: Annotated[Quantity, about("Part of the drawn length that rework repeats", "share", "0.3")] = (
        Quantity.certain(0.5)
    )
    max_rework: Annotated[int, about("Most repetitions before the initiative stops")] = 1
    note: str = ""


class Option(Record, frozen=True, kw_only=True):
    """A way to get the initiative: build it, buy it (an acquisition is a purchase) or partner for it."""

    id: Id
    name: str = ""
    kind: OptionKind = "build"
    currency: Annotated[str, about("Currency of its costs; empty = the portfolio's")] = ""
    stages: tuple[Stage, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    launch_lag: Annotated[Quantity, about("Wait from the last stage's end to the launch", "months")] = Quantity.certain(
        0.0
    )
    up_front_cost: Annotated[Quantity, about("Paid once, when the first stage starts", "money")] = Quantity.certain(0.0)
    up_front_capitalised: Annotated[float, about("Share of the up-front cost that is capitalised", "share")] = 0.0
    cost_category: Annotated[CostCategory, about("Budget category of up-front, recurring and licence cost")] = (
        "external"
    )
    recurring_cost: Annotated[Quantity, about("Cost of each month while it runs", "money/month")] = Quantity.certain(
        0.0
    )
    recurring_from: Annotated[Literal["launch", "start"], about("When the recurring cost begins")] = "launch"
    licence_per_unit: Annotated[Quantity, about("Paid for each unit of the benefits", "money/unit")] = Quantity.certain(
        0.0
    )
    escalation: Annotated[
        Quantity, about("Yearly rise of recurring and licence cost, from the portfolio's start", "share/year", "0.04")
    ] = Quantity.certain(0.0)
    revenue_share: Annotated[Quantity, about("Share of the option's revenue paid to the partner", "share", "0.2")] = (
        Quantity.certain(0.0)
    )
    minimum_guarantee: Annotated[
        Quantity, about("Least that the partner is paid for each year after launch", "money/year")
    ] = Quantity.certain(0.0)
    exit_cost: Annotated[
        Quantity, about("Paid when it is left: at the planned exit, or when a started option stops", "money")
    ] = Quantity.certain(0.0)
    exit_after: Annotated[
        float | None, about("Months after launch at which it is left; empty = it is not", "months")
    ] = None
    note: str = ""


class Initiative(Record, frozen=True, kw_only=True):
    """One investment for one product, with the options by which it may be got."""

    id: Id
    name: str
    product: Id | None = None
    rank: Annotated[int, about("Priority; 1 is first")] = 1
    options: tuple[Option, ...] = ()
    selected: Annotated[Id | None, about("The option taken; empty = unfunded")] = None
    earliest_start: Annotated[Month | None, about("Not before this month")] = None
    start_delay: Annotated[Quantity, about("Wait after the earliest start", "months")] = Quantity.certain(0.0)
    must_have: Annotated[bool, about("Always funded by the optimiser")] = False
    excludes: Annotated[tuple[Id, ...], about("Initiatives that cannot be funded with it")] = ()
    owner: str = ""
    note: str = ""
