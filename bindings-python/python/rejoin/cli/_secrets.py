"""Where a command takes a secret from: a prompt, stdin, the environment or a file, and never an argument.

Arguments are in the process list and in the history of the shell.
"""

from __future__ import annotations

import argparse
import codecs
import os
import sys
from typing import Any

from rejoin.cli._console import Console
from rejoin.cli._parser import Failure


def add_source(parser: Any, what: str) -> None:
    """Adds the options that say where a secret is."""
    parser.excess = "a secret is no argument, as others could see it; leave it out, and it is asked for"
    source = parser.add_argument_group(
        "where the secret is",
        f"Without any of these, {what} is asked for, or read from stdin where that is no terminal.",
    ).add_mutually_exclusive_group()
    source.add_argument("--env", metavar="NAME", help="in this environment variable")
    source.add_argument("--file", metavar="FILE", help="in this file, one a line; - is stdin")


def read_lines(arguments: argparse.Namespace, console: Console, question: str) -> list[str]:
    """The secrets, one a line; what is blank is left out."""
    lines = [line for line in _text(arguments, console, question).splitlines() if line.strip()]
    if not lines:
        raise Failure("there is no key: what was read is empty")
    return lines


def _text(arguments: argparse.Namespace, console: Console, question: str) -> str:
    if arguments.env is not None:
        value = os.environ.get(arguments.env)
        if value is None:
            raise Failure("--env: there is no environment variable of this name")
        return value
    if arguments.file is None and console.interactive:
        return console.ask_secret(question)
    try:
        if arguments.file in (None, "-"):
            return decode(sys.stdin.buffer.read())
        with open(arguments.file, "rb") as file:
            return decode(file.read())
    except (OSError, ValueError) as error:
        # A name that is wrong may be a secret in the wrong place.
        reason = error.strerror if isinstance(error, OSError) else "this is no text"
        raise Failure(f"the file cannot be read: {reason}") from None


def decode(data: bytes) -> str:
    """UTF-8, or the UTF-16 that a redirection in Windows PowerShell writes."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if utf16 else "utf-8-sig")
