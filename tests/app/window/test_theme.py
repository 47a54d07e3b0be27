"""Both themes can be read by everybody, and every colour that is used is one of theirs."""

import re

import pytest

from app.theme import DARK, LIGHT, TEXT_ON, Tokens, contrast, greyed, palette_of, style_sheet, tokens_of

BOTH = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_of_black_on_white_is_21() -> None:
    """The definition's greatest value; equal colours have its least, 1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@BOTH
@pytest.mark.parametrize(("text", "ground"), TEXT_ON)
def test_text_has_at_least_the_contrast_of_level_aa(tokens: Tokens, text: str, ground: str) -> None:
    """4.5 : 1 is what WCAG 2.2 asks of normal text."""
    assert contrast(getattr(tokens, text), getattr(tokens, ground)) >= 4.5


@BOTH
@pytest.mark.parametrize("veil", [0.7, 0.8])
def test_text_on_a_veil_over_a_colour_of_charts_can_be_read(tokens: Tokens, veil: float) -> None:
    """Names of dots and of areas stand on the surface laid at 70 or 80 % over whatever is below."""
    for colour in tokens.series:
        parts = (
            round(veil * int(tokens.surface[at : at + 2], 16) + (1 - veil) * int(colour[at : at + 2], 16))
            for at in (1, 3, 5)
        )
        assert contrast(tokens.text, "#" + "".join(f"{part:02x}" for part in parts)) >= 4.5


@BOTH
def test_stale_text_can_still_be_read(tokens: Tokens) -> None:
    stale = greyed(tokens)
    for text in (stale.text, stale.muted):
        assert contrast(text, tokens.surface) >= 4.5


@BOTH
def test_lines_of_charts_stand_out_from_their_ground(tokens: Tokens) -> None:
    """3 : 1 is what WCAG 2.2 asks of graphics; yellow and sky blue are for areas with an edge, so two may be paler."""
    clear = [colour for colour in tokens.series if contrast(colour, tokens.surface) >= 3]
    assert len(clear) >= 3


@BOTH
def test_the_style_sheet_names_only_colours_of_the_theme(tokens: Tokens) -> None:
    sheet = style_sheet(tokens)
    assert "@" not in sheet
    assert set(re.findall(r"#[0-9a-f]{6}\b", sheet)) <= {
        value for value in vars(tokens).values() if isinstance(value, str)
    }


@BOTH
def test_a_palette_tells_its_theme(tokens: Tokens) -> None:
    assert tokens_of(palette_of(tokens)) is tokens
