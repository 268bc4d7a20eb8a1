"""Workflow commands, which GitHub shows as annotations beside the lines of a change."""

from __future__ import annotations

from collections.abc import Sequence

from rejoin import FileRecord, Issue
from rejoin.cli._text import plural, printable, shown
from rejoin.cli.formats import Format, Total


class Output(Format):
    """Writes a command for each finding. GitHub shows some of them per step, so the log ends with the counts."""

    def record(self, record: FileRecord, issues: Sequence[Issue]) -> None:
        for issue in issues:
            place = record.location(issue.field)
            about = [printable(issue.field)] if issue.field else []
            # A spreadsheet has no lines, so the text says where.
            about += [f"{place.sheet}!{place.cell}"] if place.cell else []
            text = ": ".join([", ".join(about), issue.message] if about else [issue.message])
            if issue.suggestion is not None:
                text += f"\nSuggestion: {printable(shown(issue.suggestion))}"
            if issue.help:
                text += f"\n{issue.help}"
            where = {"file": place.file, "line": place.line, "col": place.column, "title": f"rejoin {issue.code}"}
            severity = "error" if self.strict else issue.severity
            self.console.print(command(severity, where, text))

    def unreadable(self, name: str, reason: str) -> None:
        self.console.print(command("error", {"file": name, "title": "rejoin"}, reason))

    def end(self, total: Total) -> None:
        counts = f"{plural(total.errors, 'error')}, {plural(total.warnings, 'warning')}"
        self.console.print(f"{plural(total.records, 'record')} in {plural(total.files, 'file')}: {counts}")


def command(name: str, properties: dict[str, str | int | None], text: str) -> str:
    """A workflow command; what would end it, or a property of it, is escaped."""
    told = [f"{key}={escape(str(value), True)}" for key, value in properties.items() if value is not None]
    return f"::{name} {','.join(told)}::{escape(text, False)}"


def escape(text: str, in_property: bool) -> str:
    """The text as a command may hold it."""
    text = printable(text) if in_property else text
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if in_property else text
