"""The schema of the workbook follows the records: no field is forgotten, no two columns share a name."""

from collections import Counter

import pytest

from app.exchange.sheets import ORDER, PARENTS, Column, header_key, input_sheets, settings_rows
from models.fields import COLLECTIONS, KINDS, fields_of


def test_every_kind_of_record_has_a_sheet() -> None:
    """Whatever the document can hold can be typed into the workbook."""
    kinds = {kind for held in COLLECTIONS.values() for kind in held.values()}
    assert {kind for _, kind in ORDER} == kinds


@pytest.mark.parametrize("sheet", input_sheets(), ids=lambda sheet: sheet.title)
def test_every_field_has_a_column(sheet) -> None:  # type: ignore[no-untyped-def]
    """Fields of records inside a record have columns of their own, lists of records have sheets."""
    held = COLLECTIONS.get(sheet.kind, {})
    wanted = {name for name in fields_of(KINDS[sheet.kind]) if name not in held and name != "overrides"}
    assert {column.field.split(".")[0] for column in sheet.columns if column.field} - {"override"} == wanted


@pytest.mark.parametrize("columns", [settings_rows(), *(sheet.columns for sheet in input_sheets())])
def test_headers_are_told_apart(columns: tuple[Column, ...]) -> None:
    """However they are written, no two headers of a sheet are the same, and each one finds its column."""
    assert max(Counter(header_key(column.title) for column in columns).values()) == 1


def test_children_name_their_parent_in_the_second_column() -> None:
    """The column without a field holds the parent's id."""
    for sheet in input_sheets():
        named = [number for number, column in enumerate(sheet.columns) if not column.field]
        assert named == ([1] if sheet.kind in PARENTS else [])


def test_headers_are_found_whatever_their_case_and_spaces() -> None:
    """``earliest START`` is ``Earliest start``."""
    stages = next(sheet for sheet in input_sheets() if sheet.kind == "stage")
    column = stages.column("  earliest START ")
    assert column is not None
    assert column.field == "earliest_start"
    assert stages.column("Earliest") is None


def test_ids_months_and_currencies_have_their_own_kinds_of_cell() -> None:
    """An id is checked as one, a currency offers those that exist, and a month is no free text."""
    cells = {(sheet.kind, column.field): column for sheet in input_sheets() for column in sheet.columns}
    assert cells["stage", ""].cell == "id"
    assert cells["stage", ""].refers == "option"
    assert cells["option", "currency"].refers == "currency"
    assert cells["hire", "month"].cell == "month"
    assert cells["decision", "decided_on"].cell == "day"
    assert (cells["correlation", "rho"].low, cells["correlation", "rho"].high) == (-1, 1)
