"""From draws to workload: lengths, risks, currencies and the grid."""

from dataclasses import replace

import numpy as np
import pytest

from models.initiative import Crew, Initiative, Option, Stage
from models.portfolio import Currency, Portfolio
from models.risk import Impact, Risk
from models.walk import quantities
from simulation.delivery.capacity import base_staffing, compile_staffing
from simulation.delivery.contract import GRID, DeliveryPlan, Workload
from simulation.delivery.network import compile_delivery
from simulation.delivery.workload import realise
from simulation.draws import Draws
from tests.networks import budgets, initiative, portfolio, q, stage, team


def realised(document: Portfolio, occurs: list[list[bool]] | None = None) -> tuple[DeliveryPlan, Workload]:
    """Plan and workload of trials in which all quantities are at base; ``occurs``: risks by trial."""
    trials = len(occurs[0]) if occurs else 1
    found = list(quantities(document))
    row = {address: number for number, (address, _) in enumerate(found)}
    base = np.array([[quantity.base] for _, quantity in found])
    staffing = base_staffing(compile_staffing(document, row), base)
    plan = compile_delivery(document, row)
    happens = np.array(occurs or np.zeros((len(plan.risk_ids), 1)), dtype=np.bool_).reshape(-1, trials)
    gates = np.full((int(plan.gate_ptr[-1]), trials), 0.5)
    return plan, realise(plan, Draws(0, np.repeat(base, trials, axis=1), gates, happens, staffing))


def test_length_from_effort_is_the_longest_of_the_crew() -> None:
    """6 person-months of 2 people take 3 months, 4 of one take 4; without any of both the length is 0."""
    crew = (Crew(team="t", fte=2, effort=q(6)), Crew(team="u", fte=1, effort=q(4)))
    stages = (Stage(id="a", crew=crew), Stage(id="b"), Stage(id="c", crew=crew, duration=q(1)))
    _, work = realised(portfolio([initiative("x", *stages)], [team("t", 2), team("u", 1)]))
    assert work.duration.tolist() == [[4, 0, 1]]


def test_risks_act_where_they_occur() -> None:
    """R8: 4 x 1.5 x 2 + 1 + 3 months with both risks, 4 x 1.5 + 1 with the first; money likewise."""
    document = portfolio([initiative("x", stage("a", 4, cost=100), stage("b", 2, cost=10))])
    first = Impact(duration_factor=q(1.5), duration_months=q(1), cost_factor=q(2), cost_amount=q(7))
    second = Impact(duration_factor=q(2), duration_months=q(3), cost_amount=q(5))
    risks = (
        Risk(id="r1", name="", probability=q(0.5), targets=("stage:a",), impact=first),
        Risk(id="r2", name="", probability=q(0.5), targets=("initiative:x",), impact=second),
    )
    _, work = realised(_with(document, risks=risks), [[False, True, True], [False, False, True]])
    assert work.duration.tolist() == [[4, 2], [7, 2], [16, 4]]
    assert work.cost.tolist() == [[100, 10], [207, 10], [212, 10]]


def _with(document: Portfolio, **fields: object) -> Portfolio:
    values = {name: getattr(document, name) for name in document.__struct_fields__} | fields
    return Portfolio(**values)


def test_foreign_cost_is_converted_before_amounts_are_added() -> None:
    """M7, R8: 100 dollars at 0.9, and 5 of the portfolio's own money from a risk."""
    option = Option(id="o", currency="USD", stages=(stage("a", 1, cost=100),))
    document = _with(
        portfolio([Initiative(id="x", name="x", options=(option,), selected="o")]),
        currencies=(Currency(id="USD", rate=q(0.9)),),
        risks=(Risk(id="r", name="", probability=q(1), targets=("stage:a",), impact=Impact(cost_amount=q(5))),),
    )
    _, work = realised(document, [[True]])
    assert work.cost.tolist() == [[95]]


def test_times_lie_on_the_grid_and_never_below_zero() -> None:
    """R1: a length of a third is the nearest multiple of 1e-10; a risk that saves more than there is leaves 0."""
    saved = Impact(duration_months=q(-5))
    document = _with(
        portfolio([initiative("x", stage("a", 1 / 3), stage("b", 2), start_delay=q(0.1))]),
        risks=(Risk(id="r", name="", probability=q(1), targets=("stage:b",), impact=saved),),
    )
    _, work = realised(document, [[True]])
    assert work.duration[0, 0] == round(GRID / 3) / GRID
    assert work.duration[0, 1] == 0
    assert work.earliest[0, 0] == 0.1


def test_earliest_start_is_the_later_of_stage_and_initiative() -> None:
    """R2: month 2 + 1.5 for the initiative, month 5 for the second stage."""
    stages = (stage("a", 1), stage("b", 1, earliest=5), stage("c", 1, earliest=1))
    _, work = realised(portfolio([initiative("x", *stages, earliest_start="2027-03", start_delay=q(1.5))]))
    assert work.earliest.tolist() == [[3.5, 5, 3.5]]


@pytest.mark.parametrize(("success", "passes"), [(0.5, False), (0.51, True), (1.0, True), (0.0, False)])
def test_an_attempt_passes_where_its_draw_is_below_the_chance(success: float, passes: bool) -> None:
    """R7: all draws are 0.5; each of the three attempts has its own."""
    document = portfolio([initiative("x", stage("a", 1, success=q(success), on_failure="rework", max_rework=2))])
    _, work = realised(document)
    assert work.passes.tolist() == [[passes] * 3]
    assert work.rework.tolist() == [[0.5]]


def test_envelopes_follow_the_periods() -> None:
    """R9: the amount of each line in its quarter and category, nothing elsewhere."""
    plan, work = realised(portfolio([], months=12, lines=budgets("tooling", {"FY27-Q2": 70, "FY27-Q4": 90})))
    assert work.envelope[0].tolist() == [[0, 0, 0, 0], [0, 70, 0, 90], [0, 0, 0, 0]]
    assert plan.limited.tolist() == [False, True, False]


def test_trials_come_first_and_lie_together() -> None:
    """Arrays are contiguous by trial, as the compiled engine reads them."""
    document = portfolio([initiative("x", stage("a", 4), stage("b", 2))])
    _, work = realised(_with(document, risks=(_harmless(),)), [[True, False, False]])
    assert work.duration.shape == (3, 2)
    assert all(array.flags.c_contiguous for array in (work.duration, work.passes, work.cost, work.lag))
    assert replace(work).trials == 3


def _harmless() -> Risk:
    return Risk(id="r", name="", probability=q(1), targets=("stage:a",))
