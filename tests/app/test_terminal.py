"""Tables, complaints and progress: ruled on a terminal, plain columns elsewhere."""

from collections.abc import Callable

import pytest

from app.terminal import Table, clean, complain, complain_of, narrowed, print_table, print_text, run_progress
from models.issue import Issue
from simulation.progress import BlockDone, Converged, RunFinished, RunStarted, TrialsDone

ROWS = [("Atlas", "Mar 2027", "later"), ("検査", "–", "–")]
TABLE = Table("Launches", ("Initiative", "P50", "P80"), ROWS, note="A note.")


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """Both streams are a terminal of 60 columns, which wants no colours; what it showed since it was last asked."""
    for name, value in {"FORCE_COLOR": "1", "NO_COLOR": "1", "TERM": "xterm", "COLUMNS": "60", "LINES": "20"}.items():
        monkeypatch.setenv(name, value)
    return lambda: "".join(capsys.readouterr())


def test_into_a_pipe_columns_are_aligned_by_what_is_seen(capsys: pytest.CaptureFixture[str]) -> None:
    """The two Japanese characters take four columns, so they are followed by one blank less than it seems."""
    print_table(TABLE)
    assert capsys.readouterr().out.splitlines() == [
        "Launches",
        "Initiative       P50    P80",
        "Atlas       Mar 2027  later",
        "検査               –      –",
        "A note.",
        "",
    ]


def test_a_terminal_gets_rules_and_the_same_figures(terminal: Callable[[], str]) -> None:
    print_table(TABLE)
    shown = terminal()
    assert "──" in shown
    for words in ("Launches", "Initiative", "Mar 2027", "later", "A note."):
        assert words in shown


def test_colours_are_left_out_where_the_user_wants_none(
    terminal: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Red is command 31; without colours the word may still be bold."""
    complain("no such scenario")
    assert "31m" not in terminal()
    monkeypatch.delenv("NO_COLOR")
    complain("no such scenario")
    assert "\x1b[1;31merror:" in terminal()


def test_a_narrow_terminal_loses_the_last_columns_and_is_told_so() -> None:
    """Needed: 10 + 8 + 5 and the rules between them, 32 columns."""
    assert narrowed(TABLE, 32) == TABLE
    narrow = narrowed(TABLE, 31)
    assert narrow.columns == ("Initiative", "P50")
    assert narrow.rows == [("Atlas", "Mar 2027"), ("検査", "–")]
    assert narrow.note == "A note. A wider terminal shows: P80."
    assert narrowed(TABLE, 1).columns == ("Initiative", "P50")  # the first figure always stays


def test_markup_in_names_is_text(terminal: Callable[[], str]) -> None:
    print_table(Table("Teams", ("Team", "Load"), [("[bold]A[/bold]", "1 %")]))
    print_text("[red]plain")
    shown = terminal()
    assert "[bold]A[/bold]" in shown
    assert "[red]plain" in shown


def test_control_characters_become_blanks() -> None:
    """Escape (7 and 8 bit) starts a command to the terminal, a new line a forged line."""
    assert clean("a\x1b[2Jb\x9b1mc\nd\te") == "a [2Jb 1mc d e"


def test_issues_name_file_record_and_field(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = Issue("team web", "headcount", "it is negative; write 4")
    complain_of("plan.foliocast", [wrong, Issue("portfolio", "", "it is empty", "warning")])
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "error: plan.foliocast: team web, headcount: it is negative; write 4",
        "warning: plan.foliocast: portfolio: it is empty",
    ]


def test_progress_shows_how_long_it_takes(terminal: Callable[[], str]) -> None:
    with run_progress() as listener:
        assert listener is not None
        for event in (
            RunStarted(trials=2000, blocks=2, workers=1),
            TrialsDone(done_trials=500, total_trials=2000, elapsed=4.0, seconds_left=12.0),
            BlockDone(block=0, done_trials=1000, total_trials=2000, elapsed=8.0, seconds_left=8.0),
            Converged(done_trials=1000),
            RunFinished(trials=1000, elapsed=8.0),
        ):
            listener(event)
    assert "Simulating 2,000 trials" in terminal()


def test_there_is_no_progress_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with run_progress() as listener:
        assert listener is None
    assert capsys.readouterr().err == ""
