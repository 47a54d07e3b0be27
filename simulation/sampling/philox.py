"""Philox 4x64-10 as compiled code: many short streams at once, bit for bit those of ``numpy.random.Philox``.

Owns the bits and their first use, as plain and as stratified uniform numbers; which key belongs to what is the
business of ``streams``.  A stream is a key and a counter, so that it costs nothing to set up and any of its numbers
can be had without those before it.

References
----------
Salmon, Moraes, Dror & Shaw (2011), *Parallel random numbers: as easy as 1, 2, 3*.
"""

from __future__ import annotations

from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from simulation.arrays import FloatArray, IntArray
from simulation.jit import compiled

WordArray: TypeAlias = npt.NDArray[np.uint64]
HalfArray: TypeAlias = npt.NDArray[np.uint32]

_MULTIPLIERS: Final = (np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157))
_INCREMENTS: Final = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B))
_ROUNDS: Final = 10
_LOW_HALF: Final = np.uint64(0xFFFFFFFF)
_HALF: Final = np.uint64(32)  # bits
_ONE: Final = np.uint64(1)
_UNUSED_BITS: Final = np.uint64(11)  # of a word: a float has 53

_BLOCKS_AT_ONCE: Final = 64
"""Blocks of four words that are computed together, which lets the compiler work on several at a time."""

LEAST: Final = 2.0**-53
GREATEST: Final = 1 - 2.0**-53
"""The greatest number below 1, and as far from 0: every quantile function is finite in between."""


class Source(NamedTuple):
    """A stream that is read: some of its words, and how far they are used up."""

    keys: WordArray  # (2, _BLOCKS_AT_ONCE) its key, once for each block
    numbers: WordArray  # (_BLOCKS_AT_ONCE,) of the latest blocks
    words: WordArray  # of the latest blocks
    halves: HalfArray  # the same memory: the low half of each word, then its high half
    place: IntArray  # (3,): words used, number of the next block, whether there is a spare half
    spare: HalfArray  # (1,) the half of a word that is used by a half


@compiled
def fill_rows(keys: WordArray, counts: IntArray, strata: int, rows: FloatArray) -> None:
    """Write uniform numbers strictly between 0 and 1 to ``rows``, shape ``(sum of counts, trials)``.

    Stream s has the key ``keys[s]``, shape ``(streams, 2)``, and gives the next ``counts[s]`` rows.  With ``strata`` 0
    its numbers are independent; else each row has one number in each of ``strata`` equal strata, in an order of its
    own, of which the first ``trials`` are kept.
    """
    words = np.empty(4 * _BLOCKS_AT_ONCE, dtype=np.uint64)
    source = Source(
        np.empty((2, _BLOCKS_AT_ONCE), dtype=np.uint64),
        np.empty(_BLOCKS_AT_ONCE, dtype=np.uint64),
        words,
        words.view(np.uint32),
        np.empty(3, dtype=np.int64),
        np.empty(1, dtype=np.uint32),
    )
    order, numbers = np.empty(strata, dtype=np.uint32), np.empty(max(strata, rows.shape[1]))
    row = 0
    for stream in range(counts.size):
        source.keys[0], source.keys[1] = keys[stream, 0], keys[stream, 1]
        source.place[0], source.place[1], source.place[2] = words.size, 1, 0
        for _ in range(counts[stream]):
            if strata:
                _shuffle(order, source)
            _numbers(numbers, source)
            for trial in range(rows.shape[1]):
                number = (order[trial] + numbers[trial]) / strata if strata else numbers[trial]
                rows[row, trial] = min(max(number, LEAST), GREATEST)
            row += 1


@compiled
def numbers_at(keys: WordArray, stream: IntArray, place: IntArray) -> FloatArray:
    """The independent numbers at some places of some streams, as if each stream were read from its start."""
    numbers = np.empty(place.size)
    wanted, block = np.zeros((2, _BLOCKS_AT_ONCE), dtype=np.uint64), np.zeros(_BLOCKS_AT_ONCE, dtype=np.uint64)
    words = np.empty(4 * _BLOCKS_AT_ONCE, dtype=np.uint64)
    for first in range(0, place.size, _BLOCKS_AT_ONCE):
        count = min(_BLOCKS_AT_ONCE, place.size - first)
        for k in range(count):
            wanted[0, k], wanted[1, k] = keys[stream[first + k], 0], keys[stream[first + k], 1]
            block[k] = place[first + k] // 4 + 1
        _blocks(wanted, block, words)
        for k in range(count):
            number = np.float64(words[4 * k + place[first + k] % 4] >> _UNUSED_BITS) * LEAST
            numbers[first + k] = min(max(number, LEAST), GREATEST)
    return numbers


@compiled
def _refill(source: Source) -> None:
    for k in range(_BLOCKS_AT_ONCE):
        source.numbers[k] = source.place[1] + k
    _blocks(source.keys, source.numbers, source.words)
    source.place[0] = 0
    source.place[1] += _BLOCKS_AT_ONCE


@compiled
def _numbers(numbers: FloatArray, source: Source) -> None:
    """The next words as numbers from 0 to below 1."""
    filled = 0
    while filled < numbers.size:
        if source.place[0] == source.words.size:
            _refill(source)
        first = source.place[0]
        count = min(source.words.size - first, numbers.size - filled)
        for k in range(count):
            numbers[filled + k] = np.int64(source.words[first + k] >> _UNUSED_BITS) * LEAST
        source.place[0] += count
        filled += count


@compiled
def _shuffle(order: HalfArray, source: Source) -> None:
    """The numbers 0, 1, ... in random order (Fisher-Yates), by halves of words."""
    for number in range(order.size):
        order[number] = number
    left = np.uint64(order.size - 1)
    if source.place[2]:
        left, _ = _swap(order, left, source.spare, 0)
        source.place[2] = 0
    used = 2 * source.place[0]
    while left:
        if used == source.halves.size:
            _refill(source)
            used = 0
        left, used = _swap(order, left, source.halves, used)
    source.place[0] = (used + 1) // 2
    if used % 2:
        source.place[2], source.spare[0] = 1, source.halves[used]


@compiled
def _swap(order: HalfArray, left: np.uint64, halves: HalfArray, used: int) -> tuple[np.uint64, int]:
    """Swap each place from ``left`` down to 1 with a random one not after it, as far as the halves go.

    The partner of a place is a number of as many bits as the place has; if it is greater it is dropped.  The place is
    then swapped with itself: to do nothing that way is cheaper than a branch that nobody can foresee.
    """
    while left and used < halves.size:
        mask = _ONE
        while mask < left:
            mask = mask << _ONE | _ONE
        shorter = mask >> _ONE  # a number of fewer bits is enough from there on
        while left > shorter and used < halves.size:
            drawn = np.uint64(halves[used]) & mask
            partner = min(drawn, left)
            order[left], order[partner] = order[partner], order[left]
            left -= np.uint64(drawn <= left)
            used += 1
    return left, used


@compiled
def _blocks(keys: WordArray, numbers: WordArray, words: WordArray) -> None:
    """The words of the blocks with some ``numbers``, four each, of the streams with the keys ``keys[:, k]``."""
    nothing = np.uint64(words.size) >> _HALF
    for k in range(numbers.size):
        a, b, c, d = numbers[k], np.uint64(0), np.uint64(0), np.uint64(0)
        low_key, high_key = keys[0, k], keys[1, k]
        for _ in range(_ROUNDS):
            high_a, high_c = _high_product(_MULTIPLIERS[0], a, nothing), _high_product(_MULTIPLIERS[1], c, nothing)
            a, b, c, d = high_c ^ b ^ low_key, _MULTIPLIERS[1] * c, high_a ^ d ^ high_key, _MULTIPLIERS[0] * a
            low_key, high_key = low_key + _INCREMENTS[0], high_key + _INCREMENTS[1]
        words[4 * k], words[4 * k + 1], words[4 * k + 2], words[4 * k + 3] = a, b, c, d


@compiled
def _high_product(first: np.uint64, second: np.uint64, nothing: np.uint64) -> np.uint64:
    """The upper 64 bits of the product.

    ``nothing`` is 0, which the compiler does not know: where it sees through these lines it takes the processor's own
    product of whole words, which is to be had for one number at a time only.
    """
    low_half, high_half = (first | nothing) & _LOW_HALF, first >> _HALF
    low = low_half * (second & _LOW_HALF)
    middle = high_half * (second & _LOW_HALF)
    other = low_half * (second >> _HALF) + (low >> _HALF) + (middle & _LOW_HALF)
    return high_half * (second >> _HALF) + (middle >> _HALF) + (other >> _HALF)
