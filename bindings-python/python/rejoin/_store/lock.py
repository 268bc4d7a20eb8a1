"""One writer at a time: a lock on a file beside the catalog, which the system drops when the process ends."""

from __future__ import annotations

import contextlib
import os
import sys
import time

from rejoin._errors import CatalogError
from rejoin._store.stored import locked

if sys.platform == "win32":
    import msvcrt

    # A lock on Windows keeps readers out, too, so it lies behind the note that they read.
    _LOCKED_AT = 1 << 30

    def _try(file: int) -> bool:
        os.lseek(file, _LOCKED_AT, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _drop(file: int) -> None:
        os.lseek(file, _LOCKED_AT, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    # `flock`, and not `lockf`: it also keeps two catalogs of one process apart.
    def _try(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _drop(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


class WriteLock:
    """A lock that one catalog holds while it writes. The file stays: to delete it would be a race."""

    def __init__(self, of: str) -> None:
        self._of = of
        self._path = of + ".lock"
        self._file: int | None = None

    def acquire(self, timeout: float) -> None:
        """Waits for the lock; after `timeout` seconds raises a CatalogError that says who has it."""
        # One that is still here was left by an interrupt at the wrong moment.
        self.release()
        file = _open(self._path)
        try:
            until, pause = time.monotonic() + timeout, 0.001
            while not _try(file):
                left = until - time.monotonic()
                if left <= 0:
                    raise self._held_by(_read_note(file), timeout)
                time.sleep(min(pause, left))
                pause = min(2 * pause, 0.05)
            _write_note(file, f"process {os.getpid()} on {_host()}")
        except BaseException:
            os.close(file)
            raise
        self._file = file

    def release(self) -> None:
        """Lets the next one in."""
        if self._file is not None:
            file, self._file = self._file, None
            _write_note(file, "")
            # The end of the file drops the lock, too. What was written before does not fail for it.
            with contextlib.suppress(OSError):
                _drop(file)
            with contextlib.suppress(OSError):
                os.close(file)

    def _held_by(self, note: str, timeout: float) -> CatalogError:
        who = "this process itself" if note == f"process {os.getpid()} on {_host()}" else note or "another process"
        return locked(self._of, who, timeout)


def _open(path: str) -> int:
    # A link here would have us write into whatever it points at.
    follow = getattr(os, "O_NOFOLLOW", 0)
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | follow, 0o666)
    except PermissionError:
        # One that somebody else has made can be held, and lacks the note then.
        return os.open(path, os.O_RDONLY | follow)


def _host() -> str:
    if sys.platform == "win32":
        return os.environ.get("COMPUTERNAME", "")
    return os.uname().nodename


def _read_note(file: int) -> str:
    os.lseek(file, 0, os.SEEK_SET)
    note = os.read(file, 200).decode("utf-8", "replace")
    return "".join(character for character in note if character.isprintable())


def _write_note(file: int, note: str) -> None:
    # It is a courtesy, and a full disk is no reason not to hold the lock.
    with contextlib.suppress(OSError):
        os.ftruncate(file, 0)
        os.lseek(file, 0, os.SEEK_SET)
        os.write(file, note.encode("utf-8", "replace"))
