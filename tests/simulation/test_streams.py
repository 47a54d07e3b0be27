"""Streams of uniform numbers: keyed, independent, and as even as the method promises."""

import math
import subprocess
import sys

import numpy as np
import pytest
from scipy import stats
from scipy.stats import qmc

from simulation.sampling.streams import Method, generator, uniform_rows, uniforms

METHODS: tuple[Method, ...] = ("latin_hypercube", "random", "sobol")
# Chance of a false alarm of each statistical test below; with fixed seeds it either always passes or never.
ALARM = 1e-4


@pytest.mark.parametrize("method", METHODS)
def test_equal_keys_give_equal_numbers_and_other_keys_others(method: Method) -> None:
    """Seed, key and block each make a stream of their own."""
    reference = uniforms(1, "stage/duration", 3, 2, 1000, method)
    assert np.array_equal(reference, uniforms(1, "stage/duration", 3, 2, 1000, method))
    for seed, key, block in ((2, "stage/duration", 3), (1, "stage/cost", 3), (1, "stage/duration", 4)):
        assert not np.any(reference == uniforms(seed, key, block, 2, 1000, method))


def test_keys_do_not_run_into_each_other() -> None:
    """Seed 1 with key "2/x" is another stream than seed 12 with key "/x"; negative seeds are seeds too."""
    starts = [generator(seed, key, block).random() for seed, key, block in ((1, "2/x", 0), (12, "/x", 0), (1, "x", 2))]
    assert len({*starts, generator(-1, "x", 2).random()}) == 4


def test_another_process_draws_the_same() -> None:
    """Python's own hash of a text differs from process to process; the streams must not."""
    program = "from simulation.sampling.streams import uniforms; print(repr(float(uniforms(7, 'a/b', 5, 1, 9)[0, 4])))"
    printed = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert printed == [f"{float(uniforms(7, 'a/b', 5, 1, 9)[0, 4])!r}\n"] * 2


@pytest.mark.parametrize("method", ["latin_hypercube", "random"])
def test_more_rows_leave_the_first_ones_alone(method: Method) -> None:
    """A gate that may be tried once more keeps the draws of its first tries."""
    assert np.array_equal(uniforms(1, "gate", 0, 5, 1000, method)[:2], uniforms(1, "gate", 0, 2, 1000, method))


@pytest.mark.parametrize("trials", [1, 7, 1000])
def test_latin_hypercube_has_exactly_one_number_in_each_stratum(trials: int) -> None:
    """Each row, in an order of its own."""
    numbers = uniforms(1, "a", 0, 3, trials)
    assert np.array_equal(np.sort(np.floor(numbers * trials), axis=1), np.tile(np.arange(trials), (3, 1)))
    assert trials < 7 or not np.array_equal(np.argsort(numbers[0]), np.argsort(numbers[1]))


def test_sobol_rows_of_one_key_fill_the_square_evenly() -> None:
    """1,024 points of a scrambled net: exactly one in each of 32 x 32 cells, and its discrepancy shows it."""
    numbers = uniforms(1, "a", 0, 2, 1024, "sobol")
    cells = np.floor(numbers * 32).astype(int)
    assert len(set(map(tuple, cells.T.tolist()))) == 1024
    assert qmc.discrepancy(numbers.T) < 0.1 * qmc.discrepancy(uniforms(1, "a", 0, 2, 1024, "random").T)


def test_sobol_takes_part_of_a_net_where_trials_are_no_power_of_two() -> None:
    """1,000 of 1,024 strata are taken, each at most once, in one row or several."""
    for count in (1, 3):
        strata = np.floor(uniforms(1, "a", 0, count, 1000, "sobol") * 1024)
        assert all(len(np.unique(row)) == 1000 for row in strata)


@pytest.mark.parametrize("method", METHODS)
def test_numbers_are_uniform(method: Method) -> None:
    """Kolmogorov-Smirnov over 50 blocks together, for the plain rows of several counts."""
    for count in (1, 3):
        numbers = np.concatenate([uniforms(1, "a", block, count, 1000, method) for block in range(50)], axis=1)
        assert numbers.min() > 0
        assert numbers.max() < 1
        assert all(stats.kstest(row, "uniform").pvalue > ALARM for row in numbers)


@pytest.mark.parametrize("method", METHODS)
def test_streams_do_not_hang_together(method: Method) -> None:
    """Correlation of 1,000 pairs has standard error 1/sqrt(1000); 435 pairs of keys and 435 of blocks, 5 errors."""
    by_key = np.concatenate([uniforms(1, f"key{index}", 0, 1, 1000, method) for index in range(30)])
    by_block = np.concatenate([uniforms(1, "key", index, 1, 1000, method) for index in range(30)])
    for rows in (by_key, by_block):
        correlations = np.corrcoef(rows)[np.triu_indices(30, 1)]
        assert np.abs(correlations).max() < 5 / math.sqrt(1000)
        assert correlations.std() == pytest.approx(1 / math.sqrt(1000), rel=0.2)


def test_an_unknown_method_is_refused() -> None:
    """The message repeats it."""
    with pytest.raises(ValueError, match="'halton'"):
        uniforms(1, "a", 0, 1, 10, "halton")  # type: ignore[arg-type]


@pytest.mark.parametrize("method", METHODS)
def test_many_keys_at_once_give_what_each_gives_alone(method: Method) -> None:
    """One row of the first key, three of the second, none of the third."""
    rows = uniform_rows(1, ["a", "b", "c"], 4, 100, method, [1, 3, 0])
    alone = [uniforms(1, key, 4, count, 100, method) for key, count in (("a", 1), ("b", 3))]
    np.testing.assert_array_equal(rows, np.concatenate(alone))
    np.testing.assert_array_equal(uniform_rows(1, ["b", "a"], 4, 100, method)[1], alone[0][0])
