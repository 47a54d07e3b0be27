"""The project as a whole: two commands, walls that are checked, pinned versions, nobody's machine in it."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.places import ROOT

TOP_FOLDERS = {"app", "simulation", "models", "resources", "tests", "docs"}


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins() -> dict[str, str]:
    lines = (ROOT / ".constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if not line.startswith("#"))
    return {canonicalize_name(name): version for name, version in pairs}


def tracked() -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listing.stdout.splitlines() if (ROOT / name).is_file()]


def recipe(target: str) -> str:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", text, re.MULTILINE)
    assert found is not None
    return found[1]


def test_the_readme_has_exactly_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert [block.strip() for block in blocks] == ["make run", "make test"]


def test_what_the_readme_points_to_is_there() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)]+)\)", text)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_one_command_checks_style_types_walls_and_tests() -> None:
    """The order matters: what answers soonest comes first, and the last line is pytest's."""
    steps = [line.strip() for line in recipe("test").splitlines()]
    assert [re.sub(r"^.*?(ruff|mypy|lint-imports|pytest)\b.*$", r"\1", step) for step in steps] == [
        "ruff",
        "mypy",
        "lint-imports",
        "pytest",
    ]
    assert not any(step.startswith("-") or "|| true" in step for step in steps)


def test_warnings_fail_the_tests() -> None:
    assert project()["tool"]["pytest"]["ini_options"]["filterwarnings"][0] == "error"
    assert project()["tool"]["mypy"]["strict"] is True


def test_ci_runs_what_developers_run() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o100
    assert script.read_text(encoding="utf-8").splitlines()[-1] == "exec make test"


def test_every_dependency_is_pinned_within_its_range() -> None:
    """An outdated pin would install something that the project says does not work."""
    declared = project()["project"]
    wanted = sum(declared["optional-dependencies"].values(), list(declared["dependencies"]))
    for requirement in map(Requirement, wanted):
        if requirement.name == declared["name"]:
            continue
        pin = pins().get(canonicalize_name(requirement.name))
        assert pin is not None, f"{requirement.name} has no pin"
        assert requirement.specifier.contains(pin), f"{requirement} against {pin}"


def test_the_top_level_is_as_the_design_draws_it() -> None:
    folders = {path.relative_to(ROOT).parts[0] for path in tracked() if len(path.relative_to(ROOT).parts) > 1}
    assert {name for name in folders if not name.startswith(".")} == TOP_FOLDERS


def test_nobodys_machine_is_in_the_project() -> None:
    """Absolute paths of a home, a mount or an installation; spelt in two parts, or this file would be found."""
    places = "|".join(("root", "home", "Users", "opt", "mnt", "work", "usr/lo" + "cal"))
    pattern = re.compile(rf"(?<![\w.:/\-\])>}}*]){'/'}(?:{places})/|[A-Z]:\\\\?Users")
    found = []
    for path in tracked():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # an icon or a picture
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in pattern.finditer(text)]
    assert found == []
