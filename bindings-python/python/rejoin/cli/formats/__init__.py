"""How findings are written: a module for each format.

A format is given the findings as they come and writes them at once, so that a file of any size needs no memory.
No format sees a connection, which holds secrets; what it writes are places, codes, messages and suggestions.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Iterator, Sequence

from rejoin import FileBatch, FileRecord, Issue
from rejoin.cli._console import Console

# Each is a module here with a class Output.
NAMES = ("text", "json", "ndjson", "sarif", "github", "junit")


class Total:
    """What a run came to."""

    def __init__(self) -> None:
        self.files = 0
        self.records = 0
        # Records with an error.
        self.wrong = 0
        self.errors = 0
        self.warnings = 0
        self.by_code: Counter[str] = Counter()
        # Files that could not be read.
        self.unreadable = 0
        # Findings that were counted and not written.
        self.left_out = 0
        # Findings with a suggestion, in files that could take it.
        self.suggestions = 0
        self.seconds = 0.0

    def add(self, batch: FileBatch) -> None:
        """Adds a file."""
        summary = batch.summary
        self.files += 1
        self.records += summary["records"]
        self.wrong += summary["records"] - summary["valid"]
        self.errors += summary["errors"]
        self.warnings += summary["warnings"]
        self.by_code.update(summary["byCode"])


class Format:
    """The base of the formats. Each method writes what it is told of."""

    def __init__(self, console: Console, strict: bool) -> None:
        self.console = console
        # Whether a warning counts as much as an error.
        self.strict = strict

    def begin(self) -> None:
        """The run begins."""

    def begin_file(self, name: str) -> None:
        """A file begins."""

    def record(self, record: FileRecord, issues: Sequence[Issue]) -> None:
        """A record has findings."""

    def end_file(self, batch: FileBatch) -> None:
        """A file was read to its end."""

    def unreadable(self, name: str, reason: str) -> None:
        """A file could not be read, or not to its end."""

    def end(self, total: Total) -> None:
        """The run ends."""


def load(name: str, console: Console, strict: bool) -> Format:
    """The format of a name."""
    output: Format = importlib.import_module(f"rejoin.cli.formats.{name}").Output(console, strict)
    return output


def findings(record: FileRecord, issues: Sequence[Issue]) -> Iterator[dict[str, object]]:
    """Each finding as data, with its place: `line` and `column`, or `sheet` and `cell`."""
    for issue in issues:
        place = record.location(issue.field)
        where = {"line": place.line, "column": place.column, "sheet": place.sheet, "cell": place.cell}
        yield {
            "file": place.file,
            **{name: value for name, value in where.items() if value is not None},
            "index": record.index,
            **issue.to_dict(),
        }
