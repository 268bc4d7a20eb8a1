"""Reading the command line: argparse with examples in every help, and errors that repeat no argument.

What somebody typed in the wrong place may be a secret, so a message names the option and never the value.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NoReturn

import rejoin
from rejoin.cli._console import terminal_width
from rejoin.cli._text import wrap

# The commands, each a module of this package, with what `rejoin --help` says of it. The modules are imported
# only when they are needed.
COMMANDS = {
    "check": "check files of connections",
    "new": "make a connection, field by field",
    "catalog": "list and change the saved connections",
    "key": "make and look at keys",
    "fields": "list the fields of a connection",
    "codes": "say what the codes of findings mean",
    "schema": "print the JSON Schema of a connection",
    "completion": "print the completion script of a shell",
}

EXIT_CODES = """\
exit codes:
  0  nothing to complain about
  1  something is wrong with a connection
  2  the call is wrong, or a file cannot be read or written"""


class Failure(Exception):
    """The work cannot be done: the call is wrong, or a file cannot be read or written. Holds what to say."""


class Formatter(argparse.RawDescriptionHelpFormatter):
    """Help as wide as the terminal, but not so wide that it reads badly; examples keep their lines."""

    def __init__(self, prog: str, **options: Any) -> None:
        super().__init__(prog, **{"max_help_position": 28, "width": help_width(), **options})


def help_width() -> int:
    """How wide a help is."""
    return max(40, min(terminal_width(sys.stdout), 100) - 2)


class Parser(argparse.ArgumentParser):
    """A parser of a command. `examples` are pairs of a command line and what it does."""

    # What to say of an argument that nothing takes.
    excess = "there is an argument too many"

    def __init__(self, *, examples: Sequence[tuple[str, str]] = (), epilog: str | None = None, **options: Any) -> None:
        parts = [_examples(examples)] if examples else []
        parts += [epilog] if epilog else []
        options.setdefault("formatter_class", Formatter)
        super().__init__(epilog="\n\n".join(parts) or None, allow_abbrev=False, add_help=False, **options)
        general = self.add_argument_group("general options")
        general.add_argument("-h", "--help", action="help", help="show this help")
        # No default here: the options may stand before the command or behind it.
        absent = argparse.SUPPRESS
        general.add_argument(
            "--color", type=choice("auto", "always", "never"), metavar="WHEN", default=absent,
            help="colour the output: auto (on a terminal, unless NO_COLOR is set), always or never",
        )
        general.add_argument("-q", "--quiet", action="store_true", default=absent, help="print only what was asked for")
        general.add_argument("-v", "--verbose", action="store_true", default=absent, help="say more")
        self.general = general
        # Whoever runs the command can then complain with its usage; the innermost parser wins.
        self.set_defaults(parser=self)

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:  # pyright: ignore[reportIncompatibleMethodOverride]
        found, left = self.parse_known_args(args, namespace)
        if left:
            found.parser.error(found.parser.about_left(left))
        return found

    def about_left(self, left: Sequence[str]) -> str:
        """What to say of arguments that nothing takes."""
        option = next((word.split("=")[0] for word in left if re.match(r"--?[a-z]", word)), None)
        if option is None:
            return self.excess
        known = [name for action in self._actions for name in action.option_strings]
        near = nearest(option, known)
        if near:
            return f"there is no such option; did you mean {near}?"
        return "there is no such option; --help lists them"

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        choices = action.choices
        if choices is not None and value not in choices:
            near = nearest(str(value), list(map(str, choices)))
            said = f"did you mean {near}?" if near else f"choose {either(map(str, choices))}"
            raise argparse.ArgumentError(action, said)

    def format_usage(self) -> str:
        self._shorten_usage()
        return super().format_usage()

    def _shorten_usage(self) -> None:
        """A usage without the options, which the help lists."""
        words = [self.prog, "[OPTION ...]"]
        for action in self._actions:
            if not action.option_strings:
                name = str(action.metavar)
                words.append(f"[{name}]" if action.nargs in ("?", "*") else name)
                words += ["..."] if action.nargs in ("+", "*", argparse.PARSER) else []
        self.usage = " ".join(words).replace("%", "%%")

    def format_help(self) -> str:
        self._shorten_usage()
        self.description = "\n".join(wrap(" ".join((self.description or "").split()), help_width()))
        self._action_groups.sort(key=lambda group: group is self.general)
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        # `--quiet=hunter2`: argparse repeats the value of an option that takes none.
        message = re.sub(r"(ignored explicit argument) .*", r"\1", message, flags=re.DOTALL)
        self.exit(2, f"error: {message}\n{self.format_usage()}       {self.prog} --help says more\n")


def nearest(word: str, words: Sequence[str]) -> str | None:
    """The word that may be meant."""
    import difflib

    return next(iter(difflib.get_close_matches(word, words, 1)), None)


def _examples(examples: Iterable[tuple[str, str]]) -> str:
    lines = []
    for command, does in examples:
        lines += [f"  # {does}", f"  {command}", ""]
    return "\n".join(["examples:", *lines[:-1]])


def either(words: Iterable[str]) -> str:
    """The words as an English list: a, b or c."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def choice(*words: str) -> Callable[[str], str]:
    """The type of an argument that is one of some words."""

    def one_of(text: str) -> str:
        if text not in words:
            raise argparse.ArgumentTypeError(f"choose {either(words)}")
        return text

    one_of.choices = words  # type: ignore[attr-defined]
    return one_of


def language(text: str) -> str:
    """The type of an argument that is the tag of a language."""
    try:
        return rejoin.define_language(text).tag
    except ValueError:
        raise argparse.ArgumentTypeError(f"choose {either(rejoin.languages())}") from None


language.choices = rejoin.languages()  # type: ignore[attr-defined]


def add_language(group: Any) -> None:
    """The option by which a command says labels, messages and help in another language."""
    group.add_argument(
        "--language", type=language, metavar="TAG",
        help=f"say labels, messages and help in another language: {either(rejoin.languages())}",
    )  # fmt: skip


def count(text: str) -> int:
    """The type of an argument that is a number from 1."""
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 10 and int(text) > 0):
        raise argparse.ArgumentTypeError("give a number from 1")
    return int(text)


def seconds(text: str) -> float:
    """The type of an argument that is a time to wait."""
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text, re.ASCII):
        raise argparse.ArgumentTypeError("give a number of seconds, like 2.5")
    return float(text)


def fingerprint(text: str) -> str:
    """The type of an argument that is a fingerprint."""
    if not re.fullmatch("[0-9a-fA-F]{64}", text):
        raise argparse.ArgumentTypeError("give the 64 hexadecimal digits of a fingerprint")
    return text.lower()
