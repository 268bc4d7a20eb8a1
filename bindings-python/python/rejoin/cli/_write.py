"""Adds a connection to a file of connections."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Mapping
from typing import Any

import rejoin
from rejoin.cli import _files
from rejoin.cli._parser import Failure

KINDS = ".json, .ndjson or .csv"


def is_reference(value: object) -> bool:
    """Whether a value says where a secret is, and is none itself."""
    return isinstance(value, str) and re.fullmatch(r"\$\{[a-z]+:[^}]*\}", value) is not None


def kind(path: str) -> str:
    """What kind of file a name is for."""
    extension = os.path.splitext(path)[1].lower()
    kinds = {".json": "json", ".ndjson": "ndjson", ".jsonl": "ndjson", ".csv": "csv"}
    if extension not in kinds:
        raise Failure(f"{path}: a connection is written to {KINDS}")
    return kinds[extension]


def check(path: str) -> None:
    """Fails where nothing could be added later, before anything is asked."""
    directory = os.path.dirname(os.path.realpath(path))
    if not os.path.isdir(directory):
        raise Failure(f"{path} cannot be written: there is no such folder")
    if kind(path) == "json":
        read_list(path)


def free(path: str) -> str:
    """The name, or one like it that no file has."""
    stem, extension = re.fullmatch(r"(.*?)((?:\.draft)?\.json)", path).groups()  # type: ignore[union-attr]
    number = 1
    while os.path.exists(path):
        number += 1
        path = f"{stem}-{number}{extension}"
    return path


def add(path: str, connection: Mapping[str, Any], *, private: bool) -> None:
    """Adds a connection: as an object or to the list of a JSON file, as a line of NDJSON, as a row of CSV."""
    {"json": add_json, "ndjson": add_ndjson, "csv": add_csv}[kind(path)](path, connection, private)


def add_json(path: str, connection: Mapping[str, Any], private: bool) -> None:
    before = read_list(path)
    content = connection if before is None else [*before, connection]
    with _files.whole(path, private=private) as file:
        json.dump(content, file, indent=2, ensure_ascii=False)
        file.write("\n")


def read_list(path: str) -> list[Any] | None:
    """The list in a JSON file; None where there is no file."""
    text = read(path)
    if not text.strip():
        return None
    try:
        content = json.loads(text)
    except ValueError:
        raise Failure(f"{path} is not JSON; nothing was changed") from None
    if not isinstance(content, list):
        raise Failure(f"{path} holds something else than a list of connections; name another file")
    return content


def add_ndjson(path: str, connection: Mapping[str, Any], private: bool) -> None:
    before = read(path)
    append(path, before, json.dumps(connection, ensure_ascii=False) + "\n", private)


def add_csv(path: str, connection: Mapping[str, Any], private: bool) -> None:
    before = read(path)
    first = before.lstrip("\ufeff").partition("\n")[0].rstrip("\r")
    delimiter = max(",;\t", key=first.count)
    header = next(csv.reader([first], delimiter=delimiter), [])
    new = io.StringIO()
    ending = "\r\n" if "\r\n" in before else "\n"
    writer = csv.writer(new, delimiter=delimiter, lineterminator=ending)
    if not header:
        # All of them, so that every connection fits later.
        header = [field["key"] for field in rejoin.fields()]
        writer.writerow(header)
    keys: dict[str, str] = {field["label"].lower(): field["key"] for field in rejoin.fields()}
    columns = [keys.get(name.strip().lower(), name.strip()) for name in header]
    missing = [key for key in connection if key not in columns]
    if missing:
        raise Failure(f"{path} has no column for {', '.join(missing)}; nothing was changed")
    writer.writerow(
        [str(value).lower() if isinstance(value, bool) else value for value in map(connection.get, columns)]
    )
    append(path, before, new.getvalue(), private)


def append(path: str, before: str, text: str, private: bool) -> None:
    """Writes what was there and the text behind it."""
    with _files.whole(path, private=private) as file:
        file.write(before + ("\n" if before and not before.endswith("\n") else "") + text)


def read(path: str) -> str:
    """The text of a file; none where there is no file."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror}") from None
    except ValueError:
        raise Failure(f"{path} is not UTF-8; nothing was changed") from None
