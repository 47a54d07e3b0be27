"""A wish made in the chart of stages as a step of the history: its edit, its name, what to say of it.  No Qt here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from app.charts.stages.plan import StagePlan, plan_of
from app.charts.stages.wishes import Join, Lengthen, Move, Part, StartAt, Wish
from app.charts.stages.words import instant
from app.pages.initiative.edits import join, move_stage, part, set_earliest_start, set_length
from app.wording import count, month, months
from models.edits import EditError, remove_records
from models.initiative import Initiative, Option, Stage
from models.portfolio import Portfolio
from models.walk import find

Edit = Callable[[Portfolio], Portfolio]


@dataclass(frozen=True, slots=True)
class Step:
    """An edit, what it is called in the history, the key under which it merges, and a sentence for afterwards."""

    edit: Edit
    text: str
    merge_key: str | None = None
    done: str = ""


def step_for(portfolio: Portfolio, wish: Wish) -> Step:
    """How a wish is carried out.

    Raises
    ------
    ValueError
        If its stage is not there.
    """
    if isinstance(wish, Lengthen):
        key = f"stage:{wish.stage}.duration" if wish.typing else None
        edit: Edit = partial(set_length, stage_id=wish.stage, months=wish.months)
        return Step(edit, f"length of {_name(portfolio, wish.stage)}", key)
    if isinstance(wish, StartAt):
        key = f"stage:{wish.stage}.earliest_start" if wish.typing else None
        edit = partial(set_earliest_start, stage_id=wish.stage, month=wish.month)
        return Step(edit, f"earliest start of {_name(portfolio, wish.stage)}", key)
    if isinstance(wish, Join | Part):
        return _linking(portfolio, wish)
    if isinstance(wish, Move):
        return _moving(portfolio, wish)
    name = _name(portfolio, wish.stage)
    edit = partial(remove_records, kind="stage", ids=[wish.stage])
    return Step(edit, f"delete {name}", done=f"Deleted {name}; Undo brings it back.")


def foretold(portfolio: Portfolio, option_id: str, wish: Wish) -> tuple[bool, str]:
    """Whether a wish can be carried out, and in words what would come of it, or why not."""
    try:
        changed = step_for(portfolio, wish).edit(portfolio)
    except ValueError as error:
        return False, f"Not possible: {error}"
    before, after = option_plan(portfolio, option_id), option_plan(changed, option_id)
    if before is None or after is None:
        return False, "Not possible: the option is gone"
    text = _outcome(changed, after, wish)
    if isinstance(wish, Move):
        named = _named(before, after)
        return True, text + (
            f"; {count(named, 'arrow')} by default {'is' if named == 1 else 'are'} named" if named else ""
        )
    return True, text + _launch_change(before, after)


def option_plan(portfolio: Portfolio, option_id: str) -> StagePlan | None:
    """The plan of an option; None where it is not there."""
    for initiative in portfolio.initiatives:
        for option in initiative.options:
            if option.id == option_id:
                return plan_of(portfolio, initiative, option)
    return None


def option_in(portfolio: Portfolio, option_id: str) -> tuple[Initiative, Option] | None:
    """An option and its initiative; None where it is not there."""
    pairs = ((one, option) for one in portfolio.initiatives for option in one.options)
    return next((pair for pair in pairs if pair[1].id == option_id), None)


def _linking(portfolio: Portfolio, wish: Join | Part) -> Step:
    names = f"{_name(portfolio, wish.before)} to {_name(portfolio, wish.after)}"
    if isinstance(wish, Join):
        return Step(partial(join, before_id=wish.before, after_id=wish.after), f"arrow from {names}")
    edit = partial(part, before_id=wish.before, after_id=wish.after)
    return Step(edit, f"remove arrow from {names}", done=f"Removed the arrow from {names}; Undo restores it.")


def _moving(portfolio: Portfolio, wish: Move) -> Step:
    """A stage moved; arrows that only the order drew are named by it, which is said."""
    owner = str(getattr(find(portfolio, "stage", wish.stage).owners[-1].record, "id", ""))
    edit = partial(move_stage, stage_id=wish.stage, index=wish.index)
    before, after = option_plan(portfolio, owner), option_plan(edit(portfolio), owner)
    named = _named(before, after) if before is not None and after is not None else 0
    name = _name(portfolio, wish.stage)
    done = f"Moved {name}." + (
        f" {count(named, 'arrow')} that only the order drew {'is' if named == 1 else 'are'} named now, "
        "so every stage waits for what it waited for."
        if named
        else ""
    )
    return Step(edit, f"move {name}", done=done)


def _named(before: StagePlan, after: StagePlan) -> int:
    """How many links by default are named afterwards."""
    defaults = {(link.before, link.after) for link in before.links if link.by_default}
    return len(defaults & {(link.before, link.after) for link in after.links if not link.by_default})


def _outcome(changed: Portfolio, after: StagePlan, wish: Wish) -> str:
    if isinstance(wish, Join):
        return f"{after.by_id[wish.after].name} waits for {after.by_id[wish.before].name}"
    if isinstance(wish, Part):
        return f"{after.by_id[wish.after].name} does not wait for {after.by_id[wish.before].name}"
    stage = after.by_id.get(wish.stage)
    if stage is None:
        return "deleted"
    if isinstance(wish, Lengthen):
        text = _length_text(changed, wish.stage)
        return months(stage.duration) + (f": {text}" if text else "")
    if isinstance(wish, StartAt):
        if wish.month is None:
            return f"As early as it can: {instant(after.start, stage.start)}"
        return f"Not before {instant(after.start, wish.month)}"
    return f"Place {after.position(stage.id) + 1} of {len(after.stages)}"


def _length_text(portfolio: Portfolio, stage_id: str) -> str:
    """What an uncertain length, or the efforts that decide it, would be typed as."""
    stage = _stage(portfolio, stage_id)
    if stage.duration is not None:
        return "" if stage.duration.is_certain else stage.duration.text
    return ", ".join(f"{one.team} {one.effort.text} person-months" for one in stage.crew if one.effort is not None)


def _launch_change(before: StagePlan, after: StagePlan) -> str:
    if before.launch is None or after.launch is None:
        return ""
    was, now = month(before.start, before.launch), month(after.start, after.launch)
    return f"\nLaunch {was} → {now}" if was != now else ""


def _stage(portfolio: Portfolio, stage_id: str) -> Stage:
    record = find(portfolio, "stage", stage_id).record
    if not isinstance(record, Stage):
        raise EditError(f"{stage_id} is no stage")
    return record


def _name(portfolio: Portfolio, stage_id: str) -> str:
    return _stage(portfolio, stage_id).name or stage_id
