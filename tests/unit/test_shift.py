from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from seriesbook.shift import CalledOffError, Shift


def test_hands_on_results_and_errors() -> None:
    with ThreadPoolExecutor(1) as pool:
        shift = Shift(pool)
        assert shift.submit(abs, -1).result() == 1
        assert list(shift.map(abs, [-1, -2])) == [1, 2]
        with pytest.raises(ZeroDivisionError):
            shift.submit(divmod, 1, 0).result()


def test_calling_off_wakes_who_waits_and_cancels_what_waits() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        go_on.wait()

    done: list[int] = []
    with ThreadPoolExecutor(1) as pool:
        shift = Shift(pool)
        running, waiting = shift.submit(slow), shift.submit(done.append, 1)
        begun.wait()
        shift.call_off()
        for future in (running, waiting):
            with pytest.raises(CalledOffError):
                future.result()
        with pytest.raises(CalledOffError):
            shift.submit(abs, -1)
        go_on.set()
        after = Shift(pool)
        assert after.submit(abs, -3).result() == 3
    assert done == []


def test_a_result_that_nobody_wants_any_more_is_dropped() -> None:
    go_on = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        shift = Shift(pool)
        first, second = shift.submit(go_on.wait), shift.submit(abs, -1)
        assert second.cancel()
        go_on.set()
        assert first.result()
        inner: Future[int] = pool.submit(abs, -1)
        assert inner.result() == 1
        assert second.cancelled()
