"""What a study does not know is a dash or left out on its page: one future has no standard errors, and a launch that
never comes has no delay."""

import re
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from app.pages.matters.date_words import hot_stages, initiative_rows, stage_rows
from app.pages.options.tables import hits, odds
from app.pages.options.words import style_in
from app.pages.people import headcount, load
from app.pages.scenarios.sidebyside import differences
from app.wording import NOTHING
from models.benefit import Benefit
from models.initiative import Crew, Initiative, Option, Stage
from models.overlay import Scenario
from models.portfolio import Portfolio, Settings
from models.team import Team
from models.uncertainty import Quantity
from simulation.decide.choose.options import choose
from simulation.decide.choose.wording import in_words
from simulation.decide.matters.criticality import criticality
from simulation.decide.scenarios.compare import compare
from simulation.summary.causes import load_causes
from simulation.summary.staffing import staffing_story

q = Quantity.parse


def plan(duration: str = "2..3..9") -> Portfolio:
    """Two initiatives that want the same person, for two years."""
    crew = (Crew(team="team", fte=1),)
    return Portfolio(
        name="Two",
        settings=Settings(start="2027-01", horizon_months=24),
        teams=(Team(id="team", name="Team", headcount=1, monthly_rate=q(1000), attrition=q(0.1)),),
        initiatives=tuple(
            Initiative(
                id=name,
                name=name,
                options=(
                    Option(
                        id=f"{name}-way",
                        stages=(Stage(id=f"{name}-work", duration=q(duration), crew=crew),),
                        benefits=(Benefit(id=f"{name}-sales", peak_per_year=q(12_000)),),
                    ),
                ),
                selected=f"{name}-way",
            )
            for name in ("one", "two")
        ),
    )


def texts(told: Any) -> Iterator[str]:
    """All that is written in cells, and behind them."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, (list, tuple)):
        for part in told:
            yield from texts(part)
    else:
        yield from (told.text, told.tip)


def assert_known(told: Any) -> None:
    """No cell says that something is not a number."""
    assert not [text for text in texts(told) if re.search(r"\b(nan|inf)\b", text)]


def test_one_future_has_no_errors_to_write() -> None:
    """Of people, their load, a choice and what it does to others."""
    assert_known(headcount.rows_of(staffing_story(plan(), trials=1), 0))
    assert_known(load.rows_of(load_causes(plan(), "team", trials=1), 0))
    choice = choose(plan(), ["one"], with_none=True, trials=1)
    assert_known([odds(choice, choice.recommended), hits(choice, 0, str)])
    said = in_words(choice, style_in("EUR"))
    assert_known(said)
    assert "One future alone does not tell what is chance." in said[0]


def test_a_launch_that_never_comes_has_no_delay_to_write() -> None:
    """Work of four years in a plan of two."""
    found = criticality(plan("48"), trials=20)
    assert_known([stage_rows(hot_stages(found, to_last=False), str), stage_rows(found.stages, str)])
    assert_known(initiative_rows(found.initiatives))


def test_a_rate_of_return_that_no_future_has_is_neither_better_nor_equal() -> None:
    """Two scenarios that cost and never earn."""
    both = replace(plan("48"), scenarios=(Scenario(id="same", name="Same"),))
    row = next(row for row in differences(compare(both, [None, "same"], trials=2), 0, 1) if row[0] == "Rate of return")
    assert {text for text in texts(row[1:5]) if text and "future" not in text and "error" not in text} == {NOTHING}
