"""What is known of the forecast of the open document: figures, how fresh they are, and what they are compared with.

Plain values without Qt, made by ``app.state.live`` and read by every view.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from simulation.summary.shapes import (
    CashPeriod,
    EnvelopeUse,
    InitiativeSummary,
    KeyFigures,
    ObjectiveSummary,
    TeamSummary,
    YearSummary,
)

Phase = Literal["idle", "preview", "full", "failed", "cancelled"]


@dataclass(frozen=True)
class Figures:
    """The key figures of one run."""

    revision: int  # of the document, counted by edits
    scenario: str | None
    trials: int
    funded: int  # initiatives
    start: str  # first month, such as 2027-01
    currency: str
    horizon_months: int
    key: KeyFigures


@dataclass(frozen=True)
class Details:
    """The tables of one run that pages draw."""

    revision: int
    trials: int
    start: str
    currency: str
    horizon_months: int
    initiatives: tuple[InitiativeSummary, ...]
    starts: dict[str, float]  # of each funded initiative: median start of its first stage, in months
    years: tuple[YearSummary, ...]
    budgets: tuple[EnvelopeUse, ...]
    cash_months: tuple[CashPeriod, ...]
    objectives: tuple[ObjectiveSummary, ...]
    teams: tuple[TeamSummary, ...]


@dataclass(frozen=True)
class Progress:
    """How far the full run is."""

    done_trials: int
    total_trials: int
    seconds_left: float | None


@dataclass(frozen=True)
class Failure:
    """Why there is no new forecast, in the user's words."""

    message: str
    errors: int = 0  # mistakes in the portfolio that are in its way; 0: something else is


@dataclass(frozen=True)
class Outlook:
    """The forecast, as far as it is known.

    ``figures`` are the newest; they are ``stale`` until the run of the newest edit is in.  ``since_edit`` and
    ``against_base`` are pairs to compare, earlier and later, each of as many trials so that both see the same futures.
    """

    phase: Phase = "idle"
    stale: bool = False
    full_is_in: bool = False  # the figures are those of the full run, which goes on with the base
    figures: Figures | None = None
    since_edit: tuple[Figures, Figures] | None = None
    against_base: tuple[Figures, Figures] | None = None
    details: Details | None = None
    progress: Progress | None = None
    failure: Failure | None = None
