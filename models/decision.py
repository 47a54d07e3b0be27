"""The decision record: what was decided, by which role, why, what was forecast and what came of it."""

from typing import Annotated

from models.record import Id, Record, about


class ForecastFigure(Record, frozen=True, kw_only=True):
    """One figure of the forecast, frozen at the decision; dates are months from the portfolio's start."""

    metric: str
    p10: float
    p50: float
    p80: float
    p90: float
    outcome: Annotated[float | None, about("What happened; empty = not yet known")] = None


class Decision(Record, frozen=True, kw_only=True):
    """A decision with the forecast that stood beside it."""

    id: Id
    initiative: Id
    option: Annotated[Id | None, about("Option chosen; empty = not funded")] = None
    decided_on: Annotated[str, about("Day, such as 2027-03-15")]
    decided_by: Annotated[str, about("Role that decided")] = ""
    reason: str = ""
    figures: tuple[ForecastFigure, ...] = ()
