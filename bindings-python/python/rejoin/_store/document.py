"""A catalog as one JSON file, with a line for each entry.

A change writes a new file beside the old one and puts it in its place, so that a reader or a crash finds either,
and nothing between. Writers take turns by a lock, and read before they write what the one before them has left.
"""

from __future__ import annotations

import contextlib
import copy
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

from rejoin._errors import CatalogError
from rejoin._rejoin import Catalog
from rejoin._store.lock import WriteLock
from rejoin._store.stored import StoredCatalog, about

if TYPE_CHECKING:
    from rejoin.types import CatalogDocument, Entry

T = TypeVar("T")

# A file that was written twice in one tick of the file system's clock may look the same after both. The coarsest
# clock, that of FAT, ticks every two seconds.
_TICK_NS = 2_000_000_000


class DocumentCatalog(StoredCatalog):
    """A catalog in a JSON file."""

    def __init__(self, path: str, create: bool, timeout: float) -> None:
        super().__init__(path, timeout)
        self._lock = WriteLock(path)
        self._memory = Catalog()
        # The bytes that are in memory; none, where what is in memory is not what is on disk.
        self._data: bytes | None = None
        # How the file looked that they come from, where that tells it from any other.
        self._look: tuple[int, ...] | None = None
        self._dirty = False
        if create and not os.path.lexists(path):
            self._lock.acquire(timeout)
            try:
                if not os.path.lexists(path):
                    put_in_place(path, Catalog().to_json().encode(), timeout)
            finally:
                self._lock.release()
        self._load()

    def _load(self) -> None:
        """Brings what is on disk into memory."""
        with patiently(lambda: open(self._path, "rb"), self._timeout) as file:
            look, data = look_of(os.fstat(file.fileno())), file.read()
        if data != self._data:
            try:
                self._memory = Catalog(data)
            except CatalogError as error:
                self._data = None
                raise about(self._path, error) from None
            self._data = data
        modified = look[-1]
        self._look = look if time.time_ns() - modified > _TICK_NS else None

    def _current(self) -> Catalog:
        if not self._depth and (self._data is None or look_of(os.stat(self._path)) != self._look):
            self._load()
        return self._memory

    def _holding(self, ids: Iterable[str] = (), names: Iterable[str] = ()) -> Catalog:
        return self._current()

    def _matching(self, query: dict[str, object]) -> Catalog:
        return self._current()

    def _put(self, entries: Iterable[Entry]) -> None:
        self._dirty = True

    def _take_out(self, entries: Iterable[Entry]) -> None:
        self._dirty = True

    def reload(self) -> None:
        with self._using():
            if not self._depth:
                self._data = None
                self._load()

    def import_(self, document: CatalogDocument | Mapping[str, object] | str | bytes) -> int:
        with self._changing():
            count = self._current().import_(document)
            self._dirty = True
            return count

    def _begin(self, by_caller: bool) -> Catalog | None:
        if self._depth:
            # A call of its own leaves nothing half done in memory; a block of calls may.
            return copy.copy(self._memory) if by_caller else None
        self._lock.acquire(self._timeout)
        try:
            self._load()
        except BaseException:
            self._lock.release()
            raise
        self._dirty = False
        return None

    def _commit(self, undo: object) -> None:
        if self._depth:
            return
        try:
            if self._dirty:
                data = self._memory.to_json().encode()
                self._data = self._look = None
                put_in_place(self._path, data, self._timeout)
                self._data = data
        finally:
            self._lock.release()

    def _roll_back(self, undo: object) -> None:
        if isinstance(undo, Catalog):
            self._memory = undo
        elif not self._depth:
            if self._dirty:
                self._data = None
            self._lock.release()


def look_of(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_ctime_ns, status.st_mtime_ns


def put_in_place(path: str, data: bytes, timeout: float) -> None:
    """Makes this the content of a file, whole or not at all, and on the disk. The caller holds the lock."""
    # One name is enough for all, as they come one by one; what a killed one has left is in nobody's way.
    beside = path + ".tmp"
    try:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(beside)
        file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        try:
            keep_access(file, path)
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(file, rest) :]
            os.fsync(file)
        finally:
            os.close(file)
        patiently(lambda: os.replace(beside, path), timeout)
        sync_folder(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        if isinstance(error, OSError):
            # Whoever reads it knows this file, and not the one beside it.
            raise OSError(error.errno, error.strerror, path) from error
        raise


def keep_access(file: int, path: str) -> None:
    """Gives a new file the rights, and where it can the owner, of the one that it takes the place of."""
    if sys.platform != "win32":
        with contextlib.suppress(FileNotFoundError):
            before = os.stat(path)
            with contextlib.suppress(PermissionError):
                os.fchown(file, before.st_uid, before.st_gid)
            os.fchmod(file, before.st_mode & 0o777)


def sync_folder(path: str) -> None:
    """Brings the names of a folder onto the disk, where the system lets one ask for it."""
    if sys.platform != "win32":
        folder = os.open(os.path.dirname(path), os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def patiently(work: Callable[[], T], timeout: float) -> T:
    """Does what Windows refuses while another process has the file open for a moment."""
    until = time.monotonic() + timeout
    while True:
        try:
            return work()
        except PermissionError:
            if sys.platform != "win32" or time.monotonic() > until:
                raise
            time.sleep(0.01)
