"""The command line: `rejoin`, or `python -m rejoin`.

`main` reads the arguments, runs a command and gives its exit code. `import rejoin` brings none of this, and a
command's module is imported when the command is called.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence

from rejoin._errors import CatalogError, EngineError
from rejoin._rejoin import __version__
from rejoin.cli._console import Console, NotATerminal
from rejoin.cli._parser import COMMANDS, EXIT_CODES, Failure, Parser
from rejoin.cli._text import printable

__all__ = ["main", "parser"]

# As a shell reports a program that was interrupted, and one whose reader has gone.
INTERRUPTED, CLOSED = 130, 141


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command line and gives the exit code: 0, 1 if a connection is wrong, 2 if the call is."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        # What a terminal cannot show is no reason to stop.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = run(arguments)
        sys.stdout.flush()
        return code
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 2
    except OSError as error:
        # Python would complain once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return CLOSED
        print(f"error: the output cannot be written: {error.strerror}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED


def run(arguments: list[str]) -> int:
    """Runs a command; mistakes of the call raise SystemExit."""
    top = parser([name for name in COMMANDS if name in arguments])
    found = top.parse_args(arguments)
    console = Console(
        color=getattr(found, "color", "auto"),
        quiet=getattr(found, "quiet", False),
        verbose=getattr(found, "verbose", False),
    )
    if not hasattr(found, "run"):
        found.parser.print_help()
        return 2
    try:
        code: int = found.run(found, console)
        return code
    except (Failure, CatalogError, EngineError) as error:
        return console.fail(printable(str(error)))
    except OSError as error:
        if not isinstance(error.filename, str):
            # It is the output that fails.
            raise
        return console.fail(printable(f"{error.filename}: {error.strerror or 'it cannot be read or written'}"))
    except EOFError:
        console.tell()
        return console.fail("the input has ended, and the question has no answer")
    except NotATerminal:
        return console.fail("this asks questions, so it needs a terminal")


def parser(commands: Sequence[str] = tuple(COMMANDS)) -> Parser:
    """The parser of the command line; of the commands that are not named it knows the name only."""
    top = Parser(
        prog="rejoin",
        description="Checks the connections of a Windows device migration, and makes their keys.",
        examples=[
            ("rejoin check connections.csv", "check a spreadsheet of connections"),
            ("rejoin new", "make a connection, field by field"),
            ("rejoin key generate configuration", "make the key of a device agent"),
            ("rejoin fields", "list the fields of a connection"),
        ],
        epilog="`rejoin COMMAND --help` says more about a command.\n\n" + EXIT_CODES,
    )
    top.general.add_argument("--version", action="version", version=f"rejoin {__version__}", help="print the version")
    subparsers = top.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    for name, says in COMMANDS.items():
        if name in commands:
            importlib.import_module(f"rejoin.cli.{name}").add(subparsers)
        else:
            subparsers.add_parser(name, help=says)
    return top

