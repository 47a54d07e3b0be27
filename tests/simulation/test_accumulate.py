"""Gathering blocks: exact first, counted where there are too many, saved and gone on with."""

import io
import pickle
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from simulation import accumulate, forecast
from simulation.accumulate import Accumulator
from simulation.block import BlockJob
from simulation.counted import CountedSample
from simulation.exact import ExactSample
from simulation.executors import Task
from simulation.figures import SPECS, Figures
from simulation.plan import compile_plan
from simulation.processes import Processes
from simulation.progress import BlockDone, Cancelled, Event
from simulation.result import Result
from simulation.room import shapes_of
from simulation.samples import Sample
from simulation.summarise import summarise
from tests.portfolios import example_portfolio
from tests.simulation.results import same_bits

EXAMPLE = example_portfolio()
TRIALS = 12_500


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Profiles are counted beyond 11,000 trials, the rest beyond 12,000, so that tests need not run 100,000."""
    monkeypatch.setattr(accumulate, "EXACT_PROFILE_TRIALS", 11_000)
    monkeypatch.setattr(accumulate, "EXACT_TRIALS", 12_000)


def same_sample(one: Sample, other: Sample) -> bool:
    """Whether two samples hold the same bits."""
    if isinstance(one, ExactSample) or isinstance(other, ExactSample):
        return type(one) is type(other) and same_bits(one.values, other.values)
    assert isinstance(one, CountedSample)
    assert isinstance(other, CountedSample)
    pairs = ((getattr(one.tally, name), getattr(other.tally, name)) for name in vars(one.tally))
    return all(np.array_equal(first, second) for first, second in pairs)


def differing(one: Result, other: Result) -> list[str]:
    """The figures that are not the same, bit for bit."""
    pairs = zip(one.figures.items(), other.figures.items(), strict=True)
    return [name for (name, first), (_, second) in pairs if not same_sample(first, second)]


def saved_and_read(gathered: Accumulator) -> Accumulator:
    """Through a file of arrays and back, without pickling."""
    file = io.BytesIO()
    np.savez(file, **gathered.state())
    file.seek(0)
    with np.load(file, allow_pickle=False) as state:
        return Accumulator.restore(dict(state))


@pytest.mark.usefixtures("small_limits")
def test_counted_forecasts_agree_with_exact_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """All percentiles that are shown lie within the stated rank error of the exact ones; means are equal."""
    rough = forecast(EXAMPLE, trials=TRIALS)
    monkeypatch.undo()
    fine = forecast(EXAMPLE, trials=TRIALS)
    assert 0 < rough.provenance.rank_error < 0.01
    assert fine.provenance.rank_error == 0
    off = 100 * rough.provenance.rank_error + 0.02
    for name, whole in fine.figures.items():
        sketch = getattr(rough.figures, name)
        np.testing.assert_allclose(sketch.mean(), whole.mean(), rtol=1e-5, atol=1e-5, err_msg=name)
        for percent in (10, 50, 80, 90):
            told = sketch.percentile(percent)
            tolerance = 1e-5 * np.abs(np.where(np.isfinite(told), told, 0.0)) + 1e-9
            assert not (told < whole.percentile(percent - off) - tolerance).any(), (name, percent)
            assert not (told > whole.percentile(percent + off) + tolerance).any(), (name, percent)
    summarise(rough)  # every table can be made of counts


@pytest.mark.usefixtures("small_limits")
def test_three_blocks_and_then_the_rest_are_the_whole_at_once() -> None:
    """Saved after 3,000 trials and gone on with, bit for bit; all figures end up counted."""
    at_once = forecast(EXAMPLE, trials=TRIALS)
    begun = Accumulator(EXAMPLE.settings.sampling)
    forecast(EXAMPLE, trials=3000, begun=begun)
    in_parts = forecast(EXAMPLE, trials=TRIALS, begun=saved_and_read(begun))
    assert in_parts.trials == TRIALS
    assert differing(at_once, in_parts) == []
    assert isinstance(in_parts.figures.value, CountedSample)


@pytest.mark.usefixtures("small_limits")
def test_counts_are_gone_on_with_too() -> None:
    """Saved after the bins are made, with profiles counted and the rest still exact."""
    begun = Accumulator(EXAMPLE.settings.sampling)
    first = forecast(EXAMPLE, trials=12_000, begun=begun)
    assert isinstance(first.figures.value, ExactSample)
    assert isinstance(first.figures.load, CountedSample)
    in_parts = forecast(EXAMPLE, trials=TRIALS, begun=saved_and_read(begun))
    assert differing(forecast(EXAMPLE, trials=TRIALS), in_parts) == []


def test_a_cancelled_run_may_be_gone_on_with() -> None:
    """The blocks that were taken stay where they were gathered; the result is that of an undisturbed run."""
    begun, asked = Accumulator(EXAMPLE.settings.sampling), Stop(after_blocks=2)
    with pytest.raises(Cancelled):
        forecast(EXAMPLE, trials=4000, begun=begun, cancel=asked, on_event=asked.hear)
    assert 2000 <= begun.trials < 4000
    assert differing(forecast(EXAMPLE, trials=4000), forecast(EXAMPLE, trials=4000, begun=begun)) == []


class Stop:
    """A cancel request after some blocks."""

    def __init__(self, after_blocks: int) -> None:
        self._trials = 1000 * after_blocks
        self._done = 0

    def hear(self, event: Event) -> None:
        if isinstance(event, BlockDone):
            self._done = event.done_trials

    def is_set(self) -> bool:
        return self._done >= self._trials


@pytest.mark.slow
@pytest.mark.usefixtures("small_limits")
def test_workers_count_to_the_same_bits() -> None:
    """Counting happens in the workers, merging here, in the order of the blocks."""
    with Processes(2) as pool:
        assert differing(forecast(EXAMPLE, trials=TRIALS), forecast(EXAMPLE, trials=TRIALS, executor=pool)) == []


def test_blocks_after_a_part_of_one_are_refused() -> None:
    """500 trials of block 0 followed by block 1 would leave out 500 futures."""
    begun = Accumulator(EXAMPLE.settings.sampling)
    forecast(EXAMPLE, trials=1500, begun=begun)
    with pytest.raises(ValueError, match="only the last block may have fewer"):
        forecast(EXAMPLE, trials=4000, begun=begun)


def test_a_run_that_is_complete_is_not_run_again() -> None:
    """Asking for as many trials as there are gives the same result and simulates nothing."""
    begun = Accumulator(EXAMPLE.settings.sampling)
    first = forecast(EXAMPLE, trials=2000, begun=begun)
    again = forecast(EXAMPLE, trials=2000, begun=begun)
    assert differing(first, again) == []
    assert again.trials == 2000


def test_limits_fit_their_purpose() -> None:
    """Exact percentiles up to 100,000 trials, as the summary's notes promise; bins need at least two blocks."""
    assert accumulate.EXACT_TRIALS == 100_000
    assert accumulate.PILOT_TRIALS < accumulate.EXACT_PROFILE_TRIALS
    assert any(spec.is_profile for spec in SPECS.values())


def test_samples_stay_as_they_are_while_more_is_gathered() -> None:
    """A sample of the first block, taken when two were expected and when none was, is not touched by the third."""
    blocks = [forecast(EXAMPLE, trials=1000, seed=seed).figures for seed in (1, 2, 3)]
    figures = [Figures(**{name: sample.values for name, sample in block.items()}) for block in blocks]
    for expected in (0, 2000):
        gathered = Accumulator("random", expected)
        gathered.add(figures[0])
        first = gathered.figures()
        for block in figures[1:]:
            gathered.add(block)
        assert same_bits(first.value.values, figures[0].value)
        whole = np.concatenate([block.launch for block in figures])
        assert same_bits(gathered.figures().launch.values, whole)
        with pytest.raises(ValueError, match="read-only"):
            first.value.values[0] = 0.0


def test_what_is_expected_is_kept_in_one_piece() -> None:
    """The samples of one block and of two are views of the same memory: nothing is held twice."""
    block = Figures(**{name: sample.values for name, sample in forecast(EXAMPLE, trials=1000).figures.items()})
    gathered = Accumulator("random", 2000)
    gathered.add(block)
    one = gathered.figures()
    gathered.add(block)
    two = gathered.figures()
    assert all(np.shares_memory(sample.values, getattr(two, name).values) for name, sample in one.items())


def test_a_block_that_stands_in_its_room_is_not_copied() -> None:
    """What a job of this process wrote is what the sample holds, the same memory; and what copying would give."""
    plan = compile_plan(EXAMPLE)
    gathered, copied = Accumulator("random", 2000), Accumulator("random", 2000)
    gathered.take_room(shapes_of(plan))
    for task in (Task(0, 1000), Task(1, 500)):
        room = gathered.room(1000 * task.block, task.trials)
        gathered.add(BlockJob(plan, 1, "compiled", gathered)(task, lambda _: None))
        copied.add(BlockJob(plan, 1, "compiled")(task, lambda _: None))
        assert all(np.shares_memory(array, getattr(room, name)) for name, array in gathered_arrays(gathered))
    assert all(same_sample(one, getattr(copied.figures(), name)) for name, one in gathered.figures().items())


def gathered_arrays(gathered: Accumulator) -> list[tuple[str, npt.NDArray[Any]]]:
    """The figures that have values: the example may have none of a kind."""
    return [(name, sample.values) for name, sample in gathered.figures().items() if sample.values.size]


def test_blocks_may_be_written_before_those_that_come_first() -> None:
    """Threads finish in any order; room that is written and not yet added is in no sample."""
    plan = compile_plan(EXAMPLE)
    gathered = Accumulator(EXAMPLE.settings.sampling, 2000)
    gathered.take_room(shapes_of(plan))
    job = BlockJob(plan, 1, "compiled", gathered)
    second, first = (job(Task(block, 1000), lambda _: None) for block in (1, 0))
    gathered.add(first)
    assert gathered.figures().value.trials == 1000
    gathered.add(second)
    whole = forecast(EXAMPLE, trials=2000).figures
    assert all(same_sample(one, getattr(whole, name)) for name, one in gathered.figures().items())


def test_what_is_gathered_stays_in_this_process() -> None:
    """A job that is sent to a worker is a few kilobytes of plan, not the megabytes that were gathered."""
    gathered = Accumulator("random")
    sent = pickle.loads(pickle.dumps(BlockJob(compile_plan(EXAMPLE), 1, "compiled", gathered)))
    assert sent.gathered is None
