"""What is known of the forecast of the open document: figures, how fresh they are, and what they are compared with.

Plain values without Qt, made by ``app.state.live`` and read by every view.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.state.pinned import Kept
from simulation.summary.shapes import KeyFigures, Summary

if TYPE_CHECKING:  # it needs numpy, which the window can do without until the first views arrive
    from simulation.summary.views import Views

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


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Details:
    """Everything of one run that pages show.

    A preview is told twice: at once without the views, and with them as soon as nothing newer is asked for.  A page
    that draws views leaves what it has drawn where there are none.
    """

    revision: int
    summary: Summary
    views: Views | None = None

    @property
    def trials(self) -> int:
        """Number of futures."""
        return self.summary.provenance.trials

    @property
    def start(self) -> str:
        """First month, such as 2027-01."""
        return self.summary.provenance.start

    @property
    def currency(self) -> str:
        """Of all money."""
        return self.summary.provenance.currency

    @property
    def horizon_months(self) -> int:
        """Months that are simulated."""
        return self.summary.provenance.horizon_months


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
    ``pinned`` is a result that the user has kept to compare later ones with.  ``overdue`` is decided in
    ``app.state.grace``: what is stale for a moment only is not greyed.
    """

    phase: Phase = "idle"
    stale: bool = False
    overdue: bool = False  # figures and details have been stale for longer than a moment
    views_overdue: bool = False
    full_is_in: bool = False  # the figures are those of the full run, which goes on with the base
    figures: Figures | None = None
    since_edit: tuple[Figures, Figures] | None = None
    against_base: tuple[Figures, Figures] | None = None
    details: Details | None = None
    pinned: Kept | None = None
    progress: Progress | None = None
    failure: Failure | None = None

    @property
    def is_running(self) -> bool:
        """Whether newer figures are being computed."""
        return self.phase in ("preview", "full")

    @property
    def against_pinned(self) -> Kept | None:
        """The pinned result, where the newest figures can be compared with it.

        None where nothing is pinned, where what is pinned is what is shown, where its money is another, and where the
        figures are a preview's of fewer futures: the full run will be compared.
        """
        kept, now = self._pinned_apart, self.figures
        if kept is None or now is None:
            return None
        return kept if self.full_is_in or now.trials == kept.baseline.trials else None

    @property
    def awaited(self) -> tuple[str, ...]:
        """What the newest figures will be compared with once the run under way has come so far: base, pinned."""
        if not self.is_running or self.figures is None:
            return ()
        base = self.figures.scenario is not None and self.against_base is None
        pinned = self._pinned_apart is not None and self.against_pinned is None
        return ("base",) * base + ("pinned",) * pinned

    @property
    def _pinned_apart(self) -> Kept | None:
        """The pinned result, where it is another than the one that is shown, and its money the same."""
        kept, now = self.pinned, self.figures
        is_alike = kept is not None and now is not None and kept.has_money_in(now.currency)
        return kept if is_alike and not self.shows_pinned else None

    @property
    def shows_pinned(self) -> bool:
        """Whether the newest figures are those of the pinned result itself."""
        details, now = self.details, self.figures
        if self.pinned is None or details is None or now is None:
            return False
        is_newest = (details.revision, details.trials) == (now.revision, now.trials)
        return is_newest and self.pinned.is_of(details)

    @property
    def details_stale(self) -> bool:
        """Whether the details are of a plan that has changed: they may come a moment after the figures."""
        details, figures = self.details, self.figures
        return self.stale or (details is not None and figures is not None and details.revision < figures.revision)

    @property
    def views_stale(self) -> bool:
        """Whether the views are of a plan that has changed: they come last."""
        return self.details_stale or (self.details is not None and self.details.views is None)

    @property
    def figures_grey(self) -> bool:
        """Whether the figures are shown grey."""
        return self.stale and self.overdue

    @property
    def details_grey(self) -> bool:
        """Whether what is shown of the details is grey."""
        return self.details_stale and self.overdue

    @property
    def views_grey(self) -> bool:
        """Whether what is drawn of views is grey."""
        return self.details_grey or (self.views_stale and self.views_overdue)

    @property
    def behind(self) -> Kept | None:
        """What charts draw behind the details: the pinned result, unless they are of that very result."""
        if self.pinned is None or self.details is None or self.pinned.is_of(self.details):
            return None
        return self.pinned


def figures_of(details: Details) -> Figures:
    """The key figures of a result."""
    summary = details.summary
    return Figures(
        revision=details.revision,
        scenario=summary.provenance.scenario,
        trials=details.trials,
        funded=sum(1 for one in summary.initiatives if one.option is not None),
        start=details.start,
        currency=details.currency,
        horizon_months=details.horizon_months,
        key=summary.key,
    )
