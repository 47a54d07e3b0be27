"""Baselines in the document: kept through reading, writing and edits, checked, and no input of a forecast."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from models.baseline import Baseline, BaselineFigure
from models.baselines import forecast_alike, with_baseline, without_baselines
from models.check import check, has_errors
from models.codec import DocumentError, decode, encode
from models.differences import differences
from models.edits import remove_records, rename_id, set_field
from models.portfolio import Portfolio
from tests.portfolios import example_portfolio


def raw_baseline() -> dict[str, Any]:
    """The example's baseline as it is written."""
    found: dict[str, Any] = json.loads(encode(example_portfolio()))["baselines"][0]
    return found


def with_raw(baseline: dict[str, Any]) -> str:
    """The example's document with this baseline."""
    return json.dumps(json.loads(encode(example_portfolio())) | {"baselines": [baseline]})


def subjects(portfolio: Portfolio) -> list[str]:
    return [figure.subject for figure in portfolio.baselines[0].figures]


def test_documents_of_version_2_have_no_baselines() -> None:
    """They read as they were, and are written in the new version."""
    before = without_baselines(example_portfolio())
    raw = json.loads(encode(before)) | {"schema_version": 2}
    assert decode(json.dumps(raw)) == before
    assert json.loads(encode(before))["schema_version"] == 3


def test_a_baseline_is_written_and_read() -> None:
    """What does not exist is left out, and missing again when it is read."""
    raw = raw_baseline()
    assert raw["figures"][1] == {
        "id": "board-2",
        "figure": "launch",
        "subject": "initiative:atlas",
        "p50": 14.5,
        "missing": 0.125,
    }
    assert decode(encode(example_portfolio())).baselines == example_portfolio().baselines


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"trials": "many"}, "write a whole number"),
        ({"start": "January"}, "write a month such as 2027-03"),
        ({"figures": [{"id": "x", "figure": "value", "p50": "4.1 M"}]}, "write a number"),
        ({"figures": [{"id": "x"}]}, "figure"),
    ],
)
def test_a_bad_baseline_is_refused_with_its_place(change: dict[str, Any], problem: str) -> None:
    """Nothing is guessed, and the file stays as it is."""
    with pytest.raises(DocumentError) as refused:
        decode(with_raw(raw_baseline() | change))
    assert any("baselines[0]" in str(one) and problem in str(one) for one in refused.value.issues)


def test_a_figure_that_nobody_knows_is_kept() -> None:
    """A later program may keep more; opening and saving here loses none of it."""
    strange = {"id": "strange", "figure": "carbon", "subject": "moon", "mean": 3, "numbers": [1, 2]}
    read = decode(with_raw(raw_baseline() | {"figures": [strange]}))
    assert not has_errors(check(read))
    assert json.loads(encode(read))["baselines"][0]["figures"] == [strange]


def test_a_day_that_is_none_is_a_warning() -> None:
    """It is not in the way of a forecast."""
    odd = set_field(example_portfolio(), "baseline:board.kept_on", "last Monday")
    found = [str(one) for one in check(odd) if one.field == "kept_on"]
    assert len(found) == 1
    assert "write it like 2027-03-15" in found[0]
    assert not has_errors([one for one in check(odd) if one.field == "kept_on"])


def test_a_new_id_is_followed_and_what_is_gone_is_still_named() -> None:
    """A baseline tells of what was, so a removed initiative stays in it."""
    portfolio = example_portfolio()
    assert "initiative:titan" in subjects(rename_id(portfolio, "initiative", "atlas", "titan"))
    gone = remove_records(portfolio, "initiative", ("atlas",))
    assert "initiative:atlas" in subjects(gone)


def test_removing_a_baseline_takes_its_figures_along() -> None:
    assert remove_records(example_portfolio(), "baseline", ("board",)) == without_baselines(example_portfolio())


def test_every_baseline_and_figure_gets_a_free_id() -> None:
    """Also where the stem of its figures' ids is taken by those of another that was renamed."""
    figures = (BaselineFigure(id="kept", figure="value"), BaselineFigure(id="kept", figure="cost"))
    made = msgspec.structs.replace(example_portfolio().baselines[0], name="Board", figures=figures)
    once = with_baseline(without_baselines(example_portfolio()), made)
    renamed = rename_id(once, "baseline", once.baselines[0].id, "other")
    twice = with_baseline(with_baseline(renamed, made), made)
    ids = [figure.id for one in twice.baselines for figure in one.figures]
    assert len(twice.baselines) == 3
    assert len(set(ids)) == len(ids) == 6
    assert not has_errors(check(twice))


def test_a_baseline_is_no_input_of_a_forecast() -> None:
    """Plans that differ in nothing else are forecast alike."""
    portfolio = example_portfolio()
    bare = without_baselines(portfolio)
    assert without_baselines(bare) is bare
    assert forecast_alike(portfolio, bare)
    assert not forecast_alike(portfolio, set_field(portfolio, "settings.seed", 8))
    assert differences(portfolio, bare) == []


def test_the_schema_tells_of_baselines() -> None:
    """Figures are a list of records of their own."""
    from models.codec import json_schema

    definitions = json_schema()["$defs"]
    assert definitions["Baseline"]["properties"]["figures"]["items"] == {"$ref": "#/$defs/BaselineFigure"}
    assert set(definitions["Baseline"]["required"]) == {
        "id", "name", "kept_on", "seed", "trials", "start", "horizon_months", "currency",
    }  # fmt: skip
    assert Baseline.__struct_fields__[-1] == "figures"
