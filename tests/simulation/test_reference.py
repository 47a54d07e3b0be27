"""The rules R1 to R8 and R11 in miniature stories that were worked out by hand, for every engine."""

from dataclasses import fields, replace

import numpy as np
import pytest

from models.initiative import Initiative, Link, Stage
from models.portfolio import Portfolio
from simulation.delivery.contract import Delivery, DeliveryPlan, Engine
from tests.engines import ENGINES
from tests.networks import compiled_inputs, initiative, portfolio, q, spans, stage, statuses, team, waits, with_capacity


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    return ENGINES[request.param]


def played(
    engine: Engine, document: Portfolio, gates: dict[str, list[bool]] | None = None
) -> tuple[DeliveryPlan, Delivery]:
    """The plan of a portfolio and its base case, with the outcomes of some gates given."""
    plan, work = compiled_inputs(document, gates)
    return plan, engine(plan, work)


def test_stages_follow_each_other_and_the_launch_follows_the_last(engine: Engine) -> None:
    """R2, R11: 2 months, then 3, then a launch lag of 1: launched at 6."""
    plan, delivery = played(engine, portfolio([initiative("x", stage("a", 2), stage("b", 3), launch_lag=1)]))
    assert spans(plan, delivery) == {"a": (0, 2), "b": (2, 5)}
    assert (delivery.finish[0, 0], delivery.launch[0, 0]) == (5, 6)
    assert statuses(plan, delivery) == {"x": "launched"}


def test_earliest_starts_and_lags_delay_readiness(engine: Engine) -> None:
    """R2: a waits for month 2 + 1.5; b for a's end at 4.5 + lag 0.25; c for its own month 9; d has no links."""
    document = portfolio(
        [
            initiative(
                "x",
                stage("a", 1, after=[]),
                stage("b", 1, after=[Link(stage="a", lag=q(0.25))]),
                stage("c", 1, after=["a"], earliest=9),
                stage("d", 1, after=[]),
                earliest_start="2027-03",
                start_delay=q(1.5),
            )
        ]
    )
    plan, delivery = played(engine, document)
    assert spans(plan, delivery) == {"a": (3.5, 4.5), "b": (4.75, 5.75), "c": (9, 10), "d": (3.5, 4.5)}
    # Until 3.5, and from 5.75 to 9, only an earliest start is missing; from 4.5 to 4.75 b's lag is, but c's month
    # is all that c lacks, and that counts first.
    assert waits(plan, delivery, "x") == {"start": 3.5 + 0.25 + 3.25}


def test_an_initiative_waits_for_the_launch_of_another(engine: Engine) -> None:
    """R2: x ends at 2 and launches at 3; y starts half a month later, though it stands first in the document."""
    y = initiative("y", stage("b", 1, after=[Link(initiative="x", lag=q(0.5))]))
    plan, delivery = played(engine, portfolio([y, initiative("x", stage("a", 2), launch_lag=1)]))
    assert spans(plan, delivery) == {"b": (3.5, 4.5), "a": (0, 2)}
    assert waits(plan, delivery, "y") == {"predecessor": 3.5}


@pytest.mark.parametrize(("blocker", "status"), [({"selected": None}, "unfunded"), ({}, "stopped")])
def test_what_waits_for_the_impossible_is_blocked(engine: Engine, blocker: dict[str, None], status: str) -> None:
    """R2: blocking spreads from x, unfunded or stopped, over y to z; y's other stage is worked on all the same."""
    document = portfolio(
        [
            initiative("z", stage("c", 1, after=[Link(initiative="y")])),
            initiative("y", stage("b", 1, after=[Link(initiative="x")]), stage("free", 2, after=[])),
            initiative("x", stage("a", 1), **blocker),
        ]
    )
    gates = {} if blocker else {"a": [False]}
    plan, delivery = played(engine, document, gates)
    assert statuses(plan, delivery) == {"z": "blocked", "y": "blocked", "x": status}
    assert spans(plan, delivery)["free"] == (0, 2)
    assert "b" not in spans(plan, delivery)
    assert waits(plan, delivery, "y") == {"predecessor": 22}


def test_milestones_cascade_within_one_instant(engine: Engine) -> None:
    """R3: a's end at 2 lets three milestones pass, and d starts, all at 2; no people, no slot is needed for them."""
    document = portfolio(
        [initiative("x", stage("a", 2, {"t": 1}), *(stage(f"m{n}", 0, {"t": 5}) for n in range(3)), stage("d", 1))],
        [team("t", 1)],
        wip_limit=1,
    )
    plan, delivery = played(engine, document)
    assert spans(plan, delivery) == {"a": (0, 2), "m0": (2, 2), "m1": (2, 2), "m2": (2, 2), "d": (2, 3)}
    assert delivery.done[0].tolist() == [1, 1, 1, 1, 1]


def test_started_stages_go_before_ready_ones_of_better_rank(engine: Engine) -> None:
    """R3: low starts alone; high, ready at 1, waits until low ends at 4."""
    plan, delivery = played(engine, two_for_one_team("started_first"))
    assert spans(plan, delivery) == {"low": (0, 4), "high": (4, 6)}
    assert waits(plan, delivery, "first") == {"start": 1, "team": 3}


def test_preemption_pauses_the_lower_rank(engine: Engine) -> None:
    """R3: under the policy *preemptive* high takes the team at 1, low is paused until 3 and ends at 6."""
    plan, delivery = played(engine, two_for_one_team("preemptive"))
    assert spans(plan, delivery) == {"low": (0, 6), "high": (1, 3)}
    assert waits(plan, delivery, "second") == {"team": 2}


def two_for_one_team(allocation: str) -> Portfolio:
    """Second starts at once; first, of better rank, comes at 1; the team has people for one of them."""
    return portfolio(
        [
            initiative("second", stage("low", 4, {"t": 2}), rank=2),
            initiative("first", stage("high", 2, {"t": 2}, earliest=1), rank=1),
        ],
        [team("t", 2)],
        allocation=allocation,
    )


@pytest.mark.parametrize(("threshold", "start", "end"), [(0.5, 0, 5), (0.51, 4, 6)])
def test_a_stage_starts_only_at_the_threshold(engine: Engine, threshold: float, start: float, end: float) -> None:
    """R4: a keeps 1 of 2 people until 4 and b wants both, so half speed is all that it could have before.

    At a threshold of one half b does 2 of its 3 months by then and the last at full speed; above, its 2 months wait.
    """
    length = 3.0 if threshold == 0.5 else 2.0
    document = portfolio(
        [initiative("x", stage("a", 4, {"t": 1})), initiative("y", stage("b", length, {"t": 2}))],
        [team("t", 2)],
        start_threshold=threshold,
    )
    plan, delivery = played(engine, document)
    assert spans(plan, delivery)["b"] == (start, end)
    assert waits(plan, delivery, "y") == {"team": 2 if threshold == 0.5 else 4}


def test_what_a_stage_leaves_goes_to_the_next(engine: Engine) -> None:
    """R4: 3 people: a takes 2, b wants 2 and gets 1 (half speed), c wants 1 and gets none until a's end at 2.

    b then has one month of its two left and runs at full speed until 3; so has c one person from 2 on.
    """
    document = portfolio(
        [initiative(name, stage(f"{name}-s", 2, {"t": fte})) for name, fte in (("a", 2), ("b", 2), ("c", 1))],
        [team("t", 3)],
    )
    plan, delivery = played(engine, document)
    assert spans(plan, delivery) == {"a-s": (0, 2), "b-s": (0, 3), "c-s": (2, 4)}


def test_the_scarcest_team_sets_the_speed(engine: Engine) -> None:
    """R4: full crew of t, half of u: 2 months take 4, and t gives 1 of its 2 people."""
    document = portfolio([initiative("x", stage("a", 2, {"t": 2, "u": 4}))], [team("t", 2), team("u", 2)])
    plan, delivery = played(engine, document)
    assert spans(plan, delivery) == {"a": (0, 4)}
    assert delivery.effort[0, :, :4].tolist() == [[1, 1, 1, 1], [2, 2, 2, 2]]


def test_capacity_that_goes_pauses_and_comes_back(engine: Engine) -> None:
    """R1, R4: nobody in months 1 and 2, half the people in month 3: 2 months of work end at 4.5."""
    document = portfolio([initiative("x", stage("a", 2, {"t": 2}))], [team("t", 2)], months=6)
    plan, work = compiled_inputs(document)
    delivery = engine(plan, with_capacity(work, [[2, 0, 0, 1, 2, 2]]))
    assert spans(plan, delivery) == {"a": (0, 4.5)}
    assert waits(plan, delivery, "x") == {"team": 2.5}
    assert delivery.effort[0, 0].tolist() == [2, 0, 0, 1, 1, 0]


@pytest.mark.parametrize("where", ["portfolio", "team"])
def test_limits_on_work_in_progress(engine: Engine, where: str) -> None:
    """R4: with one slot b waits for a, though people are free; a stage without crew needs none."""
    people = team("t", 9, wip_limit=1 if where == "team" else None)
    document = portfolio(
        [
            initiative("x", stage("a", 2, {"t": 1})),
            initiative("y", stage("b", 2, {"t": 1})),
            initiative("z", stage("vendor", 2)),
        ],
        [people],
        wip_limit=1 if where == "portfolio" else None,
    )
    plan, delivery = played(engine, document)
    assert spans(plan, delivery) == {"a": (0, 2), "b": (2, 4), "vendor": (0, 2)}
    assert waits(plan, delivery, "y") == {"limit": 2}


def test_a_paused_stage_keeps_its_slot(engine: Engine) -> None:
    """R4: x is paused from 1 to 3 for want of u; y's t is free, but the only slot is x's until 4."""
    document = portfolio(
        [initiative("x", stage("a", 2, {"u": 1})), initiative("y", stage("b", 1, {"t": 1}))],
        [team("t", 1), team("u", 1)],
        months=6,
        wip_limit=1,
    )
    plan, work = compiled_inputs(document)
    delivery = engine(plan, with_capacity(work, [[1] * 6, [1, 0, 0, 1, 1, 1]]))
    assert spans(plan, delivery) == {"a": (0, 4), "b": (4, 5)}


def test_switching_slows_the_work_but_not_the_people(engine: Engine) -> None:
    """R5: two initiatives share t with a loss of 20 %: both at 0.8 until x's 2 months are done at 2.5.

    y, 3 months, has worked 2 of them by then; its last one runs alone at full speed, to 3.5.
    """
    document = portfolio(
        [initiative("x", stage("a", 2, {"t": 1})), initiative("y", stage("b", 3, {"t": 1}))],
        [team("t", 2, switching_loss=0.2)],
    )
    plan, delivery = played(engine, document)
    ends = spans(plan, delivery)
    assert ends["a"] == (0, pytest.approx(2.5, abs=1e-9))
    assert ends["b"] == (0, pytest.approx(3.5, abs=1e-9))
    assert waits(plan, delivery, "y") == {"switching": 0.5}
    np.testing.assert_allclose(delivery.effort[0].sum(axis=1), [2.5, 3.5], atol=1e-9)


def test_two_stages_of_one_initiative_do_not_switch(engine: Engine) -> None:
    """R5: it is initiatives that are counted, not stages."""
    document = portfolio(
        [initiative("x", stage("a", 2, {"t": 1}, after=[]), stage("b", 3, {"t": 1}, after=[]))],
        [team("t", 2, switching_loss=0.5)],
    )
    plan, delivery = played(engine, document)
    assert spans(plan, delivery) == {"a": (0, 2), "b": (0, 3)}


def test_contractors_work_only_beyond_own_people(engine: Engine) -> None:
    """R10: 3 wanted, 2 own, contractors up to 5: full speed, 1 contractor for the month and a half it takes."""
    document = portfolio([initiative("x", stage("a", 1.5, {"t": 3}))], [team("t", 2, contractor_limit=5)])
    plan, delivery = played(engine, document)
    assert spans(plan, delivery) == {"a": (0, 1.5)}
    assert delivery.contractors[0, 0, :3].tolist() == [1, 0.5, 0]
    assert delivery.effort[0, 0, :3].tolist() == [3, 1.5, 0]


def test_rework_repeats_a_part_and_keeps_its_place(engine: Engine) -> None:
    """R7: 4 months, failed; half of it again, failed; half again, passed: 8; y waits for the person all the time."""
    document = portfolio([initiative("x", reworked("a", 4)), initiative("y", stage("b", 1, {"t": 1}))], [team("t", 1)])
    plan, delivery = played(engine, document, {"a": [False, False, True]})
    assert spans(plan, delivery) == {"a": (0, 8), "b": (8, 9)}
    assert delivery.attempts[0].tolist() == [3, 1]
    assert statuses(plan, delivery) == {"x": "launched", "y": "launched"}


def test_rework_that_never_passes_stops(engine: Engine) -> None:
    """R7: after two repetitions the third failure stops x at 8; its second stage never starts."""
    document = portfolio([initiative("x", reworked("a", 4), stage("b", 1))], [team("t", 1)])
    plan, delivery = played(engine, document, {"a": [False, False, False]})
    assert spans(plan, delivery) == {"a": (0, 8)}
    assert statuses(plan, delivery) == {"x": "stopped"}
    assert (delivery.finish[0, 0], delivery.succeeded[0].tolist()) == (8, [False, False])


def reworked(name: str, length: float) -> Stage:
    """A stage that repeats half of its length up to twice."""
    return stage(name, length, {"t": 1}, on_failure="rework", rework_fraction=q(0.5), max_rework=2)


def test_a_repetition_of_no_length_draws_its_next_gate_at_once(engine: Engine) -> None:
    """R3, R7: rework of nothing fails a second time at the same instant, and that stops x; y goes on."""
    again = stage("a", 2, on_failure="rework", rework_fraction=q(0))
    document = portfolio([initiative("x", again, stage("b", 1)), initiative("y", stage("c", 1, earliest=2))])
    plan, delivery = played(engine, document, {"a": [False, False]})
    assert delivery.attempts[0].tolist() == [2, 0, 1]
    assert spans(plan, delivery) == {"a": (0, 2), "c": (2, 3)}
    assert statuses(plan, delivery) == {"x": "stopped", "y": "launched"}


def test_what_would_be_ready_at_the_stop_is_not(engine: Engine) -> None:
    """R3: ends come before everything that starts: b's month is 2, but x stops at 2, so b never was ready."""
    document = portfolio([initiative("x", stage("a", 2), stage("b", 1, after=[], earliest=2))])
    _, delivery = played(engine, document, {"a": [False]})
    assert delivery.ready[0, 0] == 0
    assert np.isnan(delivery.ready[0, 1])


def test_a_stop_abandons_what_is_under_way(engine: Engine) -> None:
    """R7: the gate of a fails at 2; b, half done, is abandoned then and leaves its person to y."""
    document = portfolio(
        [
            initiative("x", stage("a", 2, after=[]), stage("b", 4, {"t": 1}, after=[]), stage("c", 1, after=["b"])),
            initiative("y", stage("d", 1, {"t": 1})),
        ],
        [team("t", 1)],
    )
    plan, delivery = played(engine, document, {"a": [False]})
    assert spans(plan, delivery) == {"a": (0, 2), "b": (0, 2), "d": (2, 3)}
    assert delivery.done[0].tolist() == [1, 0.5, 0, 1]
    assert delivery.attempts[0].tolist() == [1, 0, 0, 1]
    assert delivery.finish[0, 0] == 2


def test_of_two_ends_at_one_instant_the_first_in_the_document_is_drawn_first(engine: Engine) -> None:
    """R3, R7: a and b end at 2; a's failure abandons b before its gate is drawn."""
    document = portfolio([initiative("x", stage("a", 2, after=[]), stage("b", 2, after=[]))])
    plan, delivery = played(engine, document, {"a": [False]})
    assert delivery.attempts[0].tolist() == [1, 0]
    assert spans(plan, delivery) == {"a": (0, 2), "b": (0, 2)}
    assert delivery.done[0].tolist() == [1, 1]


def test_the_horizon_ends_everything(engine: Engine) -> None:
    """R1, R11: what ends at 6 has ended, but nothing starts; a launch at 6 is one, a launch at 7 is none."""
    document = portfolio(
        [
            initiative("in-time", stage("a", 6)),
            initiative("late-launch", stage("b", 6), launch_lag=1),
            initiative("late-start", stage("c", 6), stage("d", 0)),
            initiative("half", stage("e", 12)),
        ],
        months=6,
    )
    plan, delivery = played(engine, document)
    assert statuses(plan, delivery) == {
        "in-time": "launched",
        "late-launch": "unfinished",
        "late-start": "unfinished",
        "half": "unfinished",
    }
    assert delivery.launch[0, 0] == 6
    assert delivery.finish[0, :2].tolist() == [6, 6]
    assert np.isnan(delivery.finish[0, 2:]).all()
    assert np.isnan(delivery.ready[0, 3])
    assert delivery.done[0].tolist() == [1, 1, 1, 0, 0.5]
    assert np.isnan(delivery.end[0, 4])


def test_an_unfunded_initiative_takes_no_part(engine: Engine) -> None:
    """R2: its status says so and nobody waits."""
    document = portfolio([initiative("x", stage("a", 2), selected=None), initiative("y", stage("b", 1))])
    plan, delivery = played(engine, document)
    assert statuses(plan, delivery) == {"x": "unfunded", "y": "launched"}
    assert waits(plan, delivery, "x") == {}
    assert plan.stage_ids == ("b",)


def test_times_that_are_equal_on_paper_are_equal(engine: Engine) -> None:
    """R1: 0.1 + 0.2 is 0.3 months, as it is not in floating point."""
    document = portfolio([initiative("x", stage("a", 0.1), stage("b", 0.2)), initiative("y", stage("c", 0.3))])
    _, delivery = played(engine, document)
    assert delivery.finish[0, 0] == delivery.finish[0, 1]
    assert delivery.finish[0, 1] == pytest.approx(0.3, abs=2.0**-35)


def test_trials_do_not_touch_each_other(engine: Engine) -> None:
    """A block of three copies of a trial gives three times the same, and the block's own shapes."""
    plan, work = compiled_inputs(two_for_one_team("preemptive"))
    copies = {field.name: np.repeat(getattr(work, field.name), 3, axis=0) for field in fields(work)}
    alone, together = engine(plan, work), engine(plan, replace(work, **copies))
    for name in ("effort", *(field.name for field in fields(alone) if field.name != "packed_effort")):
        for trial in range(3):
            np.testing.assert_array_equal(getattr(together, name)[trial], getattr(alone, name)[0])


def test_rank_orders_what_is_ready(engine: Engine) -> None:
    """R3: all three are ready at 0 and want the only person; ranks 2, 1 and 2: y, then x before z as documented."""
    ranked: list[Initiative] = [
        initiative(name, stage(f"{name}-s", 1, {"t": 1}), rank=rank) for name, rank in (("x", 2), ("y", 1), ("z", 2))
    ]
    plan, delivery = played(engine, portfolio(ranked, [team("t", 1)]))
    assert spans(plan, delivery) == {"x-s": (1, 2), "y-s": (0, 1), "z-s": (2, 3)}
