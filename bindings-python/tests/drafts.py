"""Drafts that have nothing wrong, and secrets that must not show."""

import json
from pathlib import Path

BASES = json.loads((Path(__file__).resolve().parents[2] / "tests/cases/bases.json").read_text("ascii"))

# The words that no repr, message or exception may have in it.
SECRET = "cAnAry-Zq7Xv2Lm9Tw"


def base(name="source", /, **changes):
    return {**BASES[name], **changes}


def codes(report, field=None):
    return [issue.code for issue in report.issues if field is None or issue.field == field]
