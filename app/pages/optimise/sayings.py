"""What the choice of initiatives and the frontier found, as rows of cells, curves and sentences.  No Qt here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from app.charts.curves import Curve
from app.charts.units import SHARE, Unit, money_in
from app.tables.figures import Cell, Row
from app.wording import NOTHING, count, money, money_error, share, share_error
from models.overlay import Override

if TYPE_CHECKING:
    from simulation.decide.gain import Gain
    from simulation.decide.odds import Estimate
    from simulation.decide.optimise.frontier import Frontier, Point
    from simulation.decide.optimise.funding import Candidate, Check, Optimised

Named: TypeAlias = Callable[[str], str]
"""What a record is called, by id."""

Options: TypeAlias = Sequence[tuple[str, str | None]]

SURE: Final = 2.0


def is_sure(one: Estimate) -> bool:
    """Whether a mean is clear of its error."""
    return abs(one.value) > SURE * one.error


def signed_money(amount: float, currency: str) -> str:
    """Money with its sign."""
    return f"{'+' if amount > 0 else ''}{money(amount, currency)}"


def gain_cell(gain: Estimate, currency: str) -> Cell:
    """A gain of value, coloured where it is clear."""
    if not is_sure(gain):
        tip = "No clear difference: it is smaller than twice its error."
        return Cell(signed_money(gain.value, currency), "muted", tip=tip)
    return Cell(signed_money(gain.value, currency), "good" if gain.value > 0 else "bad", strong=True)


# The choice.


def goal_unit(found: Optimised, currency: str) -> Unit:
    """How the goal is said: as money, or as a chance."""
    return money_in(currency) if found.goal.is_money else SHARE


_GOALS: Final = {"value": "Value", "risk": "Value less risk", "objective": "P(objective)"}


def candidate_header(found: Optimised) -> tuple[str, ...]:
    """Above the candidates."""
    goal = _GOALS[found.goal.kind]
    return ("Choice", "Funded", goal, "± error", "Value gained", "P(better)", "Model", "Gap")


def candidate_rows(found: Optimised, currency: str) -> list[Row]:
    """A row for each candidate that was simulated, the best first."""
    unit = goal_unit(found, currency)
    rows: list[Row] = []
    for number, one in enumerate(found.candidates):
        fits = "" if one.fits else "Breaks a limit or rule of what is asked"
        rows.append(
            [
                Cell(candidate_name(number, one), "" if one.fits else "warn", number == 0, fits),
                str(len(one.funded)),
                unit.say(one.goal.value),
                _error(unit, one.goal),
                "" if one.is_plan else gain_cell(one.gain.value, currency),
                "" if one.is_plan else share(one.gain.p_better),
                unit.say(one.model),
                _signed(unit, one.gap),
            ]
        )
    return rows


def candidate_name(number: int, one: Candidate) -> str:
    """What a candidate is called."""
    if one.is_plan:
        return "The plan as it stands" + ("" if one.fits else " (does not fit)")
    return ("Best choice" if number == 0 else f"Choice {number + 1}") + ("" if one.fits else " (does not fit)")


def choice_headline(found: Optimised, currency: str) -> str:
    """What is proposed, how sure, and what it was proven of."""
    if found.best.is_plan:
        return "Nothing better was found: the plan as it stands is the best choice under what is asked."
    gain = found.confirmed
    sure = (
        f"{money(gain.value.value, currency)} {money_error(gain.value.error, currency)} more value than the plan as it "
        f"stands, better in {share(gain.p_better)} of the futures"
    )
    return f"Fund {count(len(found.best.funded), 'initiative')}: {sure}."


def choice_notes(found: Optimised, currency: str) -> str:
    """How the choice was found."""
    unit = goal_unit(found, currency)
    proof = "to the end" if found.proven else "as far as the time allowed"
    plan = "" if found.plan.fits else " The plan as it stands breaks a limit of what is asked, and is shown to compare."
    return (
        f"{count(found.trials, 'future')}. The gain in the sentence above is told from futures that had no part in "
        "choosing. The model adds up what each option brings by itself and was solved "
        f"{proof}; by it no choice around the plan is worth more than {unit.say(found.bound)}. The gap is what the "
        f"simulation finds beyond the model, for people and budgets are shared.{plan}"
    )


def _signed(unit: Unit, value: float) -> str:
    if unit.kind == "share":
        return f"{100 * value:+.1f} points"
    return f"{'+' if value > 0 else ''}{unit.say(value)}"


def _error(unit: Unit, one: Estimate) -> str:
    return share_error(one.error) if unit.kind == "share" else f"± {unit.say(one.error)}"


CHOICE_HEADER: Final = ("Initiative", "", "The plan", "This choice")


def choice_rows(options: Options, plan: Options, named: Named) -> list[Row]:
    """What a choice does with each initiative; what differs from the plan comes first."""
    now = dict(plan)
    changed = [(name, option) for name, option in options if option != now.get(name)]
    same = [(name, option) for name, option in options if option == now.get(name)]
    rows: list[Row] = [_choice_row(name, now.get(name), option, named) for name, option in changed]
    return rows + [_choice_row(name, option, option, named) for name, option in same if option is not None]


def _choice_row(name: str, before: str | None, after: str | None, named: Named) -> Row:
    verdict = ""
    if before != after:
        verdict = "added" if before is None else "dropped" if after is None else "other option"
    tone = "good" if verdict == "added" else "bad" if verdict == "dropped" else "warn" if verdict else ""
    return [
        named(name),
        Cell(verdict, tone),  # type: ignore[arg-type]  # one of the tones
        NOTHING if before is None else named(before),
        Cell(NOTHING if after is None else named(after), strong=bool(verdict)),
    ]


CHECK_HEADER: Final = ("Limit", "Period", "Allowed", "Used, model", "Used, simulated", "P(over)")


def check_rows(checks: Sequence[Check], named: Named, currency: str) -> list[Row]:
    """How a choice keeps each limit, the tightest first."""
    ordered = sorted(checks, key=lambda one: -one.chance_over)
    return [
        [
            _limit_name(one, named),
            one.limit.period or "horizon",
            _amount(one, one.limit.amount, currency),
            _amount(one, one.model_use, currency),
            _amount(one, one.simulated_use, currency),
            Cell(share(one.chance_over), "warn" if one.chance_over > 0.5 else ""),
        ]
        for one in ordered
    ]


def _limit_name(one: Check, named: Named) -> str:
    if one.limit.kind == "people":
        return f"People: {named(one.limit.id)}"
    return "Cost of all that is funded" if one.limit.kind == "total" else f"Budget: {one.limit.id}"


def _amount(one: Check, amount: float, currency: str) -> str:
    return f"{amount:,.0f} person-months" if one.limit.kind == "people" else money(amount, currency)


# The frontier.


def frontier_curves(found: Frontier, named: Named) -> list[Curve]:
    """The frontier first; beside it what it is often taken for, the model's own, and the plan."""
    plan = np.array([found.plan.cost.value]), np.array([found.plan.value.value])
    optima = np.array(found.optima, dtype=np.float64).reshape(-1, 2)
    return [
        Curve("efficient frontier, simulated", *_places(found.points), tuple(_funded(one) for one in found.points)),
        Curve("one ranking for all budgets", *_places(found.one_list), looks="dash"),
        Curve("ranked by value per cost", *_places(found.by_ratio), looks="dash"),
        Curve("the model's optimum", optima[:, 0], optima[:, 1], looks="dash"),
        Curve("the plan as it stands", *plan, looks="points"),
    ]


def _places(points: Sequence[Point]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([one.budget for one in points]), np.array([one.value.value for one in points])


def _funded(one: Point) -> str:
    return count(len(one.funded), "initiative") + " funded"


FRONTIER_HEADER: Final = (
    "Total budget",
    "Funded",
    "Cost, simulated",
    "Value, simulated",
    "± error",
    "By the model",
    "Gap",
)


def frontier_rows(found: Frontier, currency: str) -> list[Row]:
    """A row for each point of the frontier."""
    return [
        [
            money(one.budget, currency),
            str(len(one.funded)),
            money(one.cost.value, currency),
            Cell(money(one.value.value, currency), strong=True),
            money_error(one.value.error, currency),
            money(one.model, currency),
            signed_money(one.value.value - one.model, currency),
        ]
        for one in found.points
    ]


def frontier_headline(found: Frontier, currency: str) -> str:
    """What the plan's money could buy at most."""
    plan = found.plan
    cheaper = [one for one in found.points if one.cost.value <= plan.cost.value]
    if not cheaper:
        return "No choice that costs less than the plan as it stands is on the frontier."
    best = max(cheaper, key=lambda one: one.value.value)
    if best.value.value <= plan.value.value:
        return "The plan as it stands lies on the frontier: no choice that was found is worth more for its cost."
    return (
        f"The plan as it stands costs {money(plan.cost.value, currency)} and is worth "
        f"{money(plan.value.value, currency)}; {money(best.cost.value, currency)} could buy "
        f"{money(best.value.value, currency)}."
    )


def gain_words(gain: Gain, currency: str) -> str:
    """``1.0 M € ± 62 k €, better in 71 % of the futures``."""
    return (
        f"{signed_money(gain.value.value, currency)} {money_error(gain.value.error, currency)}, better in "
        f"{share(gain.p_better)} of the futures"
    )


def overrides_of(options: Options, plan: Options) -> tuple[Override, ...]:
    """What a scenario has to change for a choice to be taken."""
    now = dict(plan)
    return tuple(
        Override(target=f"initiative:{name}.selected", value=option)
        for name, option in options
        if option != now.get(name)
    )
