"""The compiled generator against the array library's: the same bits, wherever one starts to read."""

import numpy as np
import pytest

from simulation.sampling.philox import GREATEST, LEAST, WordArray, fill_rows, numbers_at

KEYS: WordArray = np.array([[1, 2], [2**64 - 1, 0], [0x0123456789ABCDEF, 0xFEDCBA9876543210]], dtype=np.uint64)


def oracle(key: WordArray) -> np.random.Generator:
    """The array library's generator of a key."""
    return np.random.Generator(np.random.Philox(key=int(key[0]) + (int(key[1]) << 64)))


@pytest.mark.parametrize("trials", [1, 2, 3, 255, 1000])
def test_independent_numbers_are_those_of_the_array_library(trials: int) -> None:
    """Several rows of each key, of lengths that end inside a block of four words and of the 256 made at once."""
    rows = np.empty((6, trials))
    fill_rows(KEYS, np.array([2, 1, 3]), 0, rows)
    expected = np.concatenate([oracle(key).random((count, trials)) for key, count in zip(KEYS, (2, 1, 3), strict=True)])
    np.testing.assert_array_equal(rows, np.clip(expected, LEAST, GREATEST))


@pytest.mark.parametrize("trials", [1, 2, 7, 256, 1000])
def test_strata_are_shuffled_as_the_array_library_does(trials: int) -> None:
    """A shuffle uses halves of words; an odd one is kept for the next row's shuffle, past the numbers in between."""
    rows = np.empty((15, trials))
    fill_rows(KEYS, np.array([5, 5, 5]), trials, rows)
    for row, key in zip(rows.reshape(3, 5, trials), KEYS, strict=True):
        generator = oracle(key)
        for numbers in row:
            expected = (generator.permutation(trials) + generator.random(trials)) / trials
            np.testing.assert_array_equal(numbers, np.clip(expected, LEAST, GREATEST))


def test_rows_shorter_than_their_strata_are_cut() -> None:
    """The first 5 of 8 strata in random order."""
    whole, part = np.empty((1, 8)), np.empty((1, 5))
    fill_rows(KEYS[:1], np.array([1]), 8, whole)
    fill_rows(KEYS[:1], np.array([1]), 8, part)
    np.testing.assert_array_equal(part, whole[:, :5])


def test_single_numbers_are_found_without_those_before_them() -> None:
    """Every place of two streams, in an order that goes to and fro."""
    place = np.arange(2000) * 7 % 1000
    stream = np.arange(2000) % 2
    expected = np.stack([oracle(key).random(1000) for key in KEYS[:2]])
    np.testing.assert_array_equal(numbers_at(KEYS, stream, place), expected[stream, place])


def test_no_stream_gives_no_row() -> None:
    """A portfolio without risks asks for none."""
    rows = np.empty((0, 1000))
    fill_rows(np.empty((0, 2), dtype=np.uint64), np.empty(0, dtype=np.int64), 1000, rows)
    assert rows.size == 0
