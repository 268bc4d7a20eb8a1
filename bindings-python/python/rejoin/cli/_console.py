"""What a person sees: colour, tables, progress, questions.

Everything works without a dependency. Where rich is installed, it draws the progress bar.
What was asked for goes to `out`; what is said about it, the progress and the questions go to `err`.
"""

from __future__ import annotations

import os
import re
import sys
import threading
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple, TextIO

# How a terminal is told, by the words that `paint` takes.
STYLES = {
    "bold": "1", "dim": "2", "italic": "3", "underline": "4", "red": "31", "green": "32", "yellow": "33",
    "blue": "34", "magenta": "35", "cyan": "36",
}  # fmt: skip

# Seconds: work that takes no longer than this needs no bar, and how often one looks.
PATIENCE = 0.4
TICK = 0.1


class Glyphs(NamedTuple):
    """The signs that not every terminal can show."""

    bar: str = "█"
    track: str = "░"
    # Parts of a cell, from one eighth up.
    parts: str = "▏▎▍▌▋▊▉"
    rule: str = "─"
    dot: str = "·"
    tick: str = "✓"
    cross: str = "✗"
    arrow: str = "→"
    dash: str = "–"
    ellipsis: str = "…"


ASCII = Glyphs("#", ".", "", "-", "-", "ok", "x", "->", "-", "...")


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


class Progress:
    """Looks at the work from a thread and shows it; what is printed meanwhile stands above it."""

    def __init__(self, console: Console, look: Callable[[], Look]) -> None:
        self.console = console
        self.look = look
        self.began = time.monotonic()
        self.shared = console.out.isatty()
        self.waiting: list[str] = []
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.bar: _Bar | None = None
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def write(self, text: str) -> None:
        """Writes text to `out`. On the terminal that shows the bar, it waits for the next moment without one."""
        if not self.shared:
            self.console.out.write(text)
            return
        with self.lock:
            self.waiting.append(text)
            if len(self.waiting) > 5000:
                self._flush()

    def tell(self, text: str) -> None:
        """Writes text to `err`, above the bar."""
        with self.lock:
            self._flush()
            self.console.err.write(text)
            self.console.err.flush()

    def stop(self) -> None:
        """Takes the bar away for good."""
        self.ended.set()
        self.thread.join()
        with self.lock:
            self._flush()

    def _flush(self) -> None:
        if self.bar is not None:
            self.bar.hide()
        self.console.out.write("".join(self.waiting))
        self.waiting.clear()
        if self.shared:
            self.console.out.flush()

    def _run(self) -> None:
        while not self.ended.wait(TICK):
            passed = time.monotonic() - self.began
            if self.bar is None and passed < PATIENCE:
                continue
            try:
                look = self.look()
            except RuntimeError:
                # The work holds on to what says how far it is; the next look may be luckier.
                continue
            with self.lock:
                if self.waiting:
                    self._flush()
                if self.bar is None:
                    self.bar = bar_for(self.console)
                self.bar.show(look, passed)


class _Bar:
    """A line at the bottom of the terminal, in plain text."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.glyphs = console.glyphs if can_show(console.err, "".join(Glyphs())) else ASCII

    def show(self, look: Look, passed: float) -> None:
        room = max(20, terminal_width(self.console.err) - 1)
        facts, label = told(look, passed), shorten(look.label, 24)
        paint, glyphs = self.console.paint_err, self.glyphs
        if look.total:
            share = min(1.0, look.done / look.total)
            facts.insert(0, f"{share:4.0%}")
        said = "  ".join(facts)
        size = min(30, room - cells(label) - cells(said) - 4)
        parts = [label, said]
        if look.total and size >= 8:
            full = round(share * size)
            parts.insert(1, paint("green", glyphs.bar * full) + paint("dim", glyphs.track * (size - full)))
            line = "  ".join(parts)
        else:
            line = shorten("  ".join(parts), room, glyphs.ellipsis)
        self.console.err.write(f"\r\x1b[K{line}")
        self.console.err.flush()

    def hide(self) -> None:
        self.console.err.write("\r\x1b[K")
        self.console.err.flush()


class _RichBar(_Bar):
    """The same by rich."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        from rich.console import Console as Rich
        from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn

        rich = Rich(file=console.err, force_terminal=True, no_color=not console.err_color, highlight=False)
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=None),
            TaskProgressColumn(markup=True),
            TextColumn("{task.fields[said]}", style="dim", markup=False),
            console=rich,
            expand=True,
            transient=True,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self.task = self.progress.add_task("", said="")
        self.shown = False

    def show(self, look: Look, passed: float) -> None:
        if not self.shown:
            self.progress.start()
            self.shown = True
        self.progress.update(
            self.task, description=shorten(look.label, 24), total=look.total, completed=look.done, said="  ".join(told(look, passed))
        )
        self.progress.refresh()

    def hide(self) -> None:
        if self.shown:
            self.progress.stop()
            self.shown = False


def bar_for(console: Console) -> _Bar:
    """The bar of rich where it is installed, else the plain one."""
    try:
        return _RichBar(console)
    except ImportError:
        return _Bar(console)


def told(look: Look, passed: float) -> list[str]:
    """How far the work is, in words: records, rate, time left."""
    facts = [f"{look.records:,} records", f"{look.records / max(passed, 0.001):,.0f}/s"]
    if look.total and look.done:
        left = passed * (look.total - look.done) / look.done
        facts.append(f"{duration(left)} left")
    return facts


def duration(seconds: float) -> str:
    """Seconds as people write them."""
    minutes, seconds = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"


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


def cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(character) else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )


def pad(text: str, width: int) -> str:
    """The text, filled up with blanks."""
    return text + " " * (width - cells(text))


def shorten(text: str, width: int, mark: str = "…") -> str:
    """The text, cut to a width."""
    if cells(text) <= width:
        return text
    while text and cells(text) > width - cells(mark):
        text = text[:-1]
    return text + mark


def wrap(text: str, width: int | None) -> list[str]:
    """The lines of a text that fit a width; words that are longer stay whole."""
    if width is None or cells(text) <= width:
        return [text]
    import textwrap

    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False) or [""]


_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text with the characters escaped that would do something to a terminal or a log."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def plural(count: int, word: str) -> str:
    """A number with its noun."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def shown(value: str | bool | int) -> str:
    """A value as a file would have it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
