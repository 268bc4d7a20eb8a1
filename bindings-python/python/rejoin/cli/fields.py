"""`rejoin fields`: the field table."""

from __future__ import annotations

import argparse
import json
from typing import Any

import rejoin
from rejoin.cli._console import Console
from rejoin.cli._parser import COMMANDS, choice, either
from rejoin.types import FieldSpec


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "fields",
        help=COMMANDS["fields"],
        description="Lists the fields of a connection: what each holds, and when it applies.",
        examples=[
            ("rejoin fields", "all fields, as a table"),
            ("rejoin fields role tenant", "two of them, with choices and hints"),
            ("rejoin fields --format json | jq -r '.[].key'", "the keys, for a script"),
        ],
    )
    parser.add_argument("field", nargs="*", metavar="FIELD", help="the key of a field; without any, all are listed")
    parser.add_argument("--format", type=choice("text", "json"), default="text", metavar="FORMAT", help="text or json")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    table = rejoin.fields()
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
        rows = [(field["key"], holds(field), applies(field), field["label"]) for field in chosen]
        console.table(["Field", "Holds", "Applies when", "Label"], rows, ["cyan"])
    return 0


def holds(field: FieldSpec) -> str:
    """What a field holds, in a few words."""
    if "minimum" in field:
        words = f"{field['kind']}, {field['minimum']} to {field['maximum']}"
    elif "maxLength" in field:
        words = f"{field['kind']}, at most {field['maxLength']}"
    else:
        words = field["kind"]
    return words if field["required"] else f"{words}, optional"


def applies(field: FieldSpec) -> str:
    """When a field applies, in a few words."""
    condition = field.get("appliesWhen")
    if condition is None:
        return "always"
    return f"{condition['field']} is {either(json.dumps(value).strip(chr(34)) for value in condition['in'])}"


def describe(field: FieldSpec, console: Console) -> None:
    """Prints all that there is to say about a field."""
    console.print(f"{console.paint('bold cyan', field['key'])}  {field['label']}")
    lines = [("holds", holds(field)), ("applies", applies(field))]
    lines += [("enter", field["hint"])] if field["hint"] else []
    lines += [("like", field["example"])] if field["example"] else []
    for label, text in lines:
        console.print(f"  {label:8} {text}")
    for option in field.get("choices", []):
        console.print(f"  {console.paint('green', option['value'])}  {option['label']}")
        if option["hint"]:
            console.print(f"    {option['hint']}")
