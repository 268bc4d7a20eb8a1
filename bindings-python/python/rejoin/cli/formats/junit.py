"""JUnit XML as CI systems read it: a suite for each file, a case for each record with findings."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from rejoin import FileBatch, FileRecord, Issue
from rejoin.cli._text import plural, printable, shown
from rejoin.cli.formats import Format, Total

# What XML 1.0 has no way to write.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Output(Format):
    """Writes a suite at the end of its file, as it begins with the counts."""

    cases: IO[str]

    def begin(self) -> None:
        self.console.print('<?xml version="1.0" encoding="UTF-8"?>')
        self.console.print('<testsuites name="rejoin">')

    def begin_file(self, name: str) -> None:
        self.name = name
        self.about = attributes(classname=name, file=name)
        self.tests = self.failures = 0
        # A large file may have more findings than the memory should hold.
        self.cases = tempfile.SpooledTemporaryFile(1 << 20, "w+", encoding="utf-8", newline="")

    def record(self, record: FileRecord, issues: Sequence[Issue]) -> None:
        place = record.location()
        named = f"line {place.line}" if place.line is not None else str(place).rsplit(": ", 1)[-1]
        failed: list[Issue] = []
        passed: list[Issue] = []
        for issue in issues:
            (failed if self.strict or issue.severity == "error" else passed).append(issue)
        self.tests += 1
        self.failures += bool(failed)
        line = "" if place.line is None else f' line="{place.line}"'
        self.cases.write(f"    <testcase {self.about} {attributes(name=f'{named}, record {record.index}')}{line}>\n")
        if failed:
            message = failed[0].message if len(failed) == 1 else plural(len(failed), "finding")
            about = attributes(type=failed[0].code, message=message)
            self.cases.write(f"      <failure {about}>{lines(record, failed)}</failure>\n")
        if passed:
            self.cases.write(f"      <system-out>{lines(record, passed)}</system-out>\n")
        self.cases.write("    </testcase>\n")

    def end_file(self, batch: FileBatch) -> None:
        summary = batch.summary
        if not self.tests and (summary["errors"] or (self.strict and summary["warnings"])):
            self.failures += 1
            self.case("findings", f"<failure {attributes(type='limit', message='--limit leaves them out')}/>")
        elif not self.tests:
            self.case(plural(summary["records"], "record"), "")
        self.suite(0)

    def unreadable(self, name: str, reason: str) -> None:
        self.case("read the file", f"<error {attributes(type='unreadable', message=reason)}/>")
        self.suite(1)

    def case(self, name: str, inside: str) -> None:
        """A case about the whole file."""
        self.tests += 1
        about = f"{self.about} {attributes(name=name)}"
        self.cases.write(f"    <testcase {about}>{inside}</testcase>\n" if inside else f"    <testcase {about}/>\n")

    def suite(self, errors: int) -> None:
        counts = {"tests": self.tests, "failures": self.failures, "errors": errors, "skipped": 0}
        self.console.print(f"  <testsuite {attributes(name=self.name, **counts)}>")
        self.cases.seek(0)
        for line in self.cases:
            self.console.write(line)
        self.console.print("  </testsuite>")
        self.cases.close()

    def end(self, total: Total) -> None:
        self.console.print("</testsuites>")


def lines(record: FileRecord, issues: Sequence[Issue]) -> str:
    """The findings as text, a line each."""
    told = []
    for issue in issues:
        suggestion = f" (suggestion: {shown(issue.suggestion)})" if issue.suggestion is not None else ""
        about = f"{issue.field}: " if issue.field else ""
        told.append(f"{record.location(issue.field)}: {issue.severity}: {about}{issue.message} [{issue.code}]{suggestion}")
    return escape(NOT_XML.sub("\ufffd", "\n".join(told)))


def attributes(**values: str | int | None) -> str:
    """The attributes of an element."""
    told = [(name, NOT_XML.sub("\ufffd", str(value))) for name, value in values.items() if value is not None]
    return " ".join(f"{name}={quoteattr(value, {chr(10): '&#10;'})}" for name, value in told)
