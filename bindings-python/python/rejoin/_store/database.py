"""A catalog in a database of SQLite, for many processes that write.

The journal is SQLite's ordinary one, and not the write-ahead log: that one needs memory which processes share, so it
does not work on a network drive, and it keeps a part of the data in a second file, which a copy of the first lacks.
A catalog is written far too seldom for its speed to matter. Whoever wants it turns it on, and it stays on.

Each entry is a row, as JSON. The other columns follow from it; they only find the rows that the catalog in memory
is to look at, and what that one says counts.
"""

from __future__ import annotations

import builtins
import contextlib
import errno
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from rejoin._errors import CatalogError
from rejoin._rejoin import Catalog, _comparable_name, _query
from rejoin._store.stored import StoredCatalog, about, locked, refused

if TYPE_CHECKING:
    from rejoin.types import Entry

# "RJCT", in the place of the header that says whose file it is.
APPLICATION = 0x524A4354
VERSION: int = Catalog().export()["version"]

SCHEMA = (
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {VERSION}",
    """CREATE TABLE connections (
        place INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        comparable_name TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        type TEXT NOT NULL,
        tenant TEXT,
        entry TEXT NOT NULL
    )""",
)

PUT = """INSERT INTO connections (id, comparable_name, name, type, tenant, entry) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET comparable_name = excluded.comparable_name, name = excluded.name,
    type = excluded.type, tenant = excluded.tenant, entry = excluded.entry"""

# More than so many of a kind are left to the catalog in memory: SQLite has a limit.
CONDITIONS = 100

# The document of no entries, around whose end they go.
_START, _, _END = Catalog().to_json().encode().rpartition(b"]")


class DatabaseCatalog(StoredCatalog):
    """A catalog in a database of SQLite."""

    def __init__(self, path: str, create: bool, timeout: float) -> None:
        super().__init__(path, timeout)
        # Those of a process that this one was forked from, which it must not even close.
        self._foreign: builtins.list[sqlite3.Connection] = []
        self._connect(create)

    def _connect(self, create: bool) -> None:
        check_header(self._path, create)
        with self._speaking():
            self._connection = sqlite3.connect(
                self._path, timeout=min(self._timeout, 1e6), isolation_level=None, check_same_thread=False
            )
        # The catalog in memory decodes what there is, and says what is wrong with it.
        self._connection.text_factory = bytes
        try:
            with self._speaking():
                # The name of the journal, too, is off the disk before a change counts as done.
                self._connection.execute("PRAGMA synchronous = EXTRA")
                # However much a transaction changes, it is in memory until the end, and nobody who reads has to wait.
                self._connection.execute("PRAGMA cache_spill = OFF")
                if create and not self._is_made():
                    self._make()
                self._check()
        except BaseException:
            self._connection.close()
            raise
        self._file, self._process = identity(self._path), os.getpid()

    def _is_made(self) -> bool:
        """Whether anybody has written anything into the file."""
        (application,) = self._connection.execute("PRAGMA application_id").fetchone()
        (tables,) = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return bool(application or tables)

    def _make(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            if not self._is_made():
                for statement in SCHEMA:
                    self._connection.execute(statement)
            self._connection.execute("COMMIT")
        finally:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")

    def _check(self) -> None:
        """Refuses a damaged file, and one that is not of this version: the catalog in memory knows which is."""
        (application,) = self._connection.execute("PRAGMA application_id").fetchone()
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        check_kind(self._path, application, version)
        (found,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != b"ok":
            raise damaged(self._path)

    @contextlib.contextmanager
    def _speaking(self) -> Iterator[None]:
        """Makes of what SQLite raises what a catalog raises."""
        try:
            yield
        except sqlite3.Error as error:
            raise refusal(self._path, error, self._timeout) from error
        except UnicodeDecodeError:
            # What SQLite says of a damaged file may repeat a part of it.
            raise damaged(self._path) from None

    def _rows(self, statement: str, values: Iterable[object] = ()) -> builtins.list[Any]:
        if not self._depth:
            self._reconnect()
        with self._speaking():
            return self._connection.execute(statement, tuple(values)).fetchall()

    def _reconnect(self) -> None:
        """Opens the file again where it is another one by now, or where this is another process."""
        if self._process != os.getpid():
            self._foreign.append(self._connection)
        elif identity(self._path) != self._file:
            self._connection.close()
        else:
            return
        self._connect(create=False)

    def _catalog_of(self, entries: builtins.list[Any]) -> Catalog:
        if not all(isinstance(entry, bytes) for entry in entries):
            raise damaged(self._path)
        try:
            return Catalog(b"".join([_START, b",".join(entries), b"]", _END]))
        except CatalogError as error:
            # What is about no entry is about a text that is no JSON, whose place in a document says nothing here.
            raise damaged(self._path) if error.index is None else about(self._path, error) from None

    def _texts(self, statement: str, values: Iterable[object] = ()) -> builtins.list[str]:
        try:
            return [str(text, "utf-8") for (text,) in self._rows(statement, values)]
        except (TypeError, UnicodeDecodeError):
            raise damaged(self._path) from None

    def _holding(self, ids: Iterable[str] = (), names: Iterable[str] = ()) -> Catalog:
        found: dict[int, Any] = {}
        for column, keys in (("id", map(as_kept, ids)), ("comparable_name", map(_comparable_name, names))):
            for key in keys:
                for place, entry in self._rows(f"SELECT place, entry FROM connections WHERE {column} = ?", [key]):
                    found[place] = entry
        return self._catalog_of([found[place] for place in sorted(found)])

    def _matching(self, query: dict[str, object]) -> Catalog:
        types, tenants, words = _query(**query)
        conditions, values = ["TRUE"], []
        for word in words[:CONDITIONS]:
            conditions.append("instr(comparable_name, ?)")
            values.append(word)
        for column, wanted in (("type", types), ("tenant", tenants)):
            if 0 < len(wanted) <= CONDITIONS:
                conditions.append(f"{column} IN ({', '.join('?' * len(wanted))})")
                values += wanted
        found = self._rows(f"SELECT entry FROM connections WHERE {' AND '.join(conditions)} ORDER BY place", values)
        return self._catalog_of([entry for (entry,) in found])

    def _put(self, entries: Iterable[Entry]) -> None:
        rows = (
            (
                entry["id"],
                _comparable_name(str(entry["connection"]["name"])),
                entry["connection"]["name"],
                entry["connection"]["type"],
                entry["connection"].get("tenant"),
                json.dumps(entry, ensure_ascii=False, separators=(",", ":")),
            )
            for entry in entries
        )
        with self._speaking():
            self._connection.executemany(PUT, rows)

    def _take_out(self, entries: Iterable[Entry]) -> None:
        with self._speaking():
            ids = ((entry["id"],) for entry in entries)
            self._connection.executemany("DELETE FROM connections WHERE id = ?", ids)

    def _begin(self, by_caller: bool) -> str | None:
        with self._speaking():
            if self._depth:
                savepoint = f"depth_{self._depth}"
                self._connection.execute(f"SAVEPOINT {savepoint}")
                return savepoint
            self._reconnect()
            # One that is still open was left by an interrupt at the wrong moment.
            self._roll_back(None)
            self._connection.execute("BEGIN IMMEDIATE")
            return None

    def _commit(self, undo: object) -> None:
        if not self._connection.in_transaction:
            # The caller has passed over an error for which SQLite undid everything.
            raise refused("rolled_back", self._path, "Make the changes again, as an error among them undid all of them")
        try:
            with self._speaking():
                self._connection.execute(f"RELEASE {undo}" if undo else "COMMIT")
        except BaseException:
            self._roll_back(undo)
            raise

    def _roll_back(self, undo: object) -> None:
        # After some failures, like that of a full disk, SQLite has done it already.
        if self._connection.in_transaction:
            with self._speaking():
                for statement in [f"ROLLBACK TO {undo}", f"RELEASE {undo}"] if undo else ["ROLLBACK"]:
                    self._connection.execute(statement)

    def _let_go(self) -> None:
        if self._process == os.getpid():
            self._connection.close()

    def reload(self) -> None:
        with self._using():
            self._rows("SELECT 1")
            with self._speaking():
                self._check()

    def names(self, except_id: str | None = None) -> builtins.list[str]:
        with self._using():
            if except_id is not None and not isinstance(except_id, str):
                raise TypeError(f"except_id must be a str, not {type(except_id).__name__}")
            kept = as_kept(except_id or "")
            return self._texts("SELECT name FROM connections WHERE id != ? ORDER BY place", [kept])

    def tenants(self) -> builtins.list[str]:
        with self._using():
            return self._texts("SELECT DISTINCT tenant FROM connections WHERE tenant IS NOT NULL ORDER BY tenant")

    def __len__(self) -> int:
        with self._using():
            [(count,)] = self._rows("SELECT count(*) FROM connections")
            return int(count)


def as_kept(id: str) -> str:
    """An ID as it is kept; none has anything but ASCII, and what SQLite cannot take would be in its exception."""
    return id.lower() if id.isascii() else ""


def identity(path: str) -> tuple[int, int]:
    status = os.stat(path)
    return status.st_dev, status.st_ino


def check_header(path: str, create: bool) -> None:
    """Refuses a file that is no catalog before SQLite gets to see it, which might tidy up in it."""
    try:
        with open(path, "rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        if create:
            return
        raise
    # SQLite makes a file before it writes into it.
    if header or not create:
        if len(header) < 100 or not header.startswith(b"SQLite format 3\0"):
            raise no_catalog(path)
        version, application = (int.from_bytes(header[at : at + 4], "big") for at in (60, 68))
        check_kind(path, application, version)


def check_kind(path: str, application: int, version: int) -> None:
    if application != APPLICATION:
        raise no_catalog(path)
    try:
        Catalog({**Catalog().export(), "version": version})
    except CatalogError as error:
        raise about(path, error) from None


def no_catalog(path: str) -> CatalogError:
    return refused("not_a_catalog", path, "Choose a database that Rejoin has made, as this file is another one")


def damaged(path: str) -> CatalogError:
    return refused("damaged_catalog", path, "Restore the database from a copy, as it is damaged")


def refusal(path: str, error: sqlite3.Error, timeout: float) -> Exception:
    """What a catalog raises for what SQLite raised."""
    said = str(error)
    if "locked" in said:
        return locked(path, "another process", timeout)
    if isinstance(error, sqlite3.IntegrityError):
        return refused("connection_changed", path, "Give the connection once more, as it changed while it was read")
    # What else it says is about a file that holds something else than it should.
    numbers = {"full": errno.ENOSPC, "readonly": errno.EACCES, "unable to open": errno.EACCES, "disk I/O": errno.EIO}
    number = next((number for part, number in numbers.items() if part in said), None)
    return damaged(path) if number is None else OSError(number, said, path)
