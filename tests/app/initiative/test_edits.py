"""What mouse and keys do to stages: each edit does what it says, nothing else, or says why it cannot."""

import pytest

from app.charts.stages.plan import links_of, plan_of
from app.charts.stages.wishes import Join, Lengthen, Move, Part, Remove, StartAt
from app.pages.initiative.edits import join, move_stage, part, set_earliest_start, set_length
from app.pages.initiative.steps import foretold, step_for
from models.check import check
from models.edits import EditError
from models.initiative import Crew, Option, Stage
from models.portfolio import Portfolio
from tests.app.initiative.small import diamond, portfolio_of, quantity


def stage(portfolio: Portfolio, stage_id: str) -> Stage:
    options = (option for initiative in portfolio.initiatives for option in initiative.options)
    return next(one for option in options for one in option.stages if one.id == stage_id)


def arrows(portfolio: Portfolio) -> set[tuple[str, str]]:
    return {(link.before, link.after) for link in links_of(portfolio.initiatives[0].options[0])}


def chain() -> Portfolio:
    """a, b, c, d, each after the one before it by default."""
    stages = tuple(Stage(id=name, name=name.upper(), duration=quantity("1")) for name in "abcd")
    return portfolio_of(Option(id="way", stages=stages))


def test_an_uncertain_length_keeps_its_notation() -> None:
    """1..2..4 with a likeliest value of 3 is 1.5..3..6."""
    changed = set_length(portfolio_of(diamond()), "research", 3)
    assert stage(changed, "research").duration == quantity("1.5..3..6")


def test_where_effort_decides_all_efforts_are_scaled() -> None:
    """8 person-months by 4 and 2 by 2 take 2 months; for 3 months 12 and 3."""
    crew = (
        Crew(team="web", fte=4.0, effort=quantity("6..8..12")),
        Crew(team="ops", fte=2.0, effort=quantity("2")),
        Crew(team="ux", fte=1.0),
    )
    before = portfolio_of(Option(id="way", stages=(Stage(id="s", crew=crew),)))
    efforts = [member.effort for member in stage(set_length(before, "s", 3), "s").crew]
    assert efforts == [quantity("9..12..18"), quantity("3"), None]


def test_no_stage_is_made_shorter_than_a_quarter_month() -> None:
    changed = set_length(portfolio_of(diamond()), "build", -2)
    assert stage(changed, "build").duration == quantity("0.25")


def test_an_earliest_start_is_set_and_taken_away() -> None:
    changed = set_earliest_start(portfolio_of(diamond()), "design", 5)
    assert stage(changed, "design").earliest_start == "2027-06"
    assert set_earliest_start(changed, "design", None) == portfolio_of(diamond())


def test_an_arrow_is_added_beside_the_one_by_default() -> None:
    """d followed c because of the order; with an arrow from a it follows both."""
    changed = join(chain(), "a", "d")
    assert arrows(changed) == {("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")}
    assert [link.stage for link in stage(changed, "d").after or ()] == ["c", "a"]


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("d", "b", "would wait for each other: .*remove one of these arrows first"),
        ("b", "b", "B cannot wait for itself"),
        ("a", "b", "B waits for A already"),
    ],
)
def test_an_arrow_that_makes_no_sense_is_refused_in_words(before: str, after: str, reason: str) -> None:
    with pytest.raises(EditError, match=reason):
        join(chain(), before, after)


def test_a_circle_is_named_by_the_names_of_the_stages() -> None:
    """b is before d; were b to wait for d, all three would."""
    with pytest.raises(EditError) as refused:
        join(chain(), "d", "b")
    assert all(name in str(refused.value) for name in ("B", "C", "D"))


def test_an_arrow_by_default_can_be_removed() -> None:
    """Without it c waits for nothing, which an empty list of links says."""
    changed = part(chain(), "b", "c")
    assert arrows(changed) == {("a", "b"), ("c", "d")}
    assert stage(changed, "c").after == ()


def test_one_of_two_arrows_can_be_removed() -> None:
    changed = part(portfolio_of(diamond()), "design", "build")
    assert arrows(changed) == arrows(portfolio_of(diamond())) - {("design", "build")}


@pytest.mark.parametrize(("moved", "index"), [("a", 3), ("d", 0), ("b", 2), ("c", 1), ("a", 1)])
def test_a_moved_stage_changes_the_order_and_nothing_else(moved: str, index: int) -> None:
    """Every stage waits for what it waited for, so the plan's times are the same; no default link is left to change."""
    before = chain()
    after = move_stage(before, moved, index)
    order = [one.id for one in after.initiatives[0].options[0].stages]
    assert order.index(moved) == index
    assert arrows(after) == arrows(before)
    initiative, moved_initiative = before.initiatives[0], after.initiatives[0]
    was = plan_of(before, initiative, initiative.options[0])
    now = plan_of(after, moved_initiative, moved_initiative.options[0])
    assert {one.id: one.start for one in was.stages} == {one.id: one.start for one in now.stages}
    assert [one for one in check(after) if one.severity == "error"] == [
        one for one in check(before) if one.severity == "error"
    ]


def test_what_a_move_does_not_touch_stays_by_default() -> None:
    """Swapping c and d concerns what follows b and c; b goes on following a by its place alone."""
    after = move_stage(chain(), "c", 3)
    assert stage(after, "b").after is None
    assert [link.stage for link in stage(after, "d").after or ()] == ["c"]


def test_what_would_come_of_a_wish_is_told_beforehand() -> None:
    portfolio = portfolio_of(diamond())
    told = [
        foretold(portfolio, "way", wish)
        for wish in (
            Lengthen("research", 3),
            StartAt("design", 4),
            StartAt("design", None),
            Join("contract", "design"),
            Join("build", "design"),
            Move("design", 2),
        )
    ]
    assert told == [
        (True, "3 months: 1.5..3..6\nLaunch Sep 2027 → Oct 2027"),
        (True, "Not before May 2027"),
        (True, "As early as it can: Mar 2027"),
        (True, "Design waits for Contract\nLaunch Sep 2027 → Nov 2027"),
        (
            False,
            "Not possible: the stages would wait for each other: Design → Build → Design; "
            "remove one of these arrows first",
        ),
        (True, "Place 3 of 4; 1 arrow by default is named"),
    ]


def test_steps_are_named_and_only_keys_merge() -> None:
    """A drag is a step of its own; several presses of a key are one."""
    portfolio = portfolio_of(diamond())
    assert step_for(portfolio, Lengthen("design", 2)).text == "length of Design"
    assert step_for(portfolio, Lengthen("design", 2)).merge_key is None
    assert step_for(portfolio, Lengthen("design", 2, typing=True)).merge_key == "stage:design.duration"
    assert step_for(portfolio, StartAt("design", 2, typing=True)).merge_key == "stage:design.earliest_start"
    assert step_for(portfolio, Part("design", "build")).text == "remove arrow from Design to Build"
    assert step_for(portfolio, Remove("design")).done == "Deleted Design; Undo brings it back."
    assert "1 arrow that only the order drew is named now" in step_for(portfolio, Move("design", 2)).done


def test_a_stage_that_is_gone_is_refused() -> None:
    with pytest.raises(ValueError, match="ghost"):
        step_for(portfolio_of(diamond()), Lengthen("ghost", 2))
