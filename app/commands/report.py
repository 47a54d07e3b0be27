"""``foliocast report``: the plan on one page, as a PDF file.

The page is the one that the window exports.  Qt draws it, without a display; it is imported once there is something to
draw.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.commands.check import load_or_list
from app.commands.forecast import Request as Forecast
from app.commands.forecast import require_scenario, run_request
from app.commands.libraries import explanation, missing_libraries
from app.commands.outcome import REFUSED, Ended
from app.commands.outlets import require_place
from app.commands.progress import study_progress
from app.commands.running import running
from app.exchange.files import FileRefused, write_file
from app.terminal import complain, print_text
from models.check import check
from models.portfolio import Portfolio

if TYPE_CHECKING:
    from app.state.outlook import Details
    from simulation.decide.matters.contributions import Contributions

_STUDY_TRIALS: Final = 2000
_LEAST_STUDY_TRIALS: Final = 60


@dataclass(frozen=True)
class Request:
    """What the command line asks for; None stands for what the portfolio's settings say."""

    file: Path
    out: Path
    scenario: str | None = None
    trials: int | None = None
    seed: int | None = None


def report_file(request: Request) -> None:
    """Carry out a request.

    Raises
    ------
    FileRefused
        If the file holds no portfolio, or the page cannot be written there; the latter before the run.
    UsageRefused
        If the portfolio has no such scenario.
    Ended
        If the portfolio has errors, or the system lacks libraries of Qt.
    KeyboardInterrupt
        If the run was cancelled.
    """
    portfolio = load_or_list(request.file)
    require_scenario(portfolio, request.scenario)
    require_place(request.out, request.file)
    _require_pdf(request.out)
    details = _details(portfolio, request)
    write_file(request.out, _page(portfolio, request, details, _inputs(portfolio, request, details)))
    print_text(f"Wrote {request.out}")


def _require_pdf(out: Path) -> None:
    ending = out.suffix.lower()
    if ending == ".pdf":
        return
    problem = "slides are not written" if ending == ".pptx" else "this is not the name of a PDF file"
    raise FileRefused(out, problem, "Choose a name that ends in .pdf; slides take the page from there")


def _details(portfolio: Portfolio, request: Request) -> Details:
    wanted = Forecast(
        file=request.file,
        scenario=request.scenario,
        trials=request.trials,
        seed=request.seed,
        engine="compiled",
        workers=1,
        cluster=None,
        json=None,
    )
    (result,), summary = run_request(portfolio, wanted)
    from app.state.outlook import Details
    from simulation.summary.views import views_of

    return Details(0, summary, views_of(result))


def _inputs(portfolio: Portfolio, request: Request, details: Details) -> Contributions | None:
    """What matters most to value; None where so few trials cannot tell."""
    from simulation.decide.matters.contributions import contributions

    origin = details.summary.provenance
    trials = min(origin.trials, _STUDY_TRIALS)
    if trials < _LEAST_STUDY_TRIALS:
        return None
    with running(request.file, "reported") as stoppable, study_progress() as titled:
        return contributions(
            portfolio,
            count=0,
            scenario=request.scenario,
            trials=trials,
            seed=origin.seed,
            telling=titled("What matters most"),
            cancel=stoppable,
        )


def _page(portfolio: Portfolio, request: Request, details: Details, inputs: Contributions | None) -> bytes:
    try:
        from app.shell.boardpage import Content, board_pdf_alone
    except ImportError:
        complain(f"{explanation(missing_libraries())}; then try again")
        raise Ended(REFUSED) from None
    names = {one.id: one.name or one.id for one in portfolio.scenarios}
    scenario = names.get(request.scenario or "", "Base")
    return board_pdf_alone(Content(portfolio.name, scenario, details, check(portfolio), inputs))
