"""What a person sees: colour, tables, progress, questions.

Everything works without a dependency. Where rich is installed, it draws the progress bar.
What was asked for goes to `out`; what is said about it, the progress and the questions go to `err`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple, TextIO

from rejoin.cli._text import cells, pad, wrap

if TYPE_CHECKING:
    from rejoin.cli._progress import Progress

# How a terminal is told, by the words that `paint` takes.
STYLES = {
    "bold": "1", "dim": "2", "italic": "3", "underline": "4", "red": "31", "green": "32", "yellow": "33",
    "blue": "34", "magenta": "35", "cyan": "36",
}  # fmt: skip


class Glyphs(NamedTuple):
    """The signs that not every terminal can show."""

    bar: str = "█"
    track: str = "░"
    # Parts of a cell, from one eighth up.
    parts: str = "▏▎▍▌▋▊▉"
    rule: str = "─"
    tick: str = "✓"
    cross: str = "✗"
    arrow: str = "→"
    ellipsis: str = "…"


ASCII = Glyphs("#", ".", "", "-", "ok", "x", "->", "...")


class NotATerminal(Exception):
    """A question was to be asked, and nobody is there to answer."""


class Console:
    """The two streams of a program, and who looks at them."""

    def __init__(
        self,
        *,
        color: str = "auto",
        quiet: bool = False,
        verbose: bool = False,
        out: TextIO | None = None,
        err: TextIO | None = None,
    ) -> None:
        self.out = out if out is not None else sys.stdout
        self.err = err if err is not None else sys.stderr
        self.quiet = quiet
        self.verbose = verbose
        self._choice = color
        self.color = wants_color(self.out, color)
        self.err_color = wants_color(self.err, color)
        self.glyphs = Glyphs() if can_show(self.out, "".join(Glyphs())) else ASCII
        self._progress: Progress | None = None

    def redirect(self, out: TextIO) -> None:
        """Writes what was asked for elsewhere from now on, as into a file."""
        self.out = out
        self.color = wants_color(out, self._choice)
        self.glyphs = Glyphs() if can_show(out, "".join(Glyphs())) else ASCII

    @property
    def width(self) -> int | None:
        """The columns of the terminal; None where `out` is none, and a line can have any length."""
        if not self.out.isatty() and not os.environ.get("COLUMNS", "").isdigit():
            return None
        return max(40, terminal_width(self.out))

    @property
    def err_width(self) -> int:
        """The columns of the terminal that is talked to."""
        return max(40, terminal_width(self.err))

    def paint(self, style: str, text: str) -> str:
        """The text for `out` in a style, like "bold red"; as it is where there is no colour."""
        return painted(style, text) if self.color else text

    def paint_err(self, style: str, text: str) -> str:
        """The text for `err` in a style."""
        return painted(style, text) if self.err_color else text

    def print(self, text: str = "") -> None:
        """Writes a line that was asked for."""
        self.write(f"{text}\n")

    def write(self, text: str) -> None:
        """Writes a text that was asked for, which may be a part of a line."""
        if self._progress is not None:
            self._progress.write(text)
        else:
            self.out.write(text)

    def say(self, text: str = "") -> None:
        """Says something about the work, unless the user wants quiet."""
        if not self.quiet:
            self.tell(text)

    def warn(self, text: str) -> None:
        """Says what the user should know even when quiet."""
        self.tell(f"{self.paint_err('bold yellow', 'warning:')} {text}")

    def fail(self, text: str) -> int:
        """Says why the work cannot be done, and gives the exit code for that."""
        self.tell(f"{self.paint_err('bold red', 'error:')} {text}")
        return 2

    def tell(self, text: str = "") -> None:
        """Says what the user has to see in any case."""
        if self._progress is not None:
            self._progress.tell(f"{text}\n")
            return
        self.out.flush()
        self.err.write(f"{text}\n")
        self.err.flush()

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[str]], styles: Sequence[str] = ()) -> None:
        """Prints rows under their headers; the last column wraps where the terminal is too narrow."""
        rows = [[str(cell) for cell in row] for row in rows]
        widths = [max(map(cells, column)) for column in zip(headers, *rows, strict=True)]
        room = self.width
        if room is not None:
            widths[-1] = max(16, min(widths[-1], room - sum(widths[:-1]) - 2 * (len(widths) - 1)))
        self.print("  ".join(self.paint("bold", pad(text, width)) for text, width in zip(headers, widths)).rstrip())
        self.print(self.paint("dim", "  ".join(self.glyphs.rule * width for width in widths)))
        for row in rows:
            last = wrap(row[-1], widths[-1]) if room is not None else [row[-1]]
            for number, line in enumerate(last):
                texts = [*(row[:-1] if number == 0 else [""] * (len(row) - 1)), line]
                padded = [pad(text, width) for text, width in zip(texts, widths)]
                padded[-1] = padded[-1].rstrip()
                painted = [
                    self.paint(styles[index], text) if index < len(styles) and styles[index] else text
                    for index, text in enumerate(padded)
                ]
                self.print("  ".join(painted).rstrip())

    # Questions. They are asked on a terminal only.

    @property
    def interactive(self) -> bool:
        """Whether somebody is there to answer."""
        return sys.stdin is not None and sys.stdin.isatty() and self.err.isatty()

    def ask(self, question: str) -> str:
        """Asks for a line. EOFError is the end of input, KeyboardInterrupt Ctrl-C."""
        self._need_somebody()
        self.out.flush()
        # The line can be edited where Python has readline. It keeps no history: this is no shell.
        try:
            import readline

            readline.set_auto_history(False)
        except (ImportError, AttributeError):
            pass
        # On a terminal, out and err are the same place; `input` counts the prompt only if it writes it itself.
        if self.out is sys.stdout and self.out.isatty():
            return input(question)
        self.err.write(question)
        self.err.flush()
        return input()

    def ask_secret(self, question: str) -> str:
        """Asks for a line that is not shown while it is typed."""
        self._need_somebody()
        import getpass

        return getpass.getpass(question)

    def confirm(self, question: str, default: bool = False) -> bool:
        """Asks for yes or no. Where nobody is there, the answer is the default."""
        if not self.interactive:
            return default
        hint = "Y/n" if default else "y/N"
        while True:
            said = self.ask(f"{question} [{hint}] ").strip().lower()
            if not said:
                return default
            if said in ("y", "yes", "n", "no"):
                return said.startswith("y")

    def _need_somebody(self) -> None:
        if not self.interactive:
            raise NotATerminal

    # Progress.

    @contextmanager
    def progress(self, look: Callable[[], Look]) -> Iterator[None]:
        """Shows how far the work is, on a terminal, as long as the block runs and if it takes a while.

        `look` says how far it is; it is called from another thread, some times a second.
        """
        if self.quiet or not self.err.isatty() or os.environ.get("TERM") == "dumb":
            yield
            return
        from rejoin.cli._progress import Progress

        progress = self._progress = Progress(self, look)
        try:
            yield
        finally:
            progress.stop()
            self._progress = None


class Look(NamedTuple):
    """How far some work is."""

    # What is being worked on.
    label: str
    done: int
    # Not known for a pipe.
    total: int | None
    records: int


def painted(style: str, text: str) -> str:
    """The text in a style, for a terminal."""
    codes = ";".join(STYLES[word] for word in style.split())
    return f"\x1b[{codes}m{text}\x1b[0m" if text and codes else text


def wants_color(stream: TextIO, choice: str) -> bool:
    """Whether a stream gets colour: what the user chose, else what the environment and the stream are for."""
    if choice != "auto":
        wanted = choice == "always"
    elif os.environ.get("NO_COLOR"):
        wanted = False
    elif os.environ.get("FORCE_COLOR") or os.environ.get("CLICOLOR_FORCE", "0") != "0":
        wanted = True
    else:
        wanted = stream.isatty() and os.environ.get("TERM") != "dumb"
    if wanted and sys.platform == "win32":
        enable_windows_terminal()
    return wanted


def enable_windows_terminal() -> None:
    """Asks a console of Windows to follow escape sequences; newer ones do anyway."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        for number in (-11, -12):
            handle = kernel.GetStdHandle(number)
            mode = ctypes.c_ulong()
            if kernel.GetConsoleMode(handle, ctypes.byref(mode)):
                kernel.SetConsoleMode(handle, mode.value | 4)


def terminal_width(stream: TextIO) -> int:
    """The columns of the terminal that a stream goes to, or those of the environment."""
    said = os.environ.get("COLUMNS", "")
    if said.isdigit() and int(said) > 0:
        return int(said)
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def can_show(stream: TextIO, text: str) -> bool:
    """Whether the encoding of a stream has all of a text."""
    try:
        text.encode(getattr(stream, "encoding", None) or "utf-8")
    except (UnicodeError, LookupError):
        return False
    return True
