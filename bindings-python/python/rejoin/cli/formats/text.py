"""Text for people: the findings under their file, and at the end what they came to, with a bar for each code."""

from __future__ import annotations

from collections.abc import Sequence

import rejoin
from rejoin import FileBatch, FileRecord, Issue
from rejoin.cli._console import Console
from rejoin.cli._text import cells, duration, plural, printable, shown, wrap
from rejoin.cli.formats import Format, Total

COLORS = {"error": "red", "warning": "yellow"}

# The bars of a chart that are shown without --verbose.
BARS = 12


class Output(Format):
    """Writes what a person reads; with --quiet, a line for each finding and nothing else."""

    def __init__(self, console: Console, strict: bool) -> None:
        super().__init__(console, strict)
        self.width = console.width
        self.explained: set[str] = set()
        self.name = ""
        self.named = False

    def begin_file(self, name: str) -> None:
        self.name = printable(name)
        self.named = False

    def record(self, record: FileRecord, issues: Sequence[Issue]) -> None:
        if self.console.quiet:
            for issue in issues:
                about = f"{printable(issue.field)}: " if issue.field else ""
                place = printable(str(record.location(issue.field)))
                self.console.print(f"{place}: {issue.severity}: {about}{issue.message} [{issue.code}]")
            return
        self.title()
        for issue in issues:
            self.finding(record, issue)

    def title(self) -> None:
        """The name of the file, above its first finding."""
        if not self.named:
            self.named = True
            self.console.print(self.console.paint("bold underline", self.name))

    def finding(self, record: FileRecord, issue: Issue) -> None:
        """A finding: place, severity, field, message and code; then its suggestion, and its help the first time."""
        paint = self.console.paint
        place = record.location(issue.field)
        where = f"{place.sheet}!{place.cell}" if place.cell else ":".join(str(n) for n in (place.line, place.column) if n)
        where = f"  {printable(where):<7}  "
        field = f"{printable(issue.field)}: " if issue.field else ""
        # What is said more of a finding stands under its severity, and the rest of its message under the message.
        margin, inner = cells(where), cells(where) + 9
        told = self.told(f"{field}{issue.message}", issue.code, inner)
        # The field is in the first line, as it has no blank.
        told[0] = paint("bold", told[0][: len(field) - 1]) + told[0][len(field) - 1 :] if field else told[0]
        color = COLORS[issue.severity]
        lines = [f"{paint('cyan', where)}{paint(color, f'{issue.severity:<7}')}  {told[0]}"]
        lines += [" " * inner + line for line in told[1:]]
        if issue.suggestion is not None:
            arrow = self.console.glyphs.arrow
            lines.append(f"{' ' * margin}{paint('green', f'{arrow} {printable(shown(issue.suggestion))}')}")
        if issue.help and (self.console.verbose or issue.code not in self.explained):
            self.explained.add(issue.code)
            lines += [" " * margin + paint("dim", line) for line in wrap(issue.help, self.room(margin))]
        self.console.print("\n".join(lines))

    def told(self, message: str, code: str, margin: int) -> list[str]:
        """The lines of a message, with the code behind it."""
        lines = wrap(message, self.room(margin))
        tail = self.console.paint("dim", f"[{code}]")
        room = self.room(margin)
        if room is None or cells(lines[-1]) + len(code) + 4 <= room:
            lines[-1] += f"  {tail}"
        else:
            lines.append(tail)
        return lines

    def room(self, margin: int) -> int | None:
        """The columns that are left for a text."""
        return None if self.width is None else max(24, min(self.width, 140) - margin)

    def end_file(self, batch: FileBatch) -> None:
        if self.console.quiet:
            return
        if self.named:
            self.console.print()
        elif self.console.verbose:
            tick = self.console.paint("green", self.console.glyphs.tick)
            self.console.print(f"{tick} {self.name}: {plural(batch.summary['records'], 'record')}")

    def end(self, total: Total) -> None:
        if self.console.quiet:
            return
        if total.left_out:
            self.console.print(f"{plural(total.left_out, 'more finding')}: --limit leaves them out\n")
        if total.by_code:
            self.chart(total)
        self.verdict(total)

    def chart(self, total: Total) -> None:
        """A bar for each code, the most frequent first."""
        severity: dict[str, str] = {row["code"]: row["severity"] for row in rejoin.codes()}
        bars = total.by_code.most_common(None if self.console.verbose else BARS)
        names = max(len(code) for code, _ in bars)
        counts = max(len(f"{count:,}") for _, count in bars)
        size = max(10, min((self.width or 80) - names - counts - 6, 40))
        most = bars[0][1]
        # A column for each finding, as long as there is room.
        size = min(size, most)
        for code, count in bars:
            bar = self.bar(size * count / most)
            painted = self.console.paint(COLORS[severity.get(code, "error")], bar)
            self.console.print(f"  {code:<{names}}  {count:>{counts},}  {painted}")
        rest = len(total.by_code) - len(bars)
        if rest:
            more = f"and {plural(rest, 'other code')}: --verbose shows them"
            self.console.print(f"  {self.console.paint('dim', more)}")
        self.console.print()

    def bar(self, length: float) -> str:
        """A bar of so many columns, to an eighth of one where the terminal can show that."""
        glyphs = self.console.glyphs
        full = int(length)
        parts = len(glyphs.parts) + 1
        part = int((length - full) * parts)
        bar = glyphs.bar * full + (glyphs.parts[part - 1] if part else "")
        return bar or (glyphs.parts[:1] or glyphs.bar)

    def verdict(self, total: Total) -> None:
        """What the run came to."""
        paint, glyphs = self.console.paint, self.console.glyphs
        files = "" if total.files == 1 else f" in {plural(total.files, 'file')}"
        what = f"{plural(total.records, 'connection')}{files}"
        if total.wrong:
            what = f"{total.wrong:,} of {what} {'has' if total.wrong == 1 else 'have'} errors"
        elif total.warnings:
            what += ", no errors"
        else:
            what += ", nothing to complain about" if total.records else ", so there was nothing to check"
        if not total.files:
            what = "nothing was checked"
        bad = total.wrong or total.unreadable or (self.strict and total.warnings)
        mark = paint("bold red", glyphs.cross) if bad else paint("bold green", glyphs.tick)
        self.console.print(f"{mark} {paint('bold', what)}")
        more = [plural(total.errors, "error")] if total.errors else []
        more += [plural(total.warnings, "warning")] if total.warnings else []
        more += [f"{plural(total.unreadable, 'file')} could not be read"] if total.unreadable else []
        if total.seconds >= 1:
            took = f"{total.seconds:.1f} s" if total.seconds < 10 else duration(total.seconds)
            more.append(f"{took} at {total.records / total.seconds:,.0f}/s")
        if more:
            self.console.print(paint("dim", f"  {', '.join(more)}"))
        if total.suggestions:
            many = "s" if total.files > 1 else ""
            offer = f"  --fix writes {plural(total.suggestions, 'suggestion')} into the file{many}"
            self.console.print(paint("dim", offer))
