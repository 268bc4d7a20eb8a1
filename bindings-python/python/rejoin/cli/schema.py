"""`rejoin schema`: the JSON Schema of a connection."""

from __future__ import annotations

import argparse
import json
from typing import Any

import rejoin
from rejoin.cli._console import Console
from rejoin.cli._parser import COMMANDS, choice


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "schema",
        help=COMMANDS["schema"],
        description="Prints the JSON Schema of a connection, for editors and for other validators. "
        "It says less than `rejoin check`, which knows every rule.",
        examples=[
            ("rejoin schema > connection.schema.json", "write the schema to a file"),
            ("rejoin schema --dialect draft-07", "for tools that know no later dialect"),
        ],
    )
    parser.add_argument(
        "--dialect", type=choice("2020-12", "draft-07"), default="2020-12", metavar="DIALECT",
        help="2020-12 (the default) or draft-07",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    console.print(json.dumps(rejoin.json_schema(arguments.dialect), indent=2))
    return 0
