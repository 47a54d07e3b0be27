"""Files on disk: whole or not at all, and each refusal with its own words."""

import errno
import os
import stat
from pathlib import Path

import pytest

from app.exchange import files
from app.exchange.files import DocumentError, FileRefused, load_portfolio, require_writable, save_portfolio, write_file
from models.codec import encode
from tests.portfolios import example_portfolio


def refusal_of_reading(path: Path) -> str:
    with pytest.raises(FileRefused) as refused:
        load_portfolio(path)
    assert str(refused.value).startswith(f"{path}: ")
    return str(refused.value)


def test_a_saved_portfolio_is_loaded_again(tmp_path: Path) -> None:
    path = tmp_path / "plan.foliocast"
    save_portfolio(path, example_portfolio())
    assert load_portfolio(path) == example_portfolio()
    assert os.listdir(tmp_path) == ["plan.foliocast"]


def test_each_unreadable_file_is_refused_with_its_own_words(tmp_path: Path) -> None:
    """The last word of each refusal says what to do."""
    contents = {
        "empty.foliocast": (b"", "the file is empty"),
        "blank.foliocast": (b" \n", "the document is empty"),
        "book.foliocast": (b"PK\x03\x04abc", "a ZIP archive or an Excel workbook, not a portfolio"),
        "table.csv": (b"a,b\n1,2\n", "this is a table, not a portfolio"),
        "picture.foliocast": (b"\x89PNG\r\n\0\0\0", "this is a binary file, not a portfolio"),
        "latin.foliocast": ('{"name": "Zürich"}'.encode("latin-1"), "is not UTF-8"),
        "cut.foliocast": (encode(example_portfolio())[:200], "this is not JSON"),
        "list.foliocast": (b"[1, 2]", "the document is a list"),
        "newer.foliocast": (b'{"schema_version": 99}', "the document has version 99"),
    }
    for name, (data, words) in contents.items():
        path = tmp_path / name
        path.write_bytes(data)
        message = refusal_of_reading(path)
        assert words in message
        assert message.endswith(".")
        assert not message.endswith("..")


def test_the_remedy_fits_the_name(tmp_path: Path) -> None:
    """A damaged plan has the right name already."""
    for name, remedy in (("plan.foliocast", "Use an older copy"), ("plan.dat", "ends in .foliocast")):
        path = tmp_path / name
        path.write_bytes(b"\x89\0\0")
        assert remedy in refusal_of_reading(path)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    assert "there is no such file" in refusal_of_reading(tmp_path / "plan.foliocast")
    assert "there is no such file" in refusal_of_reading(tmp_path / "nowhere" / "plan.foliocast")
    assert "this is a folder" in refusal_of_reading(tmp_path)
    assert "cannot be the name of a file" in refusal_of_reading(tmp_path / "a\0b")


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """A sparse file of 200 MB: more than twice what the largest portfolio would take."""
    path = tmp_path / "huge.foliocast"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert "200 MB" in refusal_of_reading(path)


def test_a_stream_that_gives_more_than_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A device has no size to be judged by: what it gives is counted."""
    monkeypatch.setattr(files, "LARGEST_FILE", 1000)
    assert "more data" in refusal_of_reading(Path("/dev/zero"))


def test_a_broken_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.foliocast"
    save_portfolio(path, example_portfolio())

    def broken(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Path, "open", broken)
    assert "it cannot be read" in refusal_of_reading(path)


def test_fields_that_do_not_fit_are_all_named(tmp_path: Path) -> None:
    """A portfolio with mistakes is a portfolio: its mistakes are listed, the file is not refused."""
    path = tmp_path / "plan.foliocast"
    path.write_bytes(b'{"schema_version": 1, "name": 4, "settings": {"start": "2027-13"}}')
    with pytest.raises(DocumentError) as found:
        load_portfolio(path)
    assert [issue.field for issue in found.value.issues] == ["name", "start"]


def test_a_failed_write_keeps_the_old_file_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk fills up at the last moment, when the data are flushed."""
    path = tmp_path / "plan.foliocast"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileRefused) as refused:
        write_file(path, b"new")
    assert refused.value.problem == "the disk is full"
    assert refused.value.kept == "The file that was there is unchanged."
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["plan.foliocast"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EROFS, "the disk can only be read"),
        (errno.EACCES, "you may not write here"),
        (errno.EDQUOT, "the disk is full"),
        (errno.EIO, "it cannot be written"),
    ],
)
def test_each_failure_to_write_has_its_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(FileRefused) as refused:
        write_file(tmp_path / "plan.foliocast", b"new")
    assert words in refused.value.problem
    assert refused.value.kept == "Nothing was written."


def test_an_impossible_place_is_refused_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    places = {
        tmp_path / "nowhere" / "out.json": "there is no folder",
        tmp_path / "file" / "out.json": "is a file, not a folder",
        tmp_path: "this is a folder",
        tmp_path / ("n" * 300): "the name is too long",
        tmp_path / "a\0b": "cannot be the name of a file",
        Path("/dev/full"): "this is a device",
    }
    for place, words in places.items():
        with pytest.raises(FileRefused, match=words):
            require_writable(place)


def test_asking_whether_a_file_can_be_written_changes_nothing(tmp_path: Path) -> None:
    require_writable(tmp_path / "out.json")
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="needs a user whom permissions bind")
def test_a_file_that_is_protected_against_writing_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "plan.foliocast"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(FileRefused, match="you may not write here"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX systems")
def test_permissions_are_kept_and_new_files_get_the_usual_ones(tmp_path: Path) -> None:
    """A temporary file is private (0600); the file that it becomes must not be."""
    path = tmp_path / "plan.foliocast"
    before = os.umask(0o022)
    try:
        write_file(path, b"one")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    path.chmod(0o640)
    write_file(path, b"two")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    link = tmp_path / "plan.foliocast"
    link.symlink_to(tmp_path / "far" / "plan.foliocast")
    write_file(link, b"data")
    assert link.is_symlink()
    assert (tmp_path / "far" / "plan.foliocast").read_bytes() == b"data"


def test_a_portfolio_is_not_saved_over_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(FileRefused, match="a portfolio is not an Excel workbook"):
        save_portfolio(path, example_portfolio())
    assert path.read_bytes() == b"PK\x03\x04"
