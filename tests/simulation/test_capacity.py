"""People over time [R10]: by hand in the base case, against closed forms where chance is at work."""

import numpy as np
import pytest

from models.portfolio import Portfolio
from models.team import Hire, Team
from models.walk import quantities
from simulation.arrays import FloatArray
from simulation.delivery.capacity import base_staffing, compile_staffing, staff
from simulation.draws import Staffing
from tests.networks import portfolio, q, team

TRIALS = 1000


def base(*teams: Team, months: int = 12, **settings: object) -> Staffing:
    """The base case of these teams."""
    document = portfolio([], teams, months=months, **settings)
    row, values = _base_values(document, 1)
    return base_staffing(compile_staffing(document, row), values)


def sampled(*teams: Team, months: int = 60, block: int = 0, seed: int = 1) -> Staffing:
    """A block of the people of these teams; their other quantities are at base."""
    document = portfolio([], teams, months=months)
    row, values = _base_values(document, TRIALS)
    plan = compile_staffing(document, row)
    return staff(plan, values, seed=seed, block=block, trials=TRIALS, method="latin_hypercube")


def _base_values(document: Portfolio, trials: int) -> tuple[dict[str, int], FloatArray]:
    found = list(quantities(document))
    row = {address: number for number, (address, _) in enumerate(found)}
    return row, np.repeat(np.array([[quantity.base] for _, quantity in found]), trials, axis=1)


def hire(month: str, count: float = 1, fill: str | float | None = None) -> Hire:
    """A planned hire."""
    return Hire(id=f"h{month}", month=month, count=count, time_to_fill=None if fill is None else q(fill))


def test_a_hire_arrives_at_the_next_whole_month_after_the_time_to_fill() -> None:
    """Opened in March (2), 1.5 months to fill: there from month 4 on; a fill time of exactly 2 also gives 4."""
    for fill in (1.5, 2, 2 + 1e-12):
        people = base(team("t", 3, hires=(hire("2027-03", 2, fill),)), months=6)
        assert people.headcount[0, 0].tolist() == [3, 3, 3, 3, 5, 5]
        assert people.arrivals[0, 0].tolist() == [0, 0, 0, 0, 2, 0]


def test_a_hire_without_its_own_time_takes_the_teams() -> None:
    """The team's base of 3 months, from month 0."""
    people = base(team("t", 0, time_to_fill=q("1..3..6"), hires=(hire("2027-01"),)), months=5)
    assert people.headcount[0, 0].tolist() == [0, 0, 0, 1, 1]


def test_ramp_up_is_the_average_of_each_month() -> None:
    """Over 2.5 months productivity rises by 0.4 a month: averages 0.2, 0.6, and 0.95 in the month that reaches 1.

    (The third month: from 0.8 to 1 in half of it, average 0.9, then 1.)
    """
    people = base(team("t", 0, ramp_up=q(2.5), hires=(hire("2027-02"),)), months=6)
    np.testing.assert_allclose(people.capacity[0, 0], [0, 0.2, 0.6, 0.95, 1, 1], atol=1e-12)
    assert people.headcount[0, 0].tolist() == [0, 1, 1, 1, 1, 1]


def test_who_was_hired_before_the_start_is_part_of_the_way() -> None:
    """Opened two months before the start, a ramp of 4: in month 0 at an average of 2.5 / 4, and no arrival."""
    people = base(team("t", 0, ramp_up=q(4), hires=(hire("2026-11"),)), months=3)
    np.testing.assert_allclose(people.capacity[0, 0], [0.625, 0.875, 1])
    assert people.arrivals.sum() == 0


def test_capacity_is_people_times_availability_times_season() -> None:
    """Four people at 0.8, from January on; August at half."""
    season = (1.0,) * 7 + (0.5,) + (1.0,) * 4
    people = base(team("t", 4, availability=q(0.8), seasonality=season), months=9)
    np.testing.assert_allclose(people.capacity[0, 0], [3.2] * 7 + [1.6, 3.2])


def test_a_fraction_of_a_person_is_a_seat_of_that_weight() -> None:
    """2.5 people, and a hire of 1.25."""
    people = base(team("t", 2.5, hires=(hire("2027-02", 1.25),)), months=3)
    np.testing.assert_allclose(people.headcount[0, 0], [2.5, 3.75, 3.75])


def test_the_base_case_loses_nobody() -> None:
    """Not even at an attrition of 50 %."""
    people = base(team("t", 4, attrition=q(0.5)))
    assert people.headcount[0, 0].tolist() == [4] * 12
    assert people.leavers.sum() == 0


def test_survivors_without_backfill() -> None:
    """Of 40 people at 20 % a year, 40 x 0.8 ** (m / 12) are expected in month m; 40,000 seats in all.

    A count of survivors has a variance of n p (1 - p); four standard errors, though the strata make it smaller.
    """
    people = sampled(team("t", 40, attrition=q(0.2), backfill=False))
    for month in (0, 1, 12, 30, 59):
        stays = 0.8 ** (month / 12)
        error = 4 * np.sqrt(40 * stays * (1 - stays) / TRIALS)
        assert people.headcount[:, 0, month].mean() == pytest.approx(40 * stays, abs=error + 1e-9)
    np.testing.assert_allclose(40 - people.leavers[:, 0].cumsum(axis=1), people.headcount[:, 0])


def test_backfill_at_once_keeps_the_headcount_and_the_flow() -> None:
    """With no time to fill a team stays whole; its leavers are a flow of whole-month renewals.

    Someone leaves within a month with p = 1 - 0.8 ** (1 / 12), whatever the age, as leaving is memoryless: 20 p
    leavers expected in each month from 1 to 59.
    """
    people = sampled(team("t", 20, attrition=q(0.2)))
    assert (people.headcount == 20).all()
    np.testing.assert_array_equal(people.arrivals, people.leavers)
    flow = 20 * (1 - 0.8 ** (1 / 12))
    error = 4 * np.sqrt(flow * 59 / TRIALS)
    assert people.leavers[:, 0].sum(axis=1).mean() == pytest.approx(59 * flow, abs=error)


def test_steady_state_with_a_time_to_fill() -> None:
    """A seat is held for 1 / p months on average and empty for 3: 12 x (1 / p) / (1 / p + 3) people in the long run."""
    p = 1 - 0.6 ** (1 / 12)
    people = sampled(team("t", 12, attrition=q(0.4), time_to_fill=q(3)), months=120)
    late = people.headcount[:, 0, 60:].mean(axis=1)
    error = 4 * late.std() / np.sqrt(TRIALS)
    assert late.mean() == pytest.approx(12 / (1 + 3 * p), abs=error)


def test_mean_arrival_of_hires() -> None:
    """Uniform fill times of 1 to 5 months, rounded up: 2, 3, 4 or 5 with a quarter each, 3.5 on average."""
    people = sampled(team("t", 0, hires=(hire("2027-01", 10, "Uniform(1, 5)"),)), months=12)
    shares = people.arrivals[:, 0].mean(axis=0) / 10
    np.testing.assert_allclose(shares[2:6], 0.25, atol=1e-12)  # exact: 250 of 1000 strata each
    assert shares.sum() == pytest.approx(1)


def test_one_person_more_changes_nobody_elses_fate() -> None:
    """The eleventh person's coming and going is all that differs, and it is 0 or 1 in every month."""
    ten, eleven = (sampled(team("t", n, attrition=q(0.3), time_to_fill=q("1..3..6"))) for n in (10, 11))
    more = eleven.headcount - ten.headcount
    assert set(np.unique(more)) == {0.0, 1.0}
    assert (more[:, 0, 0] == 1).all()


def test_teams_do_not_share_chance_and_blocks_do_not_repeat() -> None:
    """Two equal teams, and two blocks of one, differ; the same block again does not."""
    twins = sampled(team("a", 10, attrition=q(0.3)), team("b", 10, attrition=q(0.3), backfill=False))
    alone = sampled(team("b", 10, attrition=q(0.3), backfill=False))
    np.testing.assert_array_equal(twins.headcount[:, 1], alone.headcount[:, 0])
    assert abs(np.corrcoef(twins.leavers[:, 0].sum(axis=1), twins.leavers[:, 1].sum(axis=1))[0, 1]) < 0.15
    other = sampled(team("b", 10, attrition=q(0.3), backfill=False), block=1)
    assert (alone.headcount != other.headcount).any()


def test_everyone_leaves_where_attrition_is_certain() -> None:
    """At 100 % a year nobody stays for more than a month, and the seats are filled again at once."""
    people = sampled(team("t", 5, attrition=q(1)), months=6)
    assert (people.leavers[:, 0, 1:] == 5).all()
    assert (people.headcount == 5).all()


def test_drivers_act_on_the_time_to_fill() -> None:
    """A factor of 2 in the second trial, then 1 month added: 2 months become 3, or 5."""
    document = portfolio([], [team("t", 0, time_to_fill=q(2), hires=(hire("2027-01"),))], months=8)
    row, values = _base_values(document, 2)
    values = np.vstack([values, [[1.0, 2.0]], [[1.0, 1.0]]])
    plan = compile_staffing(document, row, {"team:t.time_to_fill": [(len(row), True), (len(row) + 1, False)]})
    people = staff(plan, values, seed=1, block=0, trials=2, method="random")
    assert people.arrivals[:, 0].argmax(axis=1).tolist() == [3, 5]


def test_no_people_at_all() -> None:
    """A portfolio without teams, and a team without people, are possible."""
    assert sampled().headcount.shape == (TRIALS, 0, 60)
    assert sampled(team("t", 0)).capacity.sum() == 0
