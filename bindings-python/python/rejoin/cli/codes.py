"""`rejoin codes`: the code table, which says what the codes of findings mean."""

from __future__ import annotations

import argparse
import json
from typing import Any

import rejoin
from rejoin.cli._console import Console
from rejoin.cli._parser import COMMANDS, add_language, choice, nearest
from rejoin.cli._text import pad, wrap
from rejoin.types import CodeSpec


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "codes",
        help=COMMANDS["codes"],
        description="Says what the codes of findings mean, and what to do about each.",
        examples=[
            ("rejoin codes", "all codes, a line each"),
            ("rejoin codes required masked", "all there is to say about two of them"),
            ("rejoin codes --format json", "the table, for a script"),
        ],
    )
    parser.add_argument("code", nargs="*", metavar="CODE", help="a code; without any, all are listed")
    parser.add_argument("--format", type=choice("text", "json"), default="text", metavar="FORMAT", help="text or json")
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    table = rejoin.codes(language=arguments.language)
    known: list[str] = [row["code"] for row in table]
    for code in arguments.code:
        if code not in known:
            near = nearest(code, known)
            arguments.parser.error(f"there is no such code; {f'did you mean {near}?' if near else 'rejoin codes lists them'}")
    chosen = [row for row in table if not arguments.code or row["code"] in arguments.code]
    if arguments.format == "json":
        console.print(json.dumps(chosen, indent=2))
    elif arguments.code or console.verbose:
        for number, row in enumerate(chosen):
            if number:
                console.print()
            describe(row, console)
    else:
        rows = [(row["code"], weight(row), row["meaning"]) for row in chosen]
        console.table(["Code", "Severity", "Meaning"], rows, ["cyan"])
    return 0


def weight(row: CodeSpec) -> str:
    """How much a code weighs."""
    return f"{row['severity']}*" if row["warningIn"] else row["severity"]


def describe(row: CodeSpec, console: Console) -> None:
    """Prints all that there is to say about a code."""
    paint = console.paint
    console.print(paint("bold cyan", row["code"]))
    severity: str = row["severity"]
    if row["warningIn"]:
        severity += f", but a warning in {', '.join(row['warningIn'])}"
    lines = [("meaning", row["meaning"]), ("severity", severity), ("message", row["message"])]
    lines += [(key, message) for key, message in row["messageIn"].items()]
    lines += [("help", row["help"])] if row["help"] else []
    width = max(len(label) for label, _ in lines)
    room = None if console.width is None else max(24, console.width - width - 4)
    for label, text in lines:
        first, *more = wrap(text, room)
        console.print(f"  {paint('dim', pad(label, width))}  {first}")
        for line in more:
            console.print(" " * (width + 4) + line)
