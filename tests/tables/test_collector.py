import gc

import pytest

from medcheck.tables.collector import paused


def test_the_collector_rests_in_the_block_and_goes_on_behind_it():
    with paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_goes_on_where_the_block_fails():
    with pytest.raises(ValueError, match="bad"), paused():
        raise ValueError("bad")
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off():
    gc.disable()
    try:
        with paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_was_built_is_old_and_nothing_is_kept_from_the_collector_for_ever():
    before = gc.get_freeze_count()
    with paused():
        built = [[number] for number in range(2_000)]
    assert (len(built), gc.get_freeze_count() - before, gc.get_count()[0] < 700) == (2_000, 0, True)
