"""The document: exact round trip, all mistakes at once with place and remedy, and never a traceback."""

import json
import random
import subprocess
import sys
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from models.check import check
from models.codec import DocumentError, decode, digest, encode, json_schema, read_document
from models.initiative import Stage
from models.issue import Issue
from models.portfolio import Portfolio
from models.walk import put
from tests.any_portfolio import portfolios
from tests.places import ROOT
from tests.portfolios import example_portfolio, q


def document() -> dict[str, Any]:
    """The example as plain data."""
    raw: dict[str, Any] = json.loads(encode(example_portfolio()))
    return raw


def issues_of(raw: Any) -> tuple[Issue, ...]:
    """What is wrong with a document that holds plain data."""
    portfolio, issues = read_document(json.dumps(raw))
    assert (portfolio is None) == bool(issues)
    return issues


@given(portfolios())
@settings(max_examples=40)
def test_round_trip_is_exact(portfolio: Portfolio) -> None:
    """What is read is equal to what was written, and writes the same bytes."""
    data = encode(portfolio)
    again = decode(data)
    assert again == portfolio
    assert encode(again) == data


def test_document_begins_with_its_version_and_leaves_defaults_out() -> None:
    """Version, name and settings are always there; empty notes are not; certain quantities are numbers."""
    raw = document()
    assert list(raw)[:2] == ["schema_version", "name"]
    assert raw["schema_version"] == 3
    assert raw["teams"][0]["headcount"] == 8
    assert raw["teams"][0]["availability"] == "0.7..0.8..0.85"
    assert "note" not in raw["teams"][0]


def test_scaled_quantity_keeps_its_notation() -> None:
    """A scenario's scale on an uncertain quantity is written so that it reads back equal."""
    changed = put(example_portfolio(), "stage:atlas-build-code.duration", q("LogN(3, 9)").scaled(1.2).shifted(2))
    assert decode(encode(changed)) == changed


def test_digest_is_of_values_not_of_objects() -> None:
    """Explicit defaults and whole floats make no difference; another value does."""
    base = example_portfolio()
    same = put(base, "team:design.attrition", q(0))
    assert digest(same) == digest(put(base, "team:design.headcount", 3.0)) == digest(base)
    assert digest(put(base, "team:design.headcount", 4.0)) != digest(base)


def test_digest_is_the_same_in_another_process() -> None:
    """Hash randomisation of another interpreter changes nothing."""
    code = "from models import codec; from tests import portfolios; print(codec.digest(portfolios.example_portfolio()))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert result.stdout.strip() == digest(example_portfolio())


def test_unknown_missing_and_wrong_are_all_reported_at_once() -> None:
    """Six mistakes in one document are six issues, each with its place, id and remedy."""
    raw = document()
    raw["settings"].pop("start")
    raw["teams"][0]["headcout"] = raw["teams"][0].pop("headcount")
    raw["teams"][1]["contractor_limit"] = "2"
    stage = raw["initiatives"][0]["options"][0]["stages"][1]
    stage["duration"] = "9..5..3"
    stage["category"] = "extern"
    found = {issue.where: issue.message for issue in issues_of(raw)}
    place = 'initiatives[0].options[0].stages[1].duration (stage "atlas-build-code")'
    assert "PERT" in found[place]
    assert 'did you mean "external"?' in found[place.replace("duration", "category")]
    assert "such as 2027-03" in found["settings.start"]
    assert found['teams[0].headcout (team "platform")'] == 'a team has no "headcout"; did you mean "headcount"?'
    assert '"headcount" is missing' in found['teams[0].headcount (team "platform")']
    assert found['teams[1].contractor_limit (team "design")'] == '"2" is text; write 2 without quotes'
    assert len(found) == 6


@pytest.mark.parametrize(
    ("data", "remedy"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"[]", "should be an object"),
        (b'"x"', "should be an object"),
        (b"NaN", "should be an object"),
        (b"{", "this is not JSON"),
        (b'{"name": "x",}', "this is not JSON"),
        (b"\xff\xfe{\x00}\x00", "save it as UTF-8"),
        (b'{"name": "\xe4"}', "byte 11 is not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b'{"schema_version": 4}', "open it with a newer Foliocast"),
        (b'{"schema_version": "1"}', "whole number"),
        (b'{"schema_version": true}', "whole number"),
        (b'{"schema_version": -1}', "whole number"),
        (b'{"schema_version": NaN}', "whole number"),
        (b"{}", '"settings" is missing'),
    ],
)
def test_what_is_no_document_is_refused_in_words(data: bytes, remedy: str) -> None:
    """Every refusal says what is wrong; nothing escapes as a traceback."""
    portfolio, issues = read_document(data)
    assert portfolio is None
    assert any(remedy in issue.message for issue in issues), issues
    with pytest.raises(DocumentError, match="error"):
        decode(data)


@pytest.mark.parametrize(
    ("literal", "remedy"),
    [
        ("NaN", "NaN is not a number that can be used"),
        ("-Infinity", "-Infinity is not a number that can be used"),
        ("1e999", "huge number"),
        ("1" * 5000, "huge number"),
        ("true", "write a number"),
        ("null", "it is empty; write a number"),
        ("[8]", "a list does not fit"),
        ('"eight"', '"eight" does not fit'),
        ('"\\ud800"', "lone surrogate"),
    ],
)
def test_unusable_numbers_are_refused_where_they_stand(literal: str, remedy: str) -> None:
    """The head-count of the first team is the one issue, with its place."""
    text = encode(example_portfolio()).decode().replace('"headcount": 8', f'"headcount": {literal}')
    portfolio, issues = read_document(text)
    assert portfolio is None
    assert [issue.where for issue in issues] == ['teams[0].headcount (team "platform")']
    assert remedy in issues[0].message


def test_repeated_names_are_refused() -> None:
    """JSON readers would silently take the last one."""
    text = encode(example_portfolio()).decode().replace('"headcount": 8', '"headcount": 8, "headcount": 9')
    assert [issue.message for issue in read_document(text)[1]] == ['"headcount" is there twice; keep one']
    top = text.replace('"headcount": 8, "headcount": 9', '"headcount": 8').replace(
        '"name": "Example"', '"name": "", "name": ""'
    )
    assert [issue.message for issue in read_document(top)[1]] == ['"name" is there twice; keep one']


def test_bad_ids_and_months_are_refused_with_an_example() -> None:
    """The message shows the form; a path is no id."""
    raw = document()
    raw["teams"][0]["id"] = "../x"
    raw["settings"]["start"] = "Jan 2027"
    messages = " ".join(issue.message for issue in issues_of(raw))
    assert "such as atlas-design" in messages
    assert "such as 2027-03" in messages


def test_byte_order_mark_is_read_over() -> None:
    """Some editors write one; it means nothing in UTF-8."""
    assert decode(b"\xef\xbb\xbf" + encode(example_portfolio())) == example_portfolio()
    assert decode("\ufeff" + encode(example_portfolio()).decode()) == example_portfolio()


@pytest.mark.parametrize("version", [None, 0])
def test_version_0_is_migrated(version: int | None) -> None:
    """Version 0 had flat settings and start_month in hires; it reads as the same portfolio."""
    raw = document()
    del raw["schema_version"]
    if version is not None:
        raw["schema_version"] = version
    settings = raw["settings"]
    raw |= {"start": settings.pop("start"), "trials": settings.pop("trials")}
    hire = raw["teams"][0]["hires"][0]
    hire["start_month"] = hire.pop("month")
    assert decode(json.dumps(raw)) == example_portfolio()


@pytest.mark.parametrize(
    "broken", [{"teams": 3}, {"teams": [3, {"hires": 3}, {"hires": [3]}]}, {"start": 1, "settings": 3}]
)
def test_migrating_nonsense_gives_issues(broken: dict[str, Any]) -> None:
    """A migration leaves what it does not understand to the reader."""
    assert issues_of({"name": "x", **broken})


def test_two_hundred_broken_documents_give_issues_and_never_a_traceback() -> None:
    """Seeded mutations of the example: each reads as a portfolio or as issues."""
    chance = random.Random(20270301)
    refused = 0
    for _ in range(200):
        portfolio, issues = read_document(_mutated(chance))
        assert (portfolio is None) == bool(issues)
        assert all(issue.message and issue.where for issue in issues)
        assert portfolio is None or isinstance(check(portfolio), list)
        refused += portfolio is None
    assert refused > 150  # most mutations break something; one that only changes a note does not


_NONSENSE = [
    None,
    True,
    -1,
    1e308,
    "x",
    "4",
    "9..1..2",
    [],
    [None],
    {},
    {"id": []},
    "2027-99",
    "\ud800",
    10**30,
    "Normal(1",
]


def _mutated(chance: random.Random) -> str:
    """The example with one to three places replaced, removed or renamed, and now and then cut off."""
    raw = document()
    for _ in range(chance.randint(1, 3)):
        holder, key = chance.choice(list(_places(raw)))
        action = chance.randrange(3)
        if action == 0:
            holder[key] = chance.choice(_NONSENSE)
        elif action == 1:
            del holder[key]
        elif isinstance(holder, dict):
            holder[f"{key}x"] = holder.pop(key)
        else:
            holder.append(chance.choice(_NONSENSE))
    text = json.dumps(raw)
    return text[: chance.randrange(len(text))] if chance.random() < 0.1 else text


def _places(value: Any) -> Any:
    """Every place of plain data, as its holder and key."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in list(pairs):
        yield value, key
        yield from _places(entry)


def test_schema_is_closed_and_its_references_resolve() -> None:
    """Every $ref leads to a definition, unknown fields are refused, and required fields are the records' own."""
    schema = json_schema()
    assert schema["$schema"].endswith("2020-12/schema")
    text = json.dumps(schema)
    for part in text.split('"$ref": "')[1:]:
        name = part.split('"')[0].removeprefix("#/$defs/")
        assert name in schema["$defs"]
    assert schema["$defs"]["Team"]["required"] == ["id", "name", "headcount"]
    assert schema["$defs"]["Team"]["additionalProperties"] is False
    duration = schema["$defs"]["Stage"]["properties"]["duration"]
    assert duration["x-unit"] == "months"
    assert {"type": "null"} in duration["anyOf"]
    assert set(schema["$defs"]["Stage"]["properties"]) == set(Stage.__struct_fields__)


def test_nan_is_never_written() -> None:
    """JSON has no NaN: writing one would make a file that cannot be read."""
    with pytest.raises(ValueError, match="JSON compliant"):
        encode(put(example_portfolio(), "team:design.headcount", float("nan")))


def test_records_made_by_hand_are_written_alike() -> None:
    """A whole number given as int or float is the same in the file."""
    base = example_portfolio()
    teams = (msgspec.structs.replace(base.teams[0], headcount=8.0), *base.teams[1:])
    assert encode(msgspec.structs.replace(base, teams=teams)) == encode(base)
