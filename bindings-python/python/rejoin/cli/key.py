"""`rejoin key`: makes keys, and says what may be shown of one."""

from __future__ import annotations

import argparse
import json
import os
from typing import Any, get_args

import rejoin
from rejoin.cli import _files
from rejoin.cli._console import Console
from rejoin.cli._parser import COMMANDS, Failure, Parser, choice, count, fingerprint
from rejoin.cli._secrets import add_source, read_lines
from rejoin.types import KeyKind

KINDS: tuple[KeyKind, ...] = get_args(KeyKind)


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "key",
        help=COMMANDS["key"],
        description="Makes the keys that agents present, and says what may be shown of one.",
        examples=[
            ("rejoin key generate configuration", "the key of a device agent"),
            ("rejoin key inspect", "ask for a key, and say what is right or wrong with it"),
        ],
    )
    below = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    add_generate(below)
    add_inspect(below)
    add_fingerprint(below)


def add_generate(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "generate",
        help="make a key",
        description="Makes fresh keys with the system's randomness and prints them, one a line. "
        "Nothing else keeps them: they are shown this once.",
        examples=[
            ("rejoin key generate configuration", "a key for device agents"),
            ("rejoin key generate connection --output key.txt", "into a file that its owner alone can read"),
            ("rejoin key generate connection --count 20 --format json", "twenty, with their fingerprints"),
        ],
    )
    parser.add_argument(
        "kind", type=choice(*KINDS), metavar="KIND",
        help="configuration, for a device agent, or connection, for a destination's Active Directory agent",
    )  # fmt: skip
    parser.add_argument("--count", type=count, default=1, metavar="N", help="how many (1)")
    parser.add_argument("--output", metavar="FILE", help="write to this new file, which its owner alone can read")
    add_format(parser)
    parser.set_defaults(run=generate)


def add_inspect(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "inspect",
        help="say what is right or wrong with a key",
        description="Says of a key what may be shown and logged: kind, ID, fingerprint, masked form. "
        "Of a text that is no key it says what is wrong, and exits with 1.",
        examples=[
            ("rejoin key inspect", "ask for the key, which is not shown"),
            ("rejoin key inspect --env REJOIN_KEY", "take it from the environment"),
            ("rejoin key inspect --file keys.txt --format json", "take some from a file, one a line"),
        ],
    )
    add_source(parser, "the key")
    add_format(parser)
    parser.set_defaults(run=inspect)


def add_fingerprint(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "fingerprint",
        help="print what a host stores in place of a key",
        description="Prints the fingerprint of a key: what a host stores in place of it, and compares.",
        examples=[
            ("rejoin key fingerprint --file key.txt", "take the key from a file"),
            (f"rejoin key fingerprint --matches {'0123456789abcdef' * 4}", "exit with 1 unless it is that of the key"),
        ],
    )
    add_source(parser, "the key")
    parser.add_argument(
        "--matches", type=fingerprint, metavar="HEX", help="compare with this fingerprint: exit 0 if it is the key's, else 1"
    )
    parser.set_defaults(run=print_fingerprint)


def add_format(parser: Any) -> None:
    parser.add_argument("--format", type=choice("text", "json"), default="text", metavar="FORMAT", help="text or json")


def generate(arguments: argparse.Namespace, console: Console) -> int:
    try:
        keys = [rejoin.Key.generate(arguments.kind) for _ in range(arguments.count)]
    except rejoin.KeyGenerationError as error:
        raise Failure(str(error)) from None
    if arguments.format == "json":
        text = json.dumps([{"key": key.reveal(), **facts(key)} for key in keys], indent=2)
    else:
        text = "\n".join(key.reveal() for key in keys)
    if arguments.output is not None:
        # A key that is there may be in use.
        if os.path.lexists(arguments.output):
            raise Failure(f"--output: {arguments.output} is there already, and is not replaced")
        with _files.whole(arguments.output, private=True) as file:
            file.write(f"{text}\n")
    else:
        console.print(text)
        if console.out.isatty():
            these = "This key is" if len(keys) == 1 else "These keys are"
            console.say(console.paint_err("dim", f"{these} shown this once: keep them in a store for secrets."))
    if console.verbose:
        for key in keys:
            console.say(f"ID {key.id}, fingerprint {key.fingerprint}")
    return 0


def facts(key: rejoin.Key) -> dict[str, object]:
    """What may be shown of a key, as `inspect_key` has it."""
    return {
        "kind": key.kind, "id": key.id, "version": key.version, "fingerprint": key.fingerprint, "masked": key.masked,
    }  # fmt: skip


def inspect(arguments: argparse.Namespace, console: Console) -> int:
    found = [rejoin.inspect_key(text) for text in read_lines(arguments, console, "Key: ")]
    if arguments.format == "json":
        console.print(json.dumps(found, indent=2))
    else:
        for number, info in enumerate(found, 1):
            if number > 1:
                console.print()
            if "code" in info:
                what = f"key {number}: " if len(found) > 1 else ""
                console.print(f"{console.paint('bold red', info['code'])}  {what}{info['message']}")
            else:
                for name, value in info.items():
                    console.print(f"{console.paint('bold', f'{name:12}')} {value}")
    return int(any("code" in info for info in found))


def print_fingerprint(arguments: argparse.Namespace, console: Console) -> int:
    code = 0
    for number, text in enumerate(read_lines(arguments, console, "Key: "), 1):
        try:
            if arguments.matches is None:
                console.print(rejoin.key_fingerprint(text))
            elif not rejoin.key_matches(text, arguments.matches):
                console.say(f"key {number}: the fingerprint is that of another key")
                code = 1
        except ValueError:
            info = rejoin.inspect_key(text)
            console.warn(f"key {number}: {info.get('message', '')}")
            code = 1
    return code
