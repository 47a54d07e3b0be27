"""The compiled delivery engine: the rules of ``docs/rules.md`` at some hundred-thousandths of a second a trial.

Same rules and same times as ``simulation.delivery.reference``, without its trace.  Importing this module compiles
nothing: the first run does, or loads what an earlier process has compiled.
"""

from __future__ import annotations

import numpy as np

from simulation.delivery.board import blank_delivery, block_of, lay_out, outcome_of
from simulation.delivery.contract import NO_LIMIT, Delivery, DeliveryPlan, Workload


def deliver(plan: DeliveryPlan, work: Workload) -> Delivery:
    """What happens in each trial of ``work``; shapes and units as ``Delivery`` says.

    Trials are independent: the results of some trials are those rows of the results.  The largest array, ``effort``,
    takes trials x charge lines x months x 8 bytes; give large plans in slices.
    """
    from simulation.delivery.kernel import run_block  # here: the compiler takes long to import

    delivery = blank_delivery(plan, work.trials)
    run_block(lay_out(plan, work, delivery), block_of(work), outcome_of(delivery))
    return delivery


def warm_up() -> None:
    """Compiles the engine, or loads it where that was done before, so that the first forecast does not wait."""
    deliver(_smallest_plan(), _smallest_work())


def _smallest_plan() -> DeliveryPlan:
    """One initiative with one stage of one team."""
    none, zero, one = np.full(1, -1), np.zeros(1, dtype=np.int64), np.array([0, 1])
    return DeliveryPlan(
        months=1,
        stage_ids=("stage",),
        initiative_ids=("initiative",),
        team_ids=("team",),
        funded=np.ones(1, dtype=np.bool_),
        stage_initiative=zero,
        initiative_ptr=one,
        rank_order=zero,
        stage_earliest=np.zeros(1),
        initiative_earliest=np.zeros(1),
        start_delay_row=none,
        launch_lag_row=none,
        duration_row=none,
        crew_ptr=one,
        crew_team=zero,
        crew_fte=np.ones(1),
        crew_effort_row=none,
        crew_line=zero,
        link_ptr=np.zeros(2, dtype=np.int64),
        link_stage=none[:0],
        link_initiative=none[:0],
        link_lag_row=none[:0],
        success_row=none,
        rework=np.zeros(1, dtype=np.bool_),
        rework_row=none,
        gate_ptr=one,
        cost_row=none,
        cost_currency_row=none,
        category=zero,
        line_initiative=zero,
        line_team=zero,
        line_capitalised=np.zeros(1),
        contractor_limit=np.zeros(1),
        switching_loss=np.zeros(1),
        team_limit=np.full(1, NO_LIMIT),
        portfolio_limit=NO_LIMIT,
        start_threshold=0.5,
        preemptive=False,
        enforced=False,
        carry_over=False,
        period_of_month=zero,
        envelope_row=np.full((3, 1), -1),
        limited=np.zeros(3, dtype=np.bool_),
        risk_ids=(),
        risk_probability_row=none[:0],
        hit_risk=none[:0],
        hit_stage=none[:0],
        hit_factor_row=none[:0],
        hit_months_row=none[:0],
        hit_cost_factor_row=none[:0],
        hit_cost_amount_row=none[:0],
    )


def _smallest_work() -> Workload:
    return Workload(
        duration=np.full((1, 1), 0.5),
        rework=np.zeros((1, 1)),
        passes=np.ones((1, 1), dtype=np.bool_),
        earliest=np.zeros((1, 1)),
        lag=np.zeros((1, 0)),
        launch_lag=np.zeros((1, 1)),
        cost=np.zeros((1, 1)),
        capacity=np.ones((1, 1, 1)),
        envelope=np.zeros((1, 3, 1)),
    )
