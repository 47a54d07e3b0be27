"""Runs that pages are shown in tests: the small example, forecast once."""

from __future__ import annotations

from app.state.outlook import Details, Outlook, figures_of
from models.portfolio import Portfolio
from simulation import forecast
from simulation.summarise import summarise
from simulation.summary.views import views_of


def details_of(
    portfolio: Portfolio, trials: int = 200, *, scenario: str | None = None, seed: int = 7, revision: int = 1
) -> Details:
    """A finished run with all that is drawn of it."""
    result = forecast(portfolio, scenario, trials=trials, seed=seed)
    return Details(revision, summarise(result), views_of(result))


def outlook_of(details: Details) -> Outlook:
    """What is known once a full run is in and nothing is under way."""
    return Outlook(phase="idle", full_is_in=True, details=details, figures=figures_of(details))
