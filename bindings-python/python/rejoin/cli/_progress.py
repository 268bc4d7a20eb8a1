"""How far long work is, in a line at the bottom of the terminal. It is imported when there is one to show."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from rejoin.cli._console import ASCII, Console, Glyphs, Look, can_show, terminal_width
from rejoin.cli._text import cells, duration, shorten

# Seconds: work that takes no longer than this needs no bar, and how often one looks.
PATIENCE = 0.4
TICK = 0.1


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
        share = min(1.0, look.done / look.total) if look.total else None
        if share is not None:
            facts.insert(0, f"{share:4.0%}")
        said = "  ".join(facts)
        size = min(30, room - cells(label) - cells(said) - 4)
        parts = [label, said]
        if share is not None and size >= 8:
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
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

        rich = Rich(file=console.err, force_terminal=True, no_color=not console.err_color, highlight=False)
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[share]}", markup=False),
            TextColumn("{task.fields[said]}", style="dim", markup=False),
            console=rich,
            expand=True,
            transient=True,
            auto_refresh=False,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self.task = self.progress.add_task("", share="", said="")
        self.shown = False

    def show(self, look: Look, passed: float) -> None:
        share = f"{min(1.0, look.done / look.total):4.0%}" if look.total else ""
        self.progress.update(
            self.task,
            description=shorten(look.label, 24),
            total=look.total or None,
            completed=look.done,
            share=share,
            said="  ".join(told(look, passed)),
        )
        if not self.shown:
            self.progress.start()
            self.shown = True
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
