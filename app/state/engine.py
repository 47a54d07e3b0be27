"""What computes for the window, in a process of its own: checks, previews and full runs.

The newest request supersedes the one under way.  Nothing here knows Qt; nothing but ``serve`` runs outside the window's
process, and what it needs for that is imported there.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, TypeAlias

from app.state.outlook import Details, Figures, Progress
from app.state.post import Receiver
from models.issue import Issue
from models.portfolio import Portfolio
from models.sharing import shared

if TYPE_CHECKING:
    from simulation.cache import Forecaster
    from simulation.executors import Executor
    from simulation.result import Result


@dataclass(frozen=True)
class Request:
    """What is asked of an engine; one without a portfolio only ends what is under way."""

    revision: int = 0
    portfolio: Portfolio | None = None
    scenario: str | None = None
    check: bool = False
    trials: int = 0  # none: no run
    preview: bool = False  # quick, from what is kept of the runs before, at most one block


STOP = Request()


@dataclass(frozen=True)
class Checked:
    """All that is wrong or odd in the document of a revision."""

    revision: int
    issues: tuple[Issue, ...]


@dataclass(frozen=True)
class Forecast:
    """The key figures of a run: of the scenario that was asked for, or of the base beside it."""

    figures: Figures
    is_base: bool


@dataclass(frozen=True)
class Detailed:
    """The tables and views of a run."""

    details: Details


@dataclass(frozen=True)
class Advanced:
    """A run goes on."""

    revision: int
    progress: Progress


@dataclass(frozen=True)
class Failed:
    """A run came to nothing; ``issues`` are the errors of the document that stood in its way."""

    revision: int
    message: str
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True)
class Ended:
    """A run is over, with everything said that there was to say."""

    revision: int


Message: TypeAlias = Checked | Forecast | Detailed | Advanced | Failed | Ended

_PAUSE_SECONDS = 0.3  # in typing, after which charts are drawn anew
_NICENESS = 10  # a tenth of a core that somebody else wants
_BELOW_NORMAL = 0x4000  # the same in terms of Windows
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")


def serve(pipe: Connection, workers: int, gives_way: bool) -> None:
    """Answer requests until the pipe ends; called in the new process.

    One that ``gives_way`` takes only what others leave of the cores, where they want them.
    """
    settle_in()
    if gives_way:
        give_way()
    inbox = Inbox(pipe)
    import simulation.cache
    import simulation.summarise
    import simulation.summary.views  # noqa: F401 - loaded before it is wanted
    from simulation.warm import warm_up

    warm_up()
    office = _Office(pipe, inbox, workers)
    while True:
        office.answer(inbox.take())


def settle_in() -> None:
    """Make the new process quiet: one thread for each library, and no interrupts, which the window answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in _ONE_THREAD:
        os.environ[name] = "1"


def give_way() -> None:
    """Let the window, its previews and the user's other programs go first."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(_NICENESS)


class Inbox:
    """Reads the pipe at all times, so that whoever writes to it never waits; keeps the newest request only."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._arrived = threading.Condition()
        self._newest: Any = None
        threading.Thread(target=self._read, daemon=True).start()

    def is_set(self) -> bool:
        """Whether what is under way is superseded; makes the inbox a flag to cancel by."""
        return self._newest is not None

    def take(self) -> Any:
        """The newest request, once there is one."""
        with self._arrived:
            while self._newest is None:
                self._arrived.wait()
            request, self._newest = self._newest, None
            return request

    def stays_empty(self, seconds: float) -> bool:
        """Wait for a request at most so long; whether there was none."""
        with self._arrived:
            return not self._arrived.wait_for(self.is_set, seconds)

    def _read(self) -> None:
        receiver = Receiver()
        try:
            while True:
                request = receiver.unpacked(self._pipe.recv_bytes())
                with self._arrived:
                    self._newest = request
                    self._arrived.notify()
        except (EOFError, OSError):
            os._exit(0)  # the window is gone; nothing here is worth keeping


class _Office:
    """Carries out one request at a time and sends what it gives."""

    def __init__(self, pipe: Connection, inbox: Inbox, workers: int) -> None:
        self._pipe = pipe
        self._inbox = inbox
        self._workers = workers
        self._portfolio: Portfolio | None = None  # of the last request; what is known of its records holds on
        self._pool: Executor | None = None
        self._forecaster: Forecaster | None = None

    def answer(self, request: Request) -> None:
        """Carry out a request; whatever goes wrong becomes a message."""
        if request.portfolio is None:
            return
        try:
            self._portfolio = portfolio = shared(request.portfolio, self._portfolio)
            if request.check:
                self._check(request, portfolio)
            if request.trials:
                self._run(request, portfolio)
        except Exception as error:
            self._pipe.send(Failed(request.revision, str(error) or type(error).__name__))

    def _check(self, request: Request, portfolio: Portfolio) -> None:
        from models.check import check

        self._pipe.send(Checked(request.revision, tuple(check(portfolio))))

    def _run(self, request: Request, portfolio: Portfolio) -> None:
        from simulation.progress import Cancelled
        from simulation.run import PortfolioError

        try:
            result = self._forecast(request, portfolio, request.scenario)
            tell = self._preview_told if request.preview else self._run_told
            details = tell(result, request)
            if request.scenario is not None:
                base = self._forecast(request, portfolio, None)
                self._pipe.send(Forecast(_figures(base, request, None), is_base=True))
            self._pipe.send(Ended(request.revision))
            if details.views is None:
                self._tell_views(result, details)
        except Cancelled:
            return
        except PortfolioError as error:
            self._pipe.send(Failed(request.revision, "The plan has errors", error.issues))

    def _preview_told(self, result: Result, request: Request) -> Details:
        """The figures at once, then the tables; views take longer than both and come later."""
        from simulation.summarise import summarise

        self._pipe.send(Forecast(_figures(result, request, request.scenario), is_base=False))
        details = Details(request.revision, summarise(result))
        self._pipe.send(Detailed(details))
        return details

    def _run_told(self, result: Result, request: Request) -> Details:
        """Figures, tables and views at once, before the base is run: what is shown is all of one result."""
        from simulation.summarise import summarise
        from simulation.summary.views import views_of

        details = Details(request.revision, summarise(result), views_of(result))
        self._pipe.send(Forecast(_figures(result, request, request.scenario), is_base=False))
        self._pipe.send(Detailed(details))
        return details

    def _tell_views(self, result: Result, details: Details) -> None:
        """Tell the views of a preview, once typing has paused."""
        from simulation.summary.views import views_of

        if self._inbox.stays_empty(_PAUSE_SECONDS):
            self._pipe.send(Detailed(replace(details, views=views_of(result))))

    def _forecast(self, request: Request, portfolio: Portfolio, scenario: str | None) -> Result:
        from simulation.run import forecast, require_sound

        if request.preview:
            require_sound(portfolio, scenario)
            return self._previewer().preview(portfolio, scenario, request.trials, portfolio.settings.seed)
        return forecast(
            portfolio,
            scenario,
            trials=request.trials,
            seed=portfolio.settings.seed,
            executor=self._executor(),
            cancel=self._inbox,
            on_event=_Teller(self._pipe.send, request.revision).tell,
        )

    def _previewer(self) -> Forecaster:
        """Remembers what the last previews computed."""
        from simulation.cache import Forecaster

        if self._forecaster is None:
            self._forecaster = Forecaster()
        return self._forecaster

    def _executor(self) -> Executor:
        """Started when first needed and kept warm."""
        from simulation.executors import executor_for

        if self._pool is None:
            self._pool = executor_for(self._workers)
        return self._pool


class _Teller:
    """Passes on how a run advances."""

    def __init__(self, send: Callable[[Message], None], revision: int) -> None:
        self._send = send
        self._revision = revision

    def tell(self, event: object) -> None:
        """Take one event of a run."""
        from simulation.progress import BlockDone, TrialsDone

        if isinstance(event, BlockDone | TrialsDone):
            progress = Progress(event.done_trials, event.total_trials, event.seconds_left)
            self._send(Advanced(self._revision, progress))


def _figures(result: Result, request: Request, scenario: str | None) -> Figures:
    from simulation.summarise import key_figures

    origin = result.provenance
    return Figures(
        revision=request.revision,
        scenario=scenario,
        trials=result.trials,
        funded=int(result.plan.delivery.funded.sum()),
        start=origin.start,
        currency=origin.currency,
        horizon_months=origin.horizon_months,
        key=key_figures(result),
    )
