"""Edits of the baselines of a portfolio, and the portfolio as a forecast sees it: without them."""

import msgspec

from models.baseline import Baseline
from models.edits import add_record, fresh_id
from models.portfolio import Portfolio


def without_baselines(portfolio: Portfolio) -> Portfolio:
    """What a forecast depends on; the very same portfolio where there are none."""
    return msgspec.structs.replace(portfolio, baselines=()) if portfolio.baselines else portfolio


def forecast_alike(one: Portfolio, other: Portfolio) -> bool:
    """Whether two portfolios differ in their baselines at most, so that their forecasts are the same."""
    if one is other:
        return True
    names = (name for name in Portfolio.__struct_fields__ if name != "baselines")
    return all(getattr(one, name) == getattr(other, name) for name in names)


def with_baseline(portfolio: Portfolio, baseline: Baseline) -> Portfolio:
    """The portfolio with one more baseline, at the end; it and its figures get ids that are free.

    Raises
    ------
    EditError
        If it cannot be added.
    """
    name = fresh_id(portfolio, "baseline", baseline.name)
    taken = {figure.id for known in portfolio.baselines for figure in known.figures}
    stem = name[:60]
    while any(one.startswith(f"{stem}-") for one in taken):
        stem += "x"
    figures = tuple(
        msgspec.structs.replace(figure, id=f"{stem}-{number}") for number, figure in enumerate(baseline.figures, 1)
    )
    return add_record(portfolio, "baseline", msgspec.structs.replace(baseline, id=name, figures=figures))
