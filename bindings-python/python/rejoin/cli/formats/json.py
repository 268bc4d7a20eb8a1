"""One JSON document: the findings, then the files that could not be read, then what all came to."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rejoin import FileRecord, Issue
from rejoin.cli.formats import Format, Total, findings


class Output(Format):
    """Writes the document bit by bit."""

    def begin(self) -> None:
        self.unread: list[dict[str, str]] = []
        self.separator = ""
        self.console.write('{"findings": [')

    def record(self, record: FileRecord, issues: Sequence[Issue]) -> None:
        for finding in findings(record, issues):
            self.console.write(f"{self.separator}\n  {json.dumps(finding)}")
            self.separator = ","

    def unreadable(self, name: str, reason: str) -> None:
        self.unread.append({"file": name, "message": reason})

    def end(self, total: Total) -> None:
        summary = {
            "files": total.files,
            "records": total.records,
            "valid": total.records - total.wrong,
            "errors": total.errors,
            "warnings": total.warnings,
            "byCode": dict(total.by_code),
        }
        unread = json.dumps(self.unread)
        self.console.write(f'\n],\n"unreadable": {unread},\n"summary": {json.dumps(summary)}}}\n')
