"""Catalogs on disk: what `rejoin.Catalog.open` gives.

What a catalog accepts is decided by the `Catalog` of the compiled part. Here are bytes and locks only: `document`
keeps a catalog as one JSON file, `database` in SQLite, and `lock` keeps other writers away from a file.
"""

from __future__ import annotations

import os

from rejoin._store.stored import StoredCatalog

__all__ = ["StoredCatalog", "open_catalog"]

DATABASES = (".db", ".sqlite", ".sqlite3")


def open_catalog(path: str | os.PathLike[str], create: bool = True, timeout: float = 10.0) -> StoredCatalog:
    """Opens the catalog of a file, and makes it where there is none; `Catalog.open` is this."""
    given = os.fspath(path)
    if not isinstance(given, str):
        raise TypeError(f"path must be a str or a path, not {type(given).__name__}")
    # What a link points at is the file: the link stays, and all who lock it lock the same one.
    file = os.path.realpath(given)
    if os.path.splitext(file)[1].lower() in DATABASES:
        from rejoin._store.database import DatabaseCatalog

        return DatabaseCatalog(file, create, timeout)
    from rejoin._store.document import DocumentCatalog

    return DocumentCatalog(file, create, timeout)
