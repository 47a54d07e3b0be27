"""Philox 4x64-10 as compiled code: many short streams at once, bit for bit those of ``numpy.random.Philox``.

Owns the bits and their first use, as plain and as stratified uniform numbers; which key belongs to what is the
business of ``streams``.  A stream is a key and a counter, so that it costs nothing to set up and any of its numbers
can be had without those before it.

References
----------
Salmon, Moraes, Dror & Shaw (2011), *Parallel random numbers: as easy as 1, 2, 3*.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from simulation.arrays import FloatArray, IntArray
from simulation.jit import compiled

WordArray: TypeAlias = npt.NDArray[np.uint64]

_MULTIPLIERS: Final = (np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157))
_INCREMENTS: Final = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B))
_ROUNDS: Final = 10
_LOW_HALF: Final = np.uint64(0xFFFFFFFF)
_HALF: Final = np.uint64(32)
_ONE: Final = np.uint64(1)
_UNUSED_BITS: Final = np.uint64(11)  # of a word: a float has 53

_BLOCKS_AT_ONCE: Final = 64
"""Blocks of four words that are computed together, which lets the compiler work on several at a time."""

_LEAST: Final = 2.0**-53
_GREATEST: Final = 1 - 2.0**-53
"""The greatest number below 1, and as far from 0: every quantile function is finite in between."""

# Where a stream stands, in the order of its array of words.
_KEY, _NEXT_BLOCK, _PLACE, _SPARE, _HAS_SPARE = 0, 2, 3, 4, 5


@compiled
def fill_rows(keys: WordArray, counts: IntArray, strata: int, rows: FloatArray) -> None:
    """Write uniform numbers strictly between 0 and 1 to ``rows``, shape ``(sum of counts, trials)``.

    Stream s has the key ``keys[s]``, shape ``(streams, 2)``, and gives the next ``counts[s]`` rows.  With ``strata`` 0
    its numbers are independent; else each row has one number in each of ``strata`` equal strata, in an order of its
    own, of which the first ``trials`` are kept.
    """
    words, state = np.empty(4 * _BLOCKS_AT_ONCE, dtype=np.uint64), np.zeros(6, dtype=np.uint64)
    order, length = np.empty(max(strata, 1), dtype=np.int64), max(strata, rows.shape[1])
    row = 0
    for stream in range(counts.size):
        _open(keys[stream], state, words)
        for _ in range(counts[stream]):
            if strata:
                _shuffle(order, state, words)
            for place in range(length):
                number = np.float64(_word(state, words) >> _UNUSED_BITS) * _LEAST
                if place >= rows.shape[1]:
                    continue
                if strata:
                    number = (order[place] + number) / strata
                rows[row, place] = min(max(number, _LEAST), _GREATEST)
            row += 1


@compiled
def numbers_at(keys: WordArray, stream: IntArray, place: IntArray) -> FloatArray:
    """The independent numbers at some places of some streams, as if each stream were read from its start."""
    numbers, words = np.empty(place.size), np.empty(4, dtype=np.uint64)
    for k in range(place.size):
        _blocks(keys[stream[k], 0], keys[stream[k], 1], np.uint64(place[k] // 4 + 1), words)
        number = np.float64(words[place[k] % 4] >> _UNUSED_BITS) * _LEAST
        numbers[k] = min(max(number, _LEAST), _GREATEST)
    return numbers


@compiled
def _open(key: WordArray, state: WordArray, words: WordArray) -> None:
    """To the start of a stream: no word is left of the block before the first."""
    state[:] = 0
    state[_KEY], state[_KEY + 1] = key[0], key[1]
    state[_NEXT_BLOCK], state[_PLACE] = 1, words.size


@compiled
def _word(state: WordArray, words: WordArray) -> np.uint64:
    """The next 64 bits."""
    place = state[_PLACE]
    if place == np.uint64(words.size):
        _blocks(state[_KEY], state[_KEY + 1], state[_NEXT_BLOCK], words)
        state[_NEXT_BLOCK] += np.uint64(words.size // 4)
        place = np.uint64(0)
    state[_PLACE] = place + _ONE
    return words[place]


@compiled
def _half_word(state: WordArray, words: WordArray) -> np.uint64:
    """The next 32 bits: the low half of a word, then its high half."""
    if state[_HAS_SPARE]:
        state[_HAS_SPARE] = 0
        return state[_SPARE]
    word = _word(state, words)
    state[_HAS_SPARE], state[_SPARE] = _ONE, word >> _HALF
    return word & _LOW_HALF


@compiled
def _shuffle(order: IntArray, state: WordArray, words: WordArray) -> None:
    """The numbers 0, 1, ... in random order (Fisher-Yates).

    The partner of a place is a number of as many bits as the place has; if it is greater it is dropped.  The place is
    then swapped with itself: to do nothing that way is cheaper than a branch that nobody can foresee.
    """
    for place in range(order.size):
        order[place] = place
    place = order.size - 1
    mask = 1
    while mask < place:
        mask = 2 * mask + 1
    while place > 0:
        drawn = np.int64(_half_word(state, words)) & mask
        fits = drawn <= place
        partner = drawn if fits else place
        order[place], order[partner] = order[partner], order[place]
        place -= fits
        mask = mask if place > mask >> 1 else mask >> 1


@compiled
def _blocks(key: np.uint64, other_key: np.uint64, first: np.uint64, words: WordArray) -> None:
    """The words of the blocks with the numbers ``first``, ``first`` + 1, ..., four each."""
    for number in range(words.size // 4):
        a, b, c, d = first + np.uint64(number), np.uint64(0), np.uint64(0), np.uint64(0)
        low_key, high_key = key, other_key
        for _ in range(_ROUNDS):
            high_a, high_c = _high_product(_MULTIPLIERS[0], a), _high_product(_MULTIPLIERS[1], c)
            a, b, c, d = high_c ^ b ^ low_key, _MULTIPLIERS[1] * c, high_a ^ d ^ high_key, _MULTIPLIERS[0] * a
            low_key, high_key = low_key + _INCREMENTS[0], high_key + _INCREMENTS[1]
        words[4 * number], words[4 * number + 1], words[4 * number + 2], words[4 * number + 3] = a, b, c, d


@compiled
def _high_product(first: np.uint64, second: np.uint64) -> np.uint64:
    """The upper 64 bits of the product."""
    low = (first & _LOW_HALF) * (second & _LOW_HALF)
    middle = (first >> _HALF) * (second & _LOW_HALF)
    other = (first & _LOW_HALF) * (second >> _HALF) + (low >> _HALF) + (middle & _LOW_HALF)
    return (first >> _HALF) * (second >> _HALF) + (middle >> _HALF) + (other >> _HALF)
