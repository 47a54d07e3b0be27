"""Blocks of cells on the clipboard, without any screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tables.clipboard import read_block, tiled, write_block

CELLS = st.text(alphabet=st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\x00"), max_size=8)


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("a\tb\nc\td\n", (("a", "b"), ("c", "d"))),
        ("a\tb\r\nc\td\r\n", (("a", "b"), ("c", "d"))),
        ('"two\nlines"\tb\n', (("two\nlines", "b"),)),
        ('"he said ""no"""\n', (('he said "no"',),)),
        ("a\n\nb\n", (("a",), ("",), ("b",))),
        ("a\tb\nc\n", (("a", "b"), ("c", ""))),
        ("", (("",),)),
    ],
)
def test_a_block_is_read_as_spreadsheets_write_it(text: str, block: tuple[tuple[str, ...], ...]) -> None:
    """Rows end with either line end, quoted cells may hold tabs and lines, short rows are filled up."""
    assert read_block(text) == block


def test_one_unmatched_quote_does_not_swallow_the_block() -> None:
    """A cell that begins with an inch mark would make one cell of all that follows; it is a character here."""
    assert read_block('"screen\t4\nmouse\t5\n') == (('"screen', "4"), ("mouse", "5"))


def test_two_unmatched_quotes_do_not_join_their_rows() -> None:
    """The first quote seems to be closed by the second one, two rows on."""
    assert read_block('"a\t1\nb\t2\n"c\t3\n') == (('"a', "1"), ("b", "2"), ('"c', "3"))


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=4))
def test_what_is_written_is_read_back(rows: list[list[str]]) -> None:
    """Whatever the cells hold: quotes, tabs, new lines."""
    assert read_block(write_block(rows)) == tuple(map(tuple, rows))


def test_a_block_fills_a_selection_that_it_fits_into() -> None:
    """One cell fills two by three; a block that does not fit a whole number of times stays as it is."""
    assert tiled((("x",),), 2, 3) == (("x", "x", "x"), ("x", "x", "x"))
    assert tiled((("a", "b"),), 2, 2) == (("a", "b"), ("a", "b"))
    assert tiled((("a", "b"),), 2, 3) == (("a", "b"),)
