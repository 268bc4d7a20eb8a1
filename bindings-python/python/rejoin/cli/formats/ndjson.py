"""A JSON object a line, one for each finding."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rejoin import FileRecord, Issue
from rejoin.cli.formats import Format, findings


class Output(Format):
    """Writes the findings as they come; a file that cannot be read is said on stderr."""

    def record(self, record: FileRecord, issues: Sequence[Issue]) -> None:
        for finding in findings(record, issues):
            self.console.print(json.dumps(finding))
