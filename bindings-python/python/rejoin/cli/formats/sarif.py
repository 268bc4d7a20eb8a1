"""SARIF 2.1.0, which code scanning and editors read. The rules are the code table."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from urllib.parse import quote

import rejoin
from rejoin import FileRecord, Issue
from rejoin.cli.formats import Format, Total

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


class Output(Format):
    """Writes the log bit by bit: the results come last but for what is only known at the end."""

    def begin(self) -> None:
        codes = rejoin.codes()
        self.index = {row["code"]: index for index, row in enumerate(codes)}
        self.unread: list[dict[str, object]] = []
        self.separator = ""
        rules = [
            {
                "id": row["code"],
                "shortDescription": {"text": row["meaning"]},
                "help": {"text": row["help"] or row["meaning"]},
                "defaultConfiguration": {"level": row["severity"]},
            }
            for row in codes
        ]
        driver = {
            "name": "rejoin",
            "version": rejoin.__version__,
            "semanticVersion": rejoin.__version__,
            "rules": rules,
        }
        self.console.write(
            f'{{"$schema": "{SCHEMA}",\n"version": "2.1.0",\n"runs": [{{\n"tool": {json.dumps({"driver": driver})},\n'
            '"columnKind": "unicodeCodePoints",\n"results": ['
        )

    def record(self, record: FileRecord, issues: Sequence[Issue]) -> None:
        for issue in issues:
            self.console.write(f"{self.separator}\n  {json.dumps(self.result(record, issue))}")
            self.separator = ","

    def result(self, record: FileRecord, issue: Issue) -> dict[str, object]:
        """A finding. It quotes nothing of the file, as a line of it may hold a secret."""
        place = record.location(issue.field)
        physical: dict[str, object] = {"artifactLocation": {"uri": uri(place.file)}}
        if place.line is not None:
            physical["region"] = {"startLine": place.line, "startColumn": place.column or 1}
        location: dict[str, object] = {"physicalLocation": physical}
        if place.cell:
            location["logicalLocations"] = [{"name": place.cell, "fullyQualifiedName": f"{place.sheet}!{place.cell}"}]
        properties: dict[str, object] = {"field": issue.field, "index": record.index}
        if issue.suggestion is not None:
            properties["suggestion"] = issue.suggestion
        about = f"{issue.field}: " if issue.field else ""
        return {
            "ruleId": issue.code,
            "ruleIndex": self.index[issue.code],
            "level": "error" if self.strict else issue.severity,
            "message": {"text": f"{about}{issue.message}"},
            "locations": [location],
            "properties": properties,
        }

    def unreadable(self, name: str, reason: str) -> None:
        self.unread.append(
            {
                "level": "error",
                "message": {"text": reason},
                "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(name)}}}],
            }
        )

    def end(self, total: Total) -> None:
        invocation: dict[str, object] = {"executionSuccessful": not self.unread}
        if self.unread:
            invocation["toolExecutionNotifications"] = self.unread
        self.console.write(f'\n],\n"invocations": [{json.dumps(invocation)}]\n}}]}}\n')


def uri(name: str) -> str:
    """The name of a file as a URI reference: relative names stay relative."""
    path = name.replace("\\", "/") if len(name) > 1 and (name[1] == ":" or "\\" in name) else name
    # A name need not be UTF-8.
    data = os.fsencode(path)
    if path[1:2] == ":":
        return f"file:///{quote(data, safe='/:')}"
    return f"file://{quote(data)}" if path.startswith("/") else quote(data)
