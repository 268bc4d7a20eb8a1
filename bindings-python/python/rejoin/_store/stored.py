"""What the catalogs on disk have in common."""

from __future__ import annotations

import builtins
import contextlib
import datetime
import threading
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Literal, NoReturn

from rejoin._errors import CatalogError
from rejoin._rejoin import Catalog

if TYPE_CHECKING:
    from typing_extensions import Self

    from rejoin.types import CatalogDocument, Connection, Entry, SecretFieldKey


class StoredCatalog(Catalog):
    """A catalog on disk, as `Catalog.open` gives it: whatever a `Catalog` does, on disk when the call returns.

    Each call sees what others have written, and writes whole or not at all. Several changes in a `transaction`
    are written once, all or none. It can be shared by threads.

    >>> import tempfile
    >>> import rejoin
    >>> draft = dict(
    ...     name="EMEA laptops",
    ...     type="activeDirectoryEntraIdDevices",
    ...     role="destination",
    ...     destination="activeDirectory",
    ...     rejoinMethod="offlineAgent",
    ...     connectionKey=rejoin.generate_key("connection"),
    ... )
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with rejoin.Catalog.open(f"{folder}/connections.db") as catalog:
    ...         entry = catalog.add(draft)
    ...     with rejoin.Catalog.open(f"{folder}/connections.db") as catalog:
    ...         print(catalog.get(entry["id"]) == entry, catalog.names())
    True ['EMEA laptops']
    """

    __module__ = "rejoin"
    __hash__ = None  # type: ignore[assignment]

    def __new__(cls, *_given: object) -> Self:
        if cls is StoredCatalog:
            raise TypeError("a stored catalog is opened: rejoin.Catalog.open(path)")
        return super().__new__(cls)

    def __init__(self, path: str, timeout: float) -> None:
        self._path = path
        self._timeout = timeout
        self._mutex = threading.RLock()
        # How many transactions are open, one in the other.
        self._depth = 0
        self._closed = False

    # What a kind of file does in its own way.

    @abstractmethod
    def _holding(self, ids: Iterable[str] = (), names: Iterable[str] = ()) -> Catalog:
        """A catalog in memory that has at least the entries of these IDs and names."""

    @abstractmethod
    def _matching(self, query: dict[str, object]) -> Catalog:
        """A catalog in memory that has at least the entries that a list asks for."""

    @abstractmethod
    def _put(self, entries: Iterable[Entry]) -> None:
        """Keeps entries, which are new or have changed in the catalog that `_holding` gave."""

    @abstractmethod
    def _take_out(self, entries: Iterable[Entry]) -> None:
        """Forgets entries, which are no longer in the catalog that `_holding` gave."""

    @abstractmethod
    def _begin(self, by_caller: bool) -> object:
        """Begins a transaction, maybe in another; gives what undoes it."""

    @abstractmethod
    def _commit(self, undo: object) -> None: ...

    @abstractmethod
    def _roll_back(self, undo: object) -> None: ...

    def _let_go(self) -> None:
        """Closes what is open."""

    # What all do in the same way. What is not described here is what a catalog in memory does.

    @property
    def path(self) -> str:
        """The file, with links followed."""
        return self._path

    @property
    def closed(self) -> bool:
        """Whether it was closed."""
        return self._closed

    def close(self) -> None:
        """Closes it. Everything is on disk already, and closing again does nothing."""
        with self._mutex:
            if self._depth:
                raise refused("in_transaction", self._path, "Leave the transaction before closing the catalog")
            if not self._closed:
                self._closed = True
                self._let_go()

    def reload(self) -> None:
        """Reads the file again, also where it does not look changed, and raises a CatalogError if it is damaged."""
        with self._using():
            self._matching({})

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Self]:
        """Keeps other writers away for a block, and writes once, at its end; where the block raises, nothing.

        >>> import tempfile
        >>> import rejoin
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     with rejoin.Catalog.open(f"{folder}/connections.json") as catalog:
        ...         with catalog.transaction():
        ...             removed = catalog.delete([entry["id"] for entry in catalog.list(search="old")])
        ...             imported = catalog.import_(rejoin.Catalog().export())
        ...         print(len(removed), imported)
        0 0
        """
        with self._changing(by_caller=True):
            yield self

    @contextlib.contextmanager
    def _using(self) -> Iterator[None]:
        with self._mutex:
            if self._closed:
                raise refused("closed", self._path, "Open the catalog again, as it was closed")
            yield

    @contextlib.contextmanager
    def _changing(self, by_caller: bool = False) -> Iterator[None]:
        with self._using():
            undo = self._begin(by_caller)
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                self._roll_back(undo)
                raise
            self._depth -= 1
            self._commit(undo)

    def add(
        self,
        connection: Connection | Mapping[str, object],
        now: datetime.datetime | str | None = None,
        *,
        stored: Iterable[SecretFieldKey] | None = None,
    ) -> Entry:
        with self._changing():
            entry = self._holding(names=names_of(connection)).add(connection, now, stored=stored)
            self._put([entry])
            return entry

    def update(
        self, id: str, connection: Connection | Mapping[str, object], now: datetime.datetime | str | None = None
    ) -> Entry:
        with self._changing():
            entry = self._holding(texts(id), names_of(connection)).update(id, connection, now)
            self._put([entry])
            return entry

    def delete(self, ids: str | Iterable[str]) -> builtins.list[Entry]:
        given = ids if isinstance(ids, str) or not isinstance(ids, Iterable) else builtins.list(ids)
        with self._changing():
            entries = self._holding(texts(given)).delete(given)
            self._take_out(entries)
            return entries

    def import_(self, document: CatalogDocument | Mapping[str, object] | str | bytes) -> int:
        entries = Catalog(document).export()["entries"]
        with self._changing():
            names = (name for entry in entries for name in names_of(entry["connection"]))
            count = self._holding((entry["id"] for entry in entries), names).import_(document)
            self._put(entries)
            return count

    def get(self, id: str) -> Entry | None:
        with self._using():
            return self._holding(texts(id)).get(id)

    def list(
        self,
        *,
        type: str | Iterable[str] | None = None,
        tenant: str | Iterable[str] | None = None,
        search: str | None = None,
        order: Literal["name", "created", "modified"] | None = None,
        descending: bool | None = None,
    ) -> builtins.list[Entry]:
        with self._using():
            wanted: dict[str, object] = {"type": type, "tenant": tenant, "search": search}
            found = self._matching(wanted)
            return found.list(type=type, tenant=tenant, search=search, order=order, descending=descending)

    def names(self, except_id: str | None = None) -> builtins.list[str]:
        with self._using():
            return self._matching({}).names(except_id)

    def tenants(self) -> builtins.list[str]:
        with self._using():
            return self._matching({}).tenants()

    def export(self) -> CatalogDocument:
        with self._using():
            return self._matching({}).export()

    def to_json(self) -> str:
        with self._using():
            return self._matching({}).to_json()

    def __len__(self) -> int:
        with self._using():
            return len(self._matching({}))

    def __contains__(self, id: object, /) -> bool:
        with self._using():
            return id in self._holding(texts(id))

    def __eq__(self, other: object, /) -> bool:
        if not isinstance(other, Catalog):
            return NotImplemented
        return self.to_json() == other.to_json()

    def __enter__(self) -> Self:
        with self._using():
            return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<StoredCatalog {self._path!r}{' closed' * self._closed}>"

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("an open catalog is not pickled; pass its path on, or copy Catalog(catalog.export())")

    def __copy__(self) -> NoReturn:
        self.__reduce_ex__(None)


def texts(given: object) -> builtins.list[str]:
    """The texts among what was given, which the catalog in memory has yet to accept."""
    if isinstance(given, str):
        return [given]
    return [text for text in given if isinstance(text, str)] if isinstance(given, builtins.list) else []


def names_of(connection: object) -> builtins.list[str]:
    """The name of a connection, if it has one that can be read."""
    try:
        return texts(connection["name"]) if isinstance(connection, Mapping) else []
    except Exception:
        # The catalog in memory says what is wrong.
        return []


def refused(code: str, path: str, message: str) -> CatalogError:
    """The refusal of a file, with its name."""
    return CatalogError(code, f"{path}: {message}", path=path)


def locked(path: str, who: str, timeout: float) -> CatalogError:
    """The refusal of a file that somebody else is writing to."""
    message = f"Try again later, as {who} is writing to it and has not finished in {timeout:g} s"
    return refused("catalog_locked", path, message)


def about(path: str, error: CatalogError) -> CatalogError:
    """The refusal of what a file holds, with the name of the file."""
    message = f"{path}: {error.message}"
    return CatalogError(error.code, message, error.index, error.id, error.field, error.reason, path)
