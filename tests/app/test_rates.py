"""Rate cards: what is read, how ids are made, and what is said of each wrong cell."""

from pathlib import Path

import pytest

from app.exchange.rates import COLUMNS, RateCardError, rate_id, read_rate_card
from models.team import Rate
from models.uncertainty import Quantity
from tests.places import RESOURCES

CARD = RESOURCES / "rates.csv"
HEADER = ",".join(COLUMNS)


def test_a_row_becomes_a_rate_with_an_id_from_role_and_place() -> None:
    """The id is what a team's ``rate`` refers to, so it is made from words, never from the row's number."""
    (rate,) = read_rate_card(f"{HEADER}\nHead of product,Berlin,EUR,122000,survey")
    assert rate == Rate(
        id="head-of-product-berlin",
        role="Head of product",
        place="Berlin",
        currency="EUR",
        annual_pay=Quantity.certain(122000),
        source="survey",
    )


def test_pay_may_be_uncertain() -> None:
    """The notation of all quantities holds in the card, too."""
    (rate,) = read_rate_card(f"{HEADER}\nDesigner,Berlin,EUR,72000..78000..86000,")
    assert rate.annual_pay == Quantity.parse("72000..78000..86000")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_spreadsheets_of_all_countries_are_read(separator: str) -> None:
    """Spreadsheets write commas, semicolons or tabs; columns may come in any order, the source may be absent."""
    text = separator.join(("annual_pay", "currency", "Place", "role"))
    text += "\n" + separator.join(("99000", "GBP", "London", "Head of product"))
    (rate,) = read_rate_card(text)
    assert (rate.id, rate.annual_pay, rate.source) == ("head-of-product-london", Quantity.certain(99000), "")


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    """Spreadsheets put a byte order mark before the first column's name."""
    path = tmp_path / "card.csv"
    path.write_text(f"\ufeff{HEADER}\nEngineer,Köln,EUR,70000,", encoding="utf-8")
    (rate,) = read_rate_card(path)
    assert (rate.id, rate.place) == ("engineer-koln", "Köln")


def test_a_file_in_another_encoding_is_refused_by_name(tmp_path: Path) -> None:
    """Byte 0xF6 is an o with dots in Latin-1 and nothing in UTF-8."""
    path = tmp_path / "card.csv"
    path.write_bytes(f"{HEADER}\nEngineer,K".encode() + b"\xf6ln,EUR,70000,")
    with pytest.raises(RateCardError, match=r"card\.csv is not in UTF-8"):
        read_rate_card(path)


@pytest.mark.parametrize(
    ("cells", "place", "remedy"),
    [
        (",Berlin,EUR,1,", 'row 2, column "role"', "name the role"),
        ("製品,北京,CNY,1,", 'row 2, column "role"', "no Latin letter"),
        (f"{'a' * 81},Berlin,EUR,1,", 'row 2, column "role"', "longer than 80"),
        ("Engineer,Berlin,eur,1,", 'row 2, column "currency"', "three capitals"),
        ("Engineer,Berlin,EUR,,", 'row 2, column "annual_pay"', "no number"),
        ("Engineer,Berlin,EUR,12k,", 'row 2, column "annual_pay"', "'k'"),
        ("Engineer,Berlin,EUR,0,", 'row 2, column "annual_pay"', "above 0"),
        ("Engineer,Berlin,EUR,-5..1..2,", 'row 2, column "annual_pay"', "above 0"),
        ("Engineer,Berlin,EUR", "row 2", "3 cells, the header has 5"),
    ],
)
def test_a_wrong_cell_is_named_with_row_and_column(cells: str, place: str, remedy: str) -> None:
    """Row 1 is the header, as a spreadsheet counts."""
    with pytest.raises(RateCardError) as caught:
        read_rate_card(f"{HEADER}\n{cells}")
    (problem,) = caught.value.problems
    assert problem.startswith(place)
    assert remedy in problem


def test_all_problems_are_told_at_once_and_blank_rows_keep_their_number() -> None:
    """Row 2 is blank, rows 3 and 5 are wrong, row 4 is fine: nobody should have to try three times."""
    with pytest.raises(RateCardError) as caught:
        read_rate_card(f"{HEADER}\n\nEngineer,Berlin,E,70000,\nTester,Berlin,EUR,60000,\nWriter,Berlin,EUR,much,")
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        'row 3, column "currency"',
        'row 5, column "annual_pay"',
    ]


def test_a_role_is_priced_once_at_a_place() -> None:
    """Two pays for one id would make the team's cost a matter of order."""
    with pytest.raises(RateCardError, match='row 3, column "place": engineer in Berlin is in row 2 already'):
        read_rate_card(f"{HEADER}\nEngineer,Berlin,EUR,70000,\nengineer,Berlin,EUR,75000,")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the table is empty"),
        ("role,place,annual_pay", 'the column "currency" is missing'),
        (f"{HEADER},bonus", '"bonus" is not a column'),
        (f"{HEADER},role", 'the column "role" is there twice'),
        (f'{HEADER}\n"Engineer,Berlin', "cannot be read as CSV"),
    ],
)
def test_a_table_of_another_form_is_refused(text: str, message: str) -> None:
    """The message says which column is wrong, and what the first row should be."""
    with pytest.raises(RateCardError, match=message):
        read_rate_card(text)


def test_an_id_is_plain_letters_digits_and_hyphens() -> None:
    """Accents are dropped and everything else becomes one hyphen, none at the ends."""
    assert rate_id(" C++ développeur (senior) ", "São Paulo") == "c-developpeur-senior-sao-paulo"


def test_our_card_is_read_whole_and_says_where_each_pay_is_from() -> None:
    """Fifteen published medians of one role; all else is our own assumption and says so."""
    rates = read_rate_card(CARD)
    published = [rate for rate in rates if rate.source == "public career page, 2024"]
    assert {rate.role for rate in published} == {"Head of product"}
    assert len(published) == 15
    assert {rate.source for rate in rates if rate not in published} == {"sample assumption"}


@pytest.mark.parametrize(
    ("place", "currency", "pay"),
    [("Berlin", "EUR", 122000), ("Toronto", "CAD", 334000), ("Tel Aviv", "ILS", 548000), ("Delhi", "INR", 8750000)],
)
def test_published_medians_are_as_published(place: str, currency: str, pay: float) -> None:
    """Four of the fifteen, in four currencies."""
    rates = {rate.id: rate for rate in read_rate_card(CARD)}
    rate = rates[rate_id("Head of product", place)]
    assert (rate.currency, rate.annual_pay) == (currency, Quantity.certain(pay))
