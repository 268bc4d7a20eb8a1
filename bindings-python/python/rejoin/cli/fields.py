"""`rejoin fields`: the field table."""

from __future__ import annotations

import argparse
import json
from typing import Any

import rejoin
from rejoin.cli._console import Console
from rejoin.cli._parser import COMMANDS, add_language, choice, either
from rejoin.cli._text import pad, shown, wrap
from rejoin.types import FieldSpec


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "fields",
        help=COMMANDS["fields"],
        description="Lists the fields of a connection: what each holds, and when it applies.",
        examples=[
            ("rejoin fields", "all fields, as a table"),
            ("rejoin fields role tenant", "two of them, with choices and hints"),
            ("rejoin fields --language de role", "with labels and hints in German"),
            ("rejoin fields --format json | jq -r '.[].key'", "the keys, for a script"),
        ],
    )
    parser.add_argument("field", nargs="*", metavar="FIELD", help="the key of a field; without any, all are listed")
    parser.add_argument("--format", type=choice("text", "json"), default="text", metavar="FORMAT", help="text or json")
    add_language(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    table = rejoin.fields(language=arguments.language)
    known = [field["key"] for field in table]
    for key in arguments.field:
        if key not in known:
            arguments.parser.error("there is no such field; `rejoin fields` lists them")
    chosen = [field for field in table if not arguments.field or field["key"] in arguments.field]
    if arguments.format == "json":
        console.print(json.dumps(chosen, indent=2))
    elif arguments.field or console.verbose:
        for number, field in enumerate(chosen):
            if number:
                console.print()
            describe(field, console)
    else:
        overview(chosen, console)
    return 0


def overview(table: list[FieldSpec], console: Console) -> None:
    """Prints a line for each field, under when it applies."""
    keys = max(len(field["key"]) for field in table)
    widths = max(len(holds(field)) for field in table)
    margin = keys + widths + 6
    room = None if console.width is None else max(20, console.width - margin)
    groups: dict[str, list[FieldSpec]] = {}
    for field in table:
        groups.setdefault(applies(field), []).append(field)
    for number, (condition, fields) in enumerate(groups.items()):
        if number:
            console.print()
        console.print(console.paint("bold", condition))
        for field in fields:
            optional = "" if field["required"] or field["kind"] == "boolean" else " (optional)"
            first, *more = wrap(field["label"] + optional, room)
            console.print(f"  {console.paint('cyan', pad(field['key'], keys))}  {pad(holds(field), widths)}  {first}")
            for line in more:
                console.print(" " * margin + line)


def holds(field: FieldSpec) -> str:
    """What a field holds, in a few words."""
    if "minimum" in field and "maximum" in field:
        return f"{field['kind']} {field['minimum']} to {field['maximum']}"
    return f"{field['kind']} up to {field['maxLength']}" if "maxLength" in field else field["kind"]


def applies(field: FieldSpec) -> str:
    """When a field applies, in a few words."""
    condition = field.get("appliesWhen")
    if condition is None:
        return "always"
    return f"when {condition['field']} is {either(shown(value) for value in condition['in'])}"


def describe(field: FieldSpec, console: Console) -> None:
    """Prints all that there is to say about a field."""
    paint = console.paint
    console.print(f"{paint('bold cyan', field['key'])}  {paint('bold', field['label'])}")
    lines = [("holds", holds(field) + ("" if field["required"] else ", optional")), ("applies", applies(field))]
    lines += [("enter", field["hint"])] if field["hint"] else []
    lines += [("like", field["example"])] if field["example"] else []
    room = None if console.width is None else console.width - 11
    for label, text in lines:
        for number, line in enumerate(wrap(text, room)):
            console.print(f"  {paint('dim', pad(label if number == 0 else '', 7))}  {line}")
    choices = field.get("choices", [])
    width = max((len(option["value"]) for option in choices), default=0)
    for option in choices:
        says = option["label"] + (f": {option['hint']}" if option["hint"] else "")
        first, *more = wrap(says, None if console.width is None else console.width - width - 4)
        console.print(f"  {paint('green', pad(option['value'], width))}  {first}")
        for line in more:
            console.print(" " * (width + 4) + line)
