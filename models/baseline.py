"""The baseline: the small summary of a forecast that is kept in the document, to show later forecasts against it."""

from typing import Annotated

from models.record import Id, Month, Record, about


class BaselineFigure(Record, frozen=True, kw_only=True):
    """One figure of a baseline, or the numbers of one over time; what does not exist is left out.

    Dates are months from the baseline's own start.  A figure that the reader does not know is kept as it is.
    """

    id: Id
    figure: Annotated[str, about("What it is: value, launch, year_cost ...")]
    subject: Annotated[
        str, about("What it is of: initiative:atlas, stage:design, team:web, FY27; empty = the plan")
    ] = ""
    mean: Annotated[float | None, about("Mean over the futures in which it comes about; of a chance, the chance")] = (
        None
    )
    p10: Annotated[float | None, about("What 10 % of futures do not exceed; empty = later than the horizon")] = None
    p20: Annotated[float | None, about("What 20 % of futures do not exceed; empty = later than the horizon")] = None
    p50: Annotated[float | None, about("What 50 % of futures do not exceed; empty = later than the horizon")] = None
    p80: Annotated[float | None, about("What 80 % of futures do not exceed; empty = later than the horizon")] = None
    p90: Annotated[float | None, about("What 90 % of futures do not exceed; empty = later than the horizon")] = None
    base: Annotated[float | None, about("In the base case, without chance")] = None
    missing: Annotated[float, about("Share of futures in which it does not come about", "share")] = 0.0
    numbers: Annotated[tuple[float, ...], about("One for each month, or at evenly spaced shares of futures")] = ()


class Baseline(Record, frozen=True, kw_only=True):
    """A forecast that is kept, and what is needed to get the same numbers again."""

    id: Id
    name: str
    kept_on: Annotated[str, about("Day on which it was kept, such as 2027-03-15")]
    scenario: Annotated[str, about("Name of the scenario; empty = the base")] = ""
    seed: Annotated[int, about("Start of all random streams of its run")]
    trials: Annotated[int, about("Futures of its run")]
    sampling: Annotated[str, about("How its futures were spread")] = ""
    digest: Annotated[str, about("Fingerprint of the plan with its scenario applied")] = ""
    start: Annotated[Month, about("First month of the plan, month 0 of its dates")]
    horizon_months: Annotated[int, about("Months that were simulated", "months")]
    currency: Annotated[str, about("Currency of its money")]
    version: Annotated[str, about("Version of the program that computed it")] = ""
    note: str = ""
    figures: tuple[BaselineFigure, ...] = ()
