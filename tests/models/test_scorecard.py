"""Scorecards in the document: kept, checked, followed through edits, and carried by the workbook's cells."""

from __future__ import annotations

import json

import msgspec
import pytest

from app.exchange.lists import read_scores, write_scores
from app.exchange.numbers import CellError
from models.check import check
from models.codec import decode, encode
from models.edits import EditError, remove_records, rename_id, set_field
from models.overlay import Override, Scenario
from models.portfolio import Portfolio
from models.scorecard import Criterion, Score, Scorecard
from models.scorecards import add_criterion, scorecard_of, set_points
from models.walk import find, get
from tests.portfolios import example_portfolio


def judged(*scores: Score, weight: float = 1.0) -> Portfolio:
    """The example whose scorecard has these scores for its one criterion."""
    card = Scorecard(
        id="card", initiative="atlas", criteria=(Criterion(id="fit", name="Fit", weight=weight, scores=scores),)
    )
    return msgspec.structs.replace(example_portfolio(), scorecards=(card,))


def messages(portfolio: Portfolio) -> list[str]:
    """What the check says of it."""
    return [str(issue) for issue in check(portfolio)]


def test_documents_of_version_1_have_no_scorecards() -> None:
    """They read as they were, and are written in the new version."""
    before = msgspec.structs.replace(example_portfolio(), scorecards=())
    raw = json.loads(encode(before)) | {"schema_version": 1}
    assert decode(json.dumps(raw)) == before
    assert json.loads(encode(before))["schema_version"] == 3


def test_a_scorecard_is_written_and_read() -> None:
    """With criteria, weights and points."""
    portfolio = example_portfolio()
    raw = json.loads(encode(portfolio))
    assert raw["scorecards"][0]["criteria"][0]["scores"][1] == {"option": "atlas-partner", "points": 5.5}
    assert decode(encode(portfolio)).scorecards == portfolio.scorecards


@pytest.mark.parametrize(
    ("scores", "problem"),
    [
        ((Score(option="atlas-buy", points=3),), 'the initiative has no option "atlas-buy"'),
        ((Score(option="atlas-build", points=3), Score(option="atlas-build", points=4)), "is judged twice"),
        ((Score(option="atlas-build", points=11),), "11 is impossible; write from 0 to 10"),
        ((Score(option="atlas-build", points=-1),), "-1 is impossible"),
    ],
)
def test_scores_that_mean_nothing_are_found(scores: tuple[Score, ...], problem: str) -> None:
    """Options of other initiatives, twice the same, and points beyond the scale."""
    (found,) = messages(judged(*scores))
    assert problem in found
    assert "criterion fit" in found


def test_weights_below_zero_are_found_and_no_weight_at_all_is_odd() -> None:
    """Nothing can count less than nothing; where all is 0 there is no total."""
    assert "-1 is impossible; write 0 or more" in messages(judged(weight=-1))[0]
    (odd,) = check(judged(weight=0))
    assert (odd.severity, odd.field) == ("warning", "criteria")


def test_a_scorecard_of_nothing_and_a_second_one_are_found() -> None:
    """An unknown initiative is an error, a second scorecard of the same one an oddity."""
    portfolio = judged()
    second = msgspec.structs.replace(portfolio.scorecards[0], id="again", criteria=())
    lost = msgspec.structs.replace(second, id="lost", initiative="nothing")
    found = check(msgspec.structs.replace(portfolio, scorecards=(*portfolio.scorecards, second, lost)))
    assert [(issue.severity, issue.where.split()[1]) for issue in found] == [("error", "lost"), ("warning", "again")]


def test_scores_follow_their_option() -> None:
    """Renamed with it, gone with it; the scorecard goes with its initiative."""
    portfolio = example_portfolio()
    renamed = rename_id(portfolio, "option", "atlas-partner", "atlas-ally")
    assert get(renamed, "criterion:atlas-fit.scores")[1].option == "atlas-ally"
    removed = remove_records(portfolio, "option", ["atlas-partner"])
    assert [score.option for score in get(removed, "criterion:atlas-fit.scores")] == ["atlas-build"]
    assert remove_records(portfolio, "initiative", ["atlas"]).scorecards == ()


def test_weights_are_edited_and_no_business_of_scenarios() -> None:
    """What matters besides money is a judgement on the options, not part of a plan."""
    portfolio = set_field(example_portfolio(), "criterion:atlas-freedom.weight", 2.0)
    assert find(portfolio, "criterion", "atlas-freedom").record.weight == 2.0  # type: ignore[attr-defined]
    override = Override(target="criterion:atlas-fit.weight", value=1)
    scenario = Scenario(id="s", name="S", overrides=(override,))
    (found,) = messages(msgspec.structs.replace(portfolio, scenarios=(scenario,)))
    assert "a scenario cannot change a criterion" in found


def test_scores_are_written_in_one_cell() -> None:
    """Option and points, in order; read back the same."""
    scores = (Score(option="atlas-build", points=8.0), Score(option="atlas-partner", points=5.5))
    assert write_scores(scores) == "atlas-build 8; atlas-partner 5.5"
    assert read_scores(write_scores(scores)) == scores


@pytest.mark.parametrize("text", ["atlas-build", "atlas-build much", "atlas-build 3 = 4"])
def test_cells_that_are_no_scores_are_refused(text: str) -> None:
    """An option without points, words instead of points, and more than points."""
    with pytest.raises(CellError, match="write for example"):
        read_scores(text)


def test_a_criterion_is_added_with_the_scorecard_that_it_needs() -> None:
    """Beacon has no scorecard yet; Atlas has, and its second criterion of a name gets an id of its own."""
    portfolio = add_criterion(example_portfolio(), "beacon", "Time to value", weight=2)
    card = scorecard_of(portfolio, "beacon")
    assert card is not None
    assert [(one.id, one.weight) for one in card.criteria] == [("beacon-time-to-value", 2)]
    again = add_criterion(add_criterion(portfolio, "atlas", "Fit"), "atlas", "Fit")
    assert [one.id for one in again.scorecards[0].criteria][1:] == ["atlas-freedom", "atlas-fit-2", "atlas-fit-3"]
    assert messages(again) == messages(example_portfolio())


def test_points_are_given_changed_and_taken_away() -> None:
    """In the order of the options, whatever the order of judging."""
    portfolio = set_points(example_portfolio(), "atlas-freedom", "atlas-partner", 3)
    portfolio = set_points(portfolio, "atlas-freedom", "atlas-build", 9)
    assert write_scores(get(portfolio, "criterion:atlas-freedom.scores")) == "atlas-build 9; atlas-partner 3"
    portfolio = set_points(portfolio, "atlas-freedom", "atlas-build", None)
    assert write_scores(get(portfolio, "criterion:atlas-freedom.scores")) == "atlas-partner 3"


@pytest.mark.parametrize(
    ("criterion", "option", "points", "reason"),
    [
        ("nothing", "atlas-build", 3.0, "no criterion"),
        ("atlas-fit", "beacon-buy", 3.0, "has no option"),
        ("atlas-fit", "atlas-build", 10.5, "from 0 to 10"),
        ("atlas-fit", "atlas-build", float("nan"), "from 0 to 10"),
    ],
)
def test_impossible_judgements_are_refused(criterion: str, option: str, points: float, reason: str) -> None:
    """With what would be possible."""
    with pytest.raises(EditError, match=reason):
        set_points(example_portfolio(), criterion, option, points)


def test_a_criterion_of_nothing_is_refused() -> None:
    """There must be an initiative to judge."""
    with pytest.raises(EditError, match='no initiative "atla"'):
        add_criterion(example_portfolio(), "atla", "Fit")
