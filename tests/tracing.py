"""What a run of Seriesbook asks of the system: files opened, addresses spoken to.

strace follows all its processes, those of workers, pandoc and Java too, whatever language they
are written in.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from support import ROOT

STRACE = shutil.which("strace")
_CALLS = (
    "trace=open,openat,creat,unlink,unlinkat,rename,renameat,renameat2,link,linkat,symlink,"
    "symlinkat,mkdir,mkdirat,rmdir,truncate,connect,sendto,bind,chdir,chroot,mknod,mknodat"
)
_OPENED = re.compile(r"\b(\w+)\((?:AT_FDCWD(?:<(?P<cwd>[^>]*)>)?, |(?P<dir>\d+)<(?P<at>[^>]*)>, )?"
                     r"\"(?P<path>[^\"]*)\"(?P<rest>.*)\) += (?P<result>-?\d+)")  # fmt: skip
_WRITES = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC")
_READING = frozenset({"open", "openat"})
# Of the machine: the program itself, its libraries, and what the system tells about itself.
_MACHINE = tuple(
    str(Path(place).resolve())
    for place in {
        sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib"), str(ROOT / "src"),
        str(ROOT / "themes"), "/usr", "/lib", "/lib64", "/proc", "/sys", "/etc/ld.so.cache",
        "/etc/ld.so.preload", "/etc/localtime", "/etc/ssl", "/dev/null", "/dev/urandom",
        "/dev/shm", "/dev/tty", "/etc/locale.alias", "/opt", "/etc/mime.types",
        *filter(None, sys.path),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Trace:
    """One run: its exit code, what it said, what it read and wrote, whom it spoke to."""

    code: int
    stdout: str
    stderr: str
    read: frozenset[str]
    written: frozenset[str]
    network: tuple[str, ...]

    def strangers(self, *folders: Path) -> set[str]:
        """Files that were read or written outside these folders, the machine's own aside."""
        own = tuple(str(folder.resolve()) for folder in folders)
        # Sockets between processes, for which the path of `work` is too long; /tmp is listed for
        # what killed builds left of such.
        own += tuple(m[0] for path in self.written if (m := re.match(r"/tmp/pymp-\w+", path)))
        read = {path for path in self.read if not _under(path, (*own, *_MACHINE))} - {"/tmp"}
        return read | {path for path in self.written if not _under(path, (*own, "/dev"))}


def traced(*arguments: str | Path, work: Path, **environment: str) -> Trace:
    """Run Seriesbook under strace; its temporary files and its home lie in `work`."""
    assert STRACE
    work.mkdir(parents=True, exist_ok=True)
    for name in ("tmp", "home"):
        (work / name).mkdir(exist_ok=True)
    log = work / "trace"
    command = [STRACE, "-f", "-qq", "-y", "-s", "4096", "-e", _CALLS, "-o", str(log),
               sys.executable, "-m", "seriesbook", *map(str, arguments)]  # fmt: skip
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, errors="replace", timeout=600,
        cwd=work,
        env={
            "PATH": os.environ["PATH"], "HOME": str(work / "home"), "TMPDIR": str(work / "tmp"),
            "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1", **environment,
        },
    )  # fmt: skip
    read, written, network = _read(log, work)
    return Trace(done.returncode, done.stdout, done.stderr, read, written, network)


def _read(log: Path, work: Path) -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    read: set[str] = set()
    written: set[str] = set()
    network: list[str] = []
    for line in log.read_text(errors="replace").splitlines():
        if "AF_INET" in line or re.search(r"\b(?:sendto)\(.*AF_", line):
            network.append(line)
        match = _OPENED.search(line)
        if match is None or int(match["result"]) < 0:
            continue
        folder = match["at"] or match["cwd"] or str(work)
        path = os.path.realpath(os.path.join(folder, match["path"]))  # noqa: PTH118
        reading = match[1] in _READING and not any(flag in match["rest"] for flag in _WRITES)
        (read if reading else written).add(path)
    return frozenset(read), frozenset(written), tuple(network)


def _under(path: str, folders: tuple[str, ...]) -> bool:
    return any(path == folder or path.startswith(f"{folder}/") for folder in folders)
