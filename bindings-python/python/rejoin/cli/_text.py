"""Text as it is shown: how wide it is, where it breaks, and what of it a terminal must not get."""

from __future__ import annotations

import re
import unicodedata


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


def duration(seconds: float) -> str:
    """Seconds as people write them."""
    minutes, seconds = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {seconds:02} s" if minutes else f"{seconds} s"
