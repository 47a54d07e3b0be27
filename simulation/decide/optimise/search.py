"""The search for good choices: the exact model proposes near and far, the simulation tries, and the model is made anew.

Figures that are measured around the plan as it stands hold near it and mislead far from it, where people and budgets
are shared by others.  So the model is solved for few changes and for many, what it proposes is tried, and around the
best of it everything is measured again, until nothing better comes (successive linearisation with trust regions).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from models.portfolio import Portfolio
from simulation.decide.futures import Futures
from simulation.decide.optimise.constraints import Choice, Constraints, choice_of, with_choice
from simulation.decide.optimise.goal import Goal
from simulation.decide.optimise.measure import Measured, choices_to_try, measure
from simulation.decide.optimise.mixed import Unsolvable
from simulation.decide.optimise.model import Model, NoChoice, chosen_by, model_of
from simulation.decide.optimise.relaxation import relaxations
from simulation.decide.optimise.selection import Near, Solution, best_choices
from simulation.decide.optimise.work import Lengths, lengths_of_stages
from simulation.decide.pace import Pace
from simulation.summary.key import percent

ROUNDS: Final = 3
REACHES: Final = (None, 10, 6, 3, 1)
"""Initiatives that a proposal may treat in another way than the plan around which is measured; None: all."""

EACH: Final = 2
"""Proposals of each reach."""

SOLVING_SECONDS: Final = 3.0
"""For each proposal; most are found in a hundredth of it."""


@dataclass(frozen=True, eq=False)  # eq: arrays have no single truth value
class Proposal:
    """A choice, the model that it comes from, and what the screening made of it."""

    choice: Choice
    model: Model
    chosen: tuple[int, ...]  # alternatives of the model's selection
    fits: bool  # whether it obeys every limit and rule of the model
    screened: float  # mean of the goal's scores in the futures of the search
    value: float  # mean there, money

    @property
    def order(self) -> tuple[bool, float, float]:
        """The better, the greater; among equal odds the value decides."""
        return self.fits, self.screened, self.value


@dataclass(frozen=True, eq=False)
class Found:
    """Everything that was tried, the plan as it stands first, and what the model around the plan says at best."""

    proposals: tuple[Proposal, ...]
    first: Solution  # of the model around the plan, without a limit to its reach
    first_model: Model


def steps_of(portfolio: Portfolio) -> int:
    """About how many steps a round takes."""
    return len(choices_to_try(portfolio)) + len(REACHES) * EACH // 2


def search(portfolio: Portfolio, goal: Goal, constraints: Constraints, futures: Futures, pace: Pace) -> Found:
    """The choices that are worth a full simulation; the portfolio's scenario and envelopes are applied.

    Raises
    ------
    NoChoice
        If nothing obeys the constraints.
    Cancelled
        If the study should stop.
    """
    under_way = _Search(portfolio, goal, constraints, futures, pace)
    context = choice_of(portfolio)
    for _ in range(ROUNDS):
        under_way.look_around(context)
        best = max(under_way.tried.values(), key=lambda one: one.order)
        if best.choice == context:
            break
        context = best.choice
    assert under_way.first is not None  # where nothing can be proposed, the first look raises
    return Found(tuple(under_way.tried.values()), *under_way.first)


@dataclass(eq=False)
class _Search:
    """A search under way."""

    portfolio: Portfolio
    goal: Goal
    constraints: Constraints
    futures: Futures
    pace: Pace
    tried: dict[Choice, Proposal] = field(default_factory=dict)
    first: tuple[Solution, Model] | None = None
    _lengths: Lengths = field(init=False)

    def __post_init__(self) -> None:
        self._lengths = lengths_of_stages(self.portfolio, self.futures, self.pace.go_on)

    def look_around(self, context: Choice) -> None:
        """Measure around a choice, and try what the model then proposes."""
        around = with_choice(self.portfolio, context)
        measured = measure(around, self.futures, self.goal, self._lengths, step=self._tell)
        model = model_of(around, measured, self.goal, self.constraints)
        self._try(context, measured, model)  # again, now by the model around it
        for solution in self._proposed(model, frozenset(chosen_by(measured, context))):
            self.first = self.first or (solution, model)
            choice = measured.choice(solution.chosen, len(context))
            if choice not in self.tried:
                self._try(choice, measured, model)

    def _try(self, choice: Choice, measured: Measured, model: Model) -> None:
        chosen = chosen_by(measured, choice)
        outcome = self.futures.try_portfolio(with_choice(self.portfolio, choice))
        score = float(self.goal.scores(outcome).mean())
        fits, value = model.selection.fits(chosen), float(outcome.value.mean())
        self.tried[choice] = Proposal(choice, model, chosen, fits, score, value)
        self._tell()

    def _proposed(self, model: Model, context: frozenset[int]) -> Iterator[Solution]:
        """The best of each reach, the widest first."""
        for reach in REACHES:
            near = None if reach is None else Near(context, reach)
            limited = replace(model.selection, near=near)
            found = best_choices(limited, EACH, seconds=SOLVING_SECONDS, go_on=self.pace.go_on)
            if reach is None and not found:
                raise _refusal(model, self.pace)
            yield from found

    def _tell(self) -> None:
        best = max((one.order for one in self.tried.values()), default=(False, 0.0, 0.0))
        if not best[0]:
            self.pace.step("measuring what each option adds")
        else:
            self.pace.step(f"best so far {best[1]:,.0f}" if self.goal.is_money else f"best so far {percent(best[1])}")


def _refusal(model: Model, pace: Pace) -> Exception:
    """Why nothing was proposed."""
    reasons = model.explained(relaxations(model.selection, seconds=SOLVING_SECONDS, go_on=pace.go_on))
    return NoChoice(reasons) if reasons else Unsolvable("no choice was found in the time; ease the constraints")
