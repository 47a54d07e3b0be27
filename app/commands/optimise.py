"""``foliocast optimise``: what to fund, in which order, and what it is worth; as tables, a file and a scenario."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from app.commands.check import load_or_list
from app.commands.optimise_tables import Findings, headline, tables
from app.commands.outcome import REFUSED, Ended, UsageRefused
from app.commands.outlets import require_distinct, require_place, show, write_json
from app.commands.progress import Titled, study_progress
from app.commands.running import running
from app.exchange.files import FileRefused, require_writable, save_portfolio
from app.interrupt import Stoppable
from app.terminal import complain
from models.address import closest
from models.portfolio import Portfolio

if TYPE_CHECKING:
    from simulation.decide.optimise.constraints import Constraints
    from simulation.decide.optimise.goal import Goal

JSON_VERSION = 1


@dataclass(frozen=True)
class Request:
    """What the command line asks for; None stands for what the portfolio's settings say."""

    file: Path
    scenario: str | None
    goal: Literal["value", "risk", "objective"]
    weight: float
    objective: str | None
    budget_factor: float
    must: tuple[str, ...]
    excluded: tuple[str, ...]
    order: bool
    frontier: bool
    hiring: bool
    cut_line: float | None  # confidence
    trials: int
    seed: int | None
    json: Path | None
    save_scenario: str | None
    out: Path | None
    replace: bool


def optimise_file(request: Request) -> None:
    """Carry out a request.

    Raises
    ------
    FileRefused
        If the file holds no portfolio, or a file that is asked for cannot be written; the latter before the work.
    UsageRefused
        If something is named that the portfolio does not have, or options do not go together.
    Ended
        If the portfolio has errors, or no choice obeys what is asked for.
    KeyboardInterrupt
        If it was cancelled.
    """
    portfolio = load_or_list(request.file)
    goal, constraints = _asked(portfolio, request)
    _require_places(request)
    findings = _run(portfolio, request, goal, constraints)
    written = [out for out in (request.json, request.out) if out is not None]
    if request.json is not None:
        write_json(request.json, document(findings))
    if request.save_scenario is not None and request.out is not None:
        from simulation.decide.optimise.adopt import as_scenario

        made = as_scenario(portfolio, findings.optimised, request.save_scenario, findings.ordered)
        save_portfolio(request.out, made)
    show(headline(findings), tables(findings), (), written)


def _asked(portfolio: Portfolio, request: Request) -> tuple[Goal, Constraints]:
    """The goal and the constraints, which name what is there.

    Raises
    ------
    UsageRefused
        If they do not.
    """
    from simulation.decide.optimise.constraints import Constraints
    from simulation.decide.optimise.goal import Goal

    known = [scenario.id for scenario in portfolio.scenarios]
    if request.scenario is not None and request.scenario not in known:
        raise UsageRefused(f'the portfolio has no scenario "{request.scenario}"; {closest(request.scenario, known)}')
    try:
        goal = Goal(request.goal, weight=request.weight, objective=request.objective)
        goal.number_in(portfolio)
        constraints = Constraints(budget_factor=request.budget_factor, must=request.must, excluded=request.excluded)
        constraints.require_known(portfolio)
    except ValueError as error:
        raise UsageRefused(str(error)) from None
    _require_line(portfolio, request.cut_line)
    return goal, constraints


def _require_line(portfolio: Portfolio, confidence: float | None) -> None:
    if confidence is None:
        return
    if not 0 < confidence < 1:
        raise UsageRefused(f"--cut-line should lie between 0 and 1, such as 0.8; it is {confidence:g}")
    if not portfolio.budgets:
        raise UsageRefused("a cut line needs budgets, and the portfolio has none")


def _require_places(request: Request) -> None:
    if (request.save_scenario is None) != (request.out is None):
        raise UsageRefused("--save-scenario NAME and --out FILE go together")
    if request.save_scenario is not None and not request.save_scenario.strip():
        raise UsageRefused("a scenario needs a name; write one such as --save-scenario Best")
    if request.json is not None:
        require_place(request.json, request.file)
    if request.out is not None:
        if request.out.exists() and not request.replace:
            raise FileRefused(request.out, "there is a file already", "Choose another name, or replace it with --force")
        require_writable(request.out)
    require_distinct([out for out in (request.json, request.out) if out is not None])


def _run(portfolio: Portfolio, request: Request, goal: Goal, constraints: Constraints) -> Findings:
    """All studies that are asked for, with progress; interrupts end them."""
    with running(request.file, "optimised") as stoppable, study_progress() as titled:
        from simulation.decide.optimise.mixed import Unsolvable
        from simulation.decide.optimise.model import NoChoice

        try:
            return _found(portfolio, request, goal, constraints, titled, stoppable)
        except NoChoice as error:
            for reason in error.reasons:
                complain(f"no choice is possible: {reason}")
            raise Ended(REFUSED) from None
        except Unsolvable as error:
            complain(str(error))
            raise Ended(REFUSED) from None


def _found(
    portfolio: Portfolio,
    request: Request,
    goal: Goal,
    constraints: Constraints,
    titled: Titled,
    cancel: Stoppable,
) -> Findings:
    from simulation.decide.optimise.adopt import as_scenario
    from simulation.decide.optimise.cutline import cut_line
    from simulation.decide.optimise.frontier import frontier
    from simulation.decide.optimise.funding import optimise
    from simulation.decide.optimise.hiring import hiring_advice
    from simulation.decide.optimise.ordering import better_order

    asked: dict[str, Any] = {"trials": request.trials, "seed": request.seed, "cancel": cancel}
    here: dict[str, Any] = {**asked, "scenario": request.scenario}
    optimised = optimise(portfolio, goal, constraints, telling=titled("Choosing"), **here)
    chosen = as_scenario(portfolio, optimised, "best choice")
    there: dict[str, Any] = {**asked, "scenario": chosen.scenarios[-1].id}
    ordered = better_order(chosen, telling=titled("Ordering"), **there) if request.order else None
    drawn = frontier(portfolio, constraints, telling=titled("Frontier"), **here) if request.frontier else None
    advice = hiring_advice(chosen, telling=titled("Hiring"), **there) if request.hiring else ()
    line = None
    if request.cut_line is not None:
        line = cut_line(portfolio, request.cut_line, telling=titled("Cut line"), **here)
    return Findings(portfolio, request.scenario, optimised, ordered, drawn, advice, line)


def document(findings: Findings) -> dict[str, Any]:
    """Everything that was found, as it is written to a file; see docs/deciding.md."""
    return {
        "schema_version": JSON_VERSION,
        "portfolio": findings.portfolio.name,
        "currency": findings.portfolio.settings.currency,
        "scenario": findings.scenario,
        "optimised": plain(findings.optimised),
        "ordered": plain(findings.ordered),
        "frontier": plain(findings.frontier),
        "hiring": plain(findings.hiring),
        "cut_line": plain(findings.cut_line),
    }


def plain(value: object) -> Any:
    """Records as objects with named fields, whatever class they are of; missing numbers become null on writing."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: plain(part) for name, part in value._asdict().items()}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    return value
