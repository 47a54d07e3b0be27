"""What to fund, on paper: small choices with known answers, against all that there is, and properties of any choice."""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace

import numpy as np
import pytest

from simulation.arrays import FloatArray
from simulation.decide.optimise.relaxation import relaxations
from simulation.decide.optimise.selection import Near, Selection, Tail, Target, best_choices, mean_loss, solve
from simulation.progress import Cancelled


def selection(value: list[float], use: list[list[float]], capacity: list[float], **more: object) -> Selection:
    """One alternative for each item, where nothing else is said."""
    item = more.pop("item", range(len(value)))
    numbers = np.array(list(item), dtype=np.int64)  # type: ignore[call-overload]
    return Selection(numbers, np.array(value), np.array(use, float), np.array(capacity), **more)  # type: ignore[arg-type]


def any_selection(seed: int) -> Selection:
    """Six items of two alternatives, two limits, a must, an exclusion, a link and a pair that excludes each other."""
    chance = np.random.default_rng(seed)
    return Selection(
        item=np.repeat(np.arange(6), 2),
        value=chance.normal(1.0, 3.0, 12),
        use=chance.uniform(0.0, 2.0, (2, 12)),
        capacity=np.array([5.0, 6.0]),
        must=(1,),
        excluded=(4,),
        requires=((0, 2), (1, 3)),
        exclusive=((2, 5),),
    )


def every_choice(one: Selection) -> list[tuple[int, ...]]:
    """All choices that obey the limits and rules, by going through every subset of the alternatives."""
    count = len(one.item)
    subsets = (np.flatnonzero(bits).tolist() for bits in itertools.product((0, 1), repeat=count))
    return [tuple(chosen) for chosen in subsets if one.fits(chosen)]


@pytest.mark.parametrize("seed", range(8))
def test_the_best_choice_is_the_best_of_all(seed: int) -> None:
    """Against all 4,096 subsets; the three best, in their order, too."""
    one = any_selection(seed)
    best = sorted((one.objective(chosen) for chosen in every_choice(one)), reverse=True)
    found = best_choices(one, 3)
    assert [choice.objective for choice in found] == pytest.approx(best[: len(found)])
    assert len(found) == min(3, len(best))
    assert all(choice.proven and one.fits(choice.chosen) for choice in found)
    assert len({choice.chosen for choice in found}) == len(found)


def test_an_item_gets_one_alternative() -> None:
    """Both ways of the first item together would be worth 9, but it is wanted once."""
    found = solve(selection([4, 5, 1], [[1, 1, 1]], [3], item=[0, 0, 1]))
    assert found is not None
    assert (found.chosen, found.objective, found.gap) == ((1, 2), 6.0, 0.0)


def test_rules_hold() -> None:
    """The must costs 1; the second item would earn 9, but needs the third, which is excluded."""
    found = solve(selection([-1, 9, -1, 2], [[1] * 4], [9], must=(0,), excluded=(2,), requires=((1, 2),)))
    assert found is not None
    assert (found.chosen, found.objective) == ((0, 3), 1.0)


def test_of_two_that_exclude_each_other_the_better_one_is_taken() -> None:
    """3 + 1 against 2 + 1."""
    found = solve(selection([2, 3, 1], [[0] * 3], [0], exclusive=((0, 1),)))
    assert found is not None
    assert found.chosen == (1, 2)


def test_more_room_is_never_worth_less() -> None:
    """The optimum is a rising function of a limit, starting at nothing."""
    chance = np.random.default_rng(5)
    value, use = chance.uniform(0, 9, 12), chance.uniform(1, 5, 12)
    optima = []
    for room in np.linspace(0, 40, 9):
        found = solve(Selection(np.arange(12), value, use[None], np.array([room])))
        assert found is not None
        optima.append(found.objective)
    assert optima[0] == 0.0
    assert (np.diff(optima) >= 0).all()


def test_no_limit_takes_all_that_earns() -> None:
    """An endless capacity is none."""
    found = solve(selection([2, -1, 3], [[9, 9, 9]], [np.inf]))
    assert found is not None
    assert found.chosen == (0, 2)


def gambles() -> tuple[FloatArray, FloatArray]:
    """Four equally likely futures: a sure 3, a bet that is worth 4 on average but loses 8 in one of them."""
    return np.zeros(4), np.array([[3.0, -8.0], [3.0, 8.0], [3.0, 8.0], [3.0, 8.0]])


@pytest.mark.parametrize(("weight", "chosen"), [(0.0, (0, 1)), (0.1, (0, 1)), (0.9, (0,))])
def test_risk_is_weighed(weight: float, chosen: tuple[int, ...]) -> None:
    """Both: 7 on average, the worst quarter is -5.  The sure one alone: 3 and 3.  They are even at 7 - 5w = 3 + 3w."""
    base, samples = gambles()
    tail = Tail(base, samples, share=0.25, weight=weight)
    one = selection([3, 4], [[0, 0]], [0], tail=tail)
    found = solve(one)
    assert found is not None
    assert found.chosen == chosen
    best = max(one.objective(each) for each in every_choice(one))
    assert found.objective == pytest.approx(best)
    assert found.gap == pytest.approx(0.0, abs=1e-6)


def test_the_tail_takes_parts_of_a_future() -> None:
    """The worst 30 % of four futures are the worst and a fifth of the next: (-8 x 1 + 1 x 0.2) / 1.2."""
    assert mean_loss(np.array([2.0, -8.0, 1.0, 9.0]), 0.3) == pytest.approx(7.8 / 1.2)


@pytest.mark.parametrize("seed", range(4))
def test_the_odds_of_a_target_are_the_best_of_all(seed: int) -> None:
    """Against all subsets, with 30 futures of each alternative; among equal odds, nothing of a higher value."""
    chance = np.random.default_rng(seed)
    plain = any_selection(seed)
    target = Target(chance.normal(0, 1, 30), chance.normal(0.5, 2.0, (30, 12)), level=3.0)
    one = Selection(
        plain.item,
        plain.value,
        plain.use,
        plain.capacity,
        plain.must,
        plain.excluded,
        plain.requires,
        plain.exclusive,
        target=target,
    )
    found = solve(one)
    assert found is not None
    choices = every_choice(one)
    odds = max(one.objective(each) for each in choices)
    assert found.objective == pytest.approx(odds)
    rivals = [float(one.value[list(each)].sum()) for each in choices if one.objective(each) > odds - 1e-9]
    assert float(one.value[list(found.chosen)].sum()) == pytest.approx(max(rivals))
    assert found.bound >= found.objective - 1e-9


def test_near_a_choice_little_changes() -> None:
    """Now: the first way of item 0, and item 1, worth 6.  One change adds item 2; two swap item 0 for item 3.

    Another way for an item is one change, as dropping it or taking a new one is.
    """
    one = selection([1, 2, 5, 4, 9], [[1, 1, 3, 3, 6]], [9], item=[0, 0, 1, 2, 3])
    found = [solve(replace(one, near=Near(frozenset({0, 2}), most))) for most in range(3)]
    assert [(choice.chosen, choice.objective) for choice in found if choice is not None] == [
        ((0, 2), 6.0),
        ((0, 2, 3), 10.0),
        ((2, 4), 14.0),
    ]


def test_what_must_give_way_is_named() -> None:
    """Two musts use 5 of 3: the limit is 2 short.  The other limit has room and is not named."""
    one = selection([1, 1, 1], [[2, 3, 9], [1, 1, 1]], [3, 5], must=(0, 1))
    assert solve(one) is None
    (relaxed,) = relaxations(one)
    assert (relaxed.kind, relaxed.number) == ("capacity", 0)
    assert relaxed.amount == pytest.approx(2.0)


def test_a_contradiction_of_rules_is_named() -> None:
    """Both of a pair that excludes each other must be there; no money helps."""
    one = selection([1, 1], [[1, 1]], [9], must=(0, 1), exclusive=((0, 1),))
    assert solve(one) is None
    assert [(relaxed.kind, relaxed.amount) for relaxed in relaxations(one)] in (
        [("must", pytest.approx(1.0))],
        [("exclusive", pytest.approx(1.0))],
    )


def test_nothing_gives_way_where_nothing_must() -> None:
    """A choice that is possible needs no relaxation."""
    assert relaxations(any_selection(0)) == ()


def test_no_alternatives_is_an_answer() -> None:
    """An empty portfolio: nothing is chosen, and it is worth nothing."""
    found = solve(Selection(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros((0, 0)), np.zeros(0)))
    assert found is not None
    assert (found.chosen, found.objective) == ((), 0.0)


def test_a_search_can_be_stopped() -> None:
    """A knapsack of 200 items under 20 limits takes minutes; who asks is heard while it goes on."""
    chance = np.random.default_rng(1)
    use = chance.integers(1, 1000, (20, 200)).astype(float)
    value = use.mean(axis=0) + chance.integers(0, 100, 200)
    asked = threading.Event()

    def stop() -> None:
        if asked.is_set():
            raise Cancelled
        asked.set()

    with pytest.raises(Cancelled):
        solve(Selection(np.arange(200), value, use, use.sum(axis=1) / 2), seconds=1.0, go_on=stop)


def test_time_that_is_up_leaves_a_gap() -> None:
    """The same knapsack, a third of a second: a choice that fits, not proven, and how much better one could be."""
    chance = np.random.default_rng(1)
    use = chance.integers(1, 1000, (20, 200)).astype(float)
    value = use.mean(axis=0) + chance.integers(0, 100, 200)
    one = Selection(np.arange(200), value, use, use.sum(axis=1) / 2)
    found = solve(one, seconds=0.3)
    assert found is not None
    assert not found.proven
    assert one.fits(found.chosen)
    assert found.gap > 0


def test_impossible_numbers_are_refused() -> None:
    """Shapes that do not go together, and two goals at once."""
    with pytest.raises(ValueError, match="shape"):
        selection([1, 1], [[1]], [1])
    base, samples = gambles()
    with pytest.raises(ValueError, match="either"):
        selection([1, 1], [[1, 1]], [1], tail=Tail(base, samples, 0.2, 1.0), target=Target(base, samples, 1.0))
