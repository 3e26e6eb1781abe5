"""What learners brought: found by its digest, within a budget, from any thread."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from playground.config.errors import OwnDataMissing
from playground.uploads.own_data import Store


def test_what_was_kept_is_found_by_its_digest_which_depends_on_the_bytes_alone():
    store, other = Store(1000), Store(1000)
    digest = store.keep(b"rows")
    assert digest == hashlib.sha256(b"rows").hexdigest()[:32] == other.keep(b"rows")
    assert store.find(digest) == b"rows"
    assert store.keep(b"other rows") != digest


def test_every_byte_counts_for_the_digest():
    """Two tables of the same years may differ in their last value alone."""
    store, table = Store(10**6), b"1980,0.5\n" * 1000
    digests = [store.keep(table), store.keep(table[:-2] + b"6\n"), store.keep(b"2" + table[1:])]
    assert len(set(digests)) == 3
    assert store.find(digests[0]) == table


def test_what_was_never_brought_is_refused_in_words_to_act_on():
    with pytest.raises(OwnDataMissing, match=r"not on this server now: add the same rows again\.$"):
        Store(1000).find("0" * 32)


def test_beyond_the_budget_what_was_not_asked_for_longest_is_forgotten():
    store = Store(30)
    first, second, third = (store.keep(bytes([one]) * 10) for one in range(3))
    store.find(first)
    assert store.has(second)  # asking whether is no use
    fourth = store.keep(b"x" * 10)
    assert [store.has(digest) for digest in (first, second, third, fourth)] == [True, False, True, True]


def test_the_same_data_again_takes_no_more_room_and_counts_as_used():
    store = Store(20)
    first, second = store.keep(b"a" * 10), store.keep(b"b" * 10)
    assert store.keep(b"a" * 10) == first
    store.keep(b"c" * 10)
    assert store.has(first)
    assert not store.has(second)


def test_the_newest_stays_even_where_it_is_larger_than_the_budget():
    store = Store(5)
    small, large = store.keep(b"abc"), store.keep(b"0123456789")
    assert store.find(large) == b"0123456789"
    assert not store.has(small)


def test_many_threads_keep_and_find_at_once():
    store = Store(50 * 8)

    def use(number: int) -> bool:
        data = b"%08d" % (number % 40)
        return all(store.find(store.keep(data)) == data for _ in range(50))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(use, range(200)))
