from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import Any

import pytest

from chores import end_by_itself, fail, leave_a_file, sleep
from seriesbook.workers import Workshop


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def wait_until_gone(*processes: int) -> None:
    while any(map(alive, processes)):
        time.sleep(0.01)


def test_does_work_and_leaves_nothing_behind() -> None:
    with Workshop(1) as workshop:
        file = Path(workshop.submit(leave_a_file).result())
        worker = workshop.submit(os.getpid).result()
        assert file.exists()
        assert list(workshop.map(abs, [-1, -2])) == [1, 2]
    wait_until_gone(worker)
    assert not file.parent.exists()


def test_a_worker_that_died_is_replaced() -> None:
    with Workshop(1) as workshop:
        with pytest.raises(BrokenExecutor):
            workshop.submit(end_by_itself).result()
        assert workshop.submit(abs, -1).result() == 1


def test_work_for_a_pool_that_is_just_breaking_is_lost_with_it() -> None:
    with Workshop(1) as shop:
        shop.submit(os.getpid).result()
        wakeup: Any = shop._pool._executor_manager_thread_wakeup
        open_end, wakeup._writer = wakeup._writer, multiprocessing.Pipe()[1]
        wakeup._writer.close()
        with pytest.raises(BrokenExecutor):
            shop.submit(os.getpid)
        wakeup._writer = open_end


@pytest.mark.parametrize("ending", [EOFError, BrokenPipeError])
def test_a_worker_whose_pool_has_gone_says_nothing(
    ending: type[Exception], capfd: pytest.CaptureFixture[str]
) -> None:
    with Workshop(1) as shop:
        context: Any = shop._pool._mp_context
        worker = context.Process(target=fail, args=(ending,))
        worker.start()
        worker.join()
    assert capfd.readouterr() == ("", "")
    assert worker.exitcode == 0


def test_a_failure_ends_workers_in_the_middle_of_their_work() -> None:
    with pytest.raises(LookupError), Workshop(1) as workshop:
        worker = workshop.submit(os.getpid).result()
        workshop.submit(sleep)
        raise LookupError
    wait_until_gone(worker)


def test_workers_follow_a_parent_that_was_killed(tmp_path: Path) -> None:
    program = (
        "import os, time; from seriesbook.workers import Workshop\n"
        "if __name__ == '__main__':\n"
        "    with Workshop(1) as shop:\n"
        "        print(shop.submit(os.getpid).result(), flush=True)\n"
        "        shop.submit(time.sleep, 600).result()\n"
    )
    script = tmp_path / "program.py"
    script.write_text(program)
    scratch = tmp_path / ("a-long-name-" * 8)
    scratch.mkdir()
    with subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(scratch)},
    ) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        assert list(scratch.glob("seriesbook-*"))
        parent.send_signal(signal.SIGKILL)
    wait_until_gone(worker)
    assert not list(scratch.glob("seriesbook-*"))


def test_a_worker_that_is_started_early_does_what_it_is_told_first(tmp_path: Path) -> None:
    file = tmp_path / "made"
    with Workshop(1, first=file.touch) as workshop:
        workshop.warm()
        workshop.submit(abs, -1).result()
        assert file.exists()
