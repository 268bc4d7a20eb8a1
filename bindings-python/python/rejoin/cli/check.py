"""`rejoin check`: says what is wrong with the connections in files."""

from __future__ import annotations

import argparse
import contextlib
import glob
import os
import sys
import time
from collections.abc import Iterator
from typing import Any

import rejoin
from rejoin.cli import _context, formats
from rejoin.cli._console import Console, Look
from rejoin.cli._parser import COMMANDS, EXIT_CODES, Failure, add_language, choice, count
from rejoin.cli._text import plural, printable, shown

# The corrections of a file that are told without --verbose.
CORRECTIONS = 20

WORKBOOKS = (".xlsx", ".xlsm")
INPUT_FORMATS = ("json", "ndjson", "yaml", "csv", "xlsx")


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "check",
        help=COMMANDS["check"],
        description="Checks the connections in files: JSON, NDJSON, YAML, CSV, or Excel with one connection a row and "
        "the field keys or labels as headers. Says where something is wrong and what to do about it.",
        examples=[
            ("rejoin check connections.csv", "say what is wrong with a spreadsheet"),
            ("rejoin check --fix connections.yaml", "write the suggestions into the file, and say what is left"),
            ("rejoin check --format sarif --output rejoin.sarif *.json", "for code scanning"),
            ("rejoin check --strict --context tenants.json book.xlsx", "with what the host knows; warnings count"),
            ("generate | rejoin check --input-format ndjson -", "from another program"),
        ],
        epilog=EXIT_CODES,
    )
    parser.add_argument("file", nargs="+", metavar="FILE", help="a file of connections; - is stdin")
    output = parser.add_argument_group("output")
    output.add_argument(
        "--format", type=choice(*formats.NAMES), default="text", metavar="FORMAT",
        help="text (the default), json, ndjson, sarif, github or junit",
    )  # fmt: skip
    output.add_argument("--output", metavar="FILE", help="write to this file instead of stdout")
    output.add_argument("--limit", type=count, metavar="N", help="write at most N findings; all are counted")
    add_language(output)
    rules = parser.add_argument_group("what is checked, and how")
    rules.add_argument("--strict", action="store_true", help="a warning counts as an error")
    _context.add(rules)
    rules.add_argument(
        "--allow-plain-secrets", action="store_true", help="do not warn of secrets that stand in a file as they are"
    )
    rules.add_argument(
        "--no-resolve", action="store_true", help="take ${env:...}, ${file:...} and ${keyring:...} as given, unlooked"
    )
    rules.add_argument(
        "--input-format", type=choice(*INPUT_FORMATS), metavar="FORMAT",
        help="json, ndjson, yaml, csv or xlsx (by the name of the file, else by what is in it)",
    )  # fmt: skip
    rules.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook (the first)")
    rules.add_argument("--fix", action="store_true", help="write the suggestions into the files, then check them")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    context = _context.read(arguments)
    names = expand(arguments.file)
    if arguments.sheet is not None and arguments.input_format != "xlsx" and not any(map(is_workbook, names)):
        raise Failure("--sheet: none of the files is a workbook")
    if arguments.fix and "-" in names:
        raise Failure("--fix writes into files, and stdin is none")
    with output(arguments, names, console):
        return Check(arguments, context, console).files(names)


class Check:
    """One run over some files."""

    def __init__(self, arguments: argparse.Namespace, context: dict[str, Any], console: Console) -> None:
        self.arguments = arguments
        self.context = context
        self.console = console
        self.format = formats.load(arguments.format, console, arguments.strict)
        self.total = formats.Total()
        self.written = 0
        # For the progress: the bytes of the files before this one, and of all.
        self.passed = 0
        self.size: int | None = None
        self.batch: rejoin.FileBatch | None = None
        self.name = ""
        self.keys = {field["key"] for field in rejoin.fields()}
        # Whether the file before us is one that --fix could write to, and whether it is being corrected.
        self.offers_fix = self.fixing = False
        # Files that --fix could not write to.
        self.unwritten = 0

    def files(self, names: list[str]) -> int:
        """Checks the files and gives the exit code."""
        began = time.monotonic()
        self.size = total_size(names)
        self.format.begin()
        with self.console.progress(self.look):
            for name in names:
                self.file(name)
        total = self.total
        total.seconds = time.monotonic() - began
        self.format.end(total)
        if total.unreadable or self.unwritten:
            return 2
        return int(total.wrong > 0 or (self.arguments.strict and total.warnings > 0))

    def file(self, name: str) -> None:
        """Checks a file."""
        self.name = "<stdin>" if name == "-" else name
        self.batch = None
        self.offers_fix = name != "-" and not is_workbook(name) and not self.arguments.fix
        self.format.begin_file(self.name)
        try:
            if self.arguments.fix:
                self.fix(name)
            for record in self.records(name):
                self.record(record)
            if self.batch is not None:
                self.format.end_file(self.batch)
        except Unreadable as error:
            self.total.unreadable += 1
            self.console.fail(f"{printable(self.name)}: {printable(str(error))}")
            self.format.unreadable(self.name, str(error))
        if self.batch is not None:
            self.total.add(self.batch)
            self.passed += self.batch.bytes_read

    def fix(self, name: str) -> None:
        """Writes the suggestions into a file, and says which."""
        self.fixing = True
        try:
            before = self.suggestions(name)
            if not before:
                return
            result = rejoin.fix_file(name, self.context, format=self.arguments.input_format)
            left = self.suggestions(name)
        except (rejoin.FileError, OSError) as error:
            # It is checked all the same.
            self.unwritten += 1
            self.console.fail(f"{printable(name)}: {printable(reason(error))}")
            return
        finally:
            self.fixing = False
        # A header is corrected once for all records.
        taken = list(dict.fromkeys(line for key, line in before.items() if left.get(key) != line))
        corrections = f"{plural(result.fixed, 'correction')} written"
        self.console.say(f"{self.console.paint_err('bold underline', printable(name))}: {corrections}")
        told = taken if self.console.verbose else taken[:CORRECTIONS]
        for line in told:
            self.console.say(f"  {line}")
        if len(taken) > len(told):
            self.console.say(f"  and {len(taken) - len(told):,} more: --verbose shows them")
        if result.fixed > len(taken):
            # Where a choice was wrong, what hangs on it is looked at only when it is right.
            self.console.say(f"  and {result.fixed - len(taken):,} that these made possible")
        self.console.say()

    def suggestions(self, name: str) -> dict[tuple[int, str, str], str]:
        """What is suggested for a file, a line each, by record, field and code."""
        paint, arrow = self.console.paint_err, self.console.glyphs.arrow
        found = {}
        for record in self.records(name):
            for issue in record.issues:
                if issue.suggestion is not None:
                    to = paint("green", f"{arrow} {printable(shown(issue.suggestion))}")
                    line = f"{printable(issue.field)} {to}"
                    if issue.field in self.keys:
                        place = record.location(issue.field)
                        where = place.cell or ":".join(str(number) for number in (place.line, place.column) if number)
                        line = f"{paint('cyan', f'{where:<7}')}  {line}"
                    found[record.index, issue.field, str(issue.code)] = line
        return found

    def records(self, name: str) -> Iterator[rejoin.FileRecord]:
        """The records of a file of which there is something to say."""
        workbook = self.arguments.input_format == "xlsx" or is_workbook(name)
        try:
            self.batch = rejoin.validate_file(
                sys.stdin.buffer if name == "-" else name,
                self.context,
                format=self.arguments.input_format,
                sheet=self.arguments.sheet if workbook else None,
                only_issues=True,
                plain_secrets=not self.arguments.allow_plain_secrets,
                resolve=not self.arguments.no_resolve,
                language=self.arguments.language,
            )
            yield from self.batch
        except (rejoin.FileError, OSError) as error:
            # What goes wrong where the records are written is no business of this.
            raise Unreadable(reason(error)) from None

    def record(self, record: rejoin.FileRecord) -> None:
        """Hands the findings of a record on, as far as they are wanted."""
        issues = record.issues
        if self.offers_fix:
            self.total.suggestions += sum(issue.suggestion is not None for issue in issues)
        limit = self.arguments.limit
        if limit is not None and self.written + len(issues) > limit:
            self.total.left_out += len(issues) - (limit - self.written)
            issues = issues[: limit - self.written]
        if issues:
            self.written += len(issues)
            self.format.record(record, issues)

    def look(self) -> Look:
        """How far the run is."""
        batch = self.batch
        if self.fixing:
            return Look(f"fixing {self.name}", 0, None, batch.summary["records"] if batch else 0)
        if batch is None:
            return Look(self.name, self.passed, self.size, self.total.records)
        return Look(
            self.name, self.passed + batch.bytes_read, self.size, self.total.records + batch.summary["records"]
        )


class Unreadable(Exception):
    """A file cannot be read, or not to its end. Holds the reason."""


def reason(error: Exception) -> str:
    """Why a file cannot be read or written."""
    if isinstance(error, rejoin.FileError):
        return error.reason
    return getattr(error, "strerror", None) or "it cannot be read or written"


def is_workbook(name: str) -> bool:
    """Whether a file is one of Excel, by its name."""
    return name.lower().endswith(WORKBOOKS)


def expand(names: list[str]) -> list[str]:
    """The files that are meant: the shell of Windows leaves patterns to the program."""
    found = []
    for name in names:
        matches = sorted(glob.glob(name)) if glob.has_magic(name) and not os.path.exists(name) else []
        found += matches or [name]
    return found


def total_size(names: list[str]) -> int | None:
    """The bytes of all files; None where nobody knows, as of stdin."""
    try:
        return sum(map(os.path.getsize, names))
    except OSError:
        return None


@contextlib.contextmanager
def output(arguments: argparse.Namespace, names: list[str], console: Console) -> Iterator[None]:
    """Sends the output where it is wanted."""
    if arguments.output in (None, "-"):
        yield
        return
    if os.path.realpath(arguments.output) in map(os.path.realpath, names):
        raise Failure("--output: this is one of the files to check")
    from rejoin.cli import _files

    with _files.whole(arguments.output) as file:
        console.redirect(file)
        yield
