from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from seriesbook.feed import fed


def test_results_come_in_the_order_of_tasks() -> None:
    with ThreadPoolExecutor(4) as pool:
        results = fed(range(300), lambda n: pool.submit(pow, n, 2), str)
        assert [one.result() for one in results] == [str(n * n) for n in range(300)]


def test_only_so_many_are_handed_over_at_once() -> None:
    gate, handed = threading.Event(), []

    def submit(task: int) -> Future[bool]:
        handed.append(task)
        return pool.submit(gate.wait)

    with ThreadPoolExecutor(2) as pool:
        results = fed(range(100), submit, bool)
        assert len(handed) == 64
        gate.set()
        assert all(one.result() for one in results)
    assert handed == list(range(100))


def test_work_that_is_done_on_the_spot_does_not_nest() -> None:
    def submit(task: int) -> Future[int]:
        future: Future[int] = Future()
        future.set_result(task)
        return future

    assert len([one.result() for one in fed(range(5000), submit, int)]) == 5000


def test_after_a_failure_nothing_more_is_handed_over() -> None:
    handed = []

    def submit(task: int) -> Future[float]:
        handed.append(task)
        return pool.submit(lambda: 1 / (3 - task))

    with ThreadPoolExecutor(1) as pool:
        results = fed(range(200), submit, float)
        for one in results[3:4] + results[-1:]:
            with pytest.raises(ZeroDivisionError):
                one.result()
    assert len(handed) < 200
