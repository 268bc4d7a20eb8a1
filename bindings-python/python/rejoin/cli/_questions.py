"""The questions of `rejoin new`: which field is asked for next, and what an answer means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import rejoin
from rejoin.cli._console import Console
from rejoin.cli._text import cells, pad, printable, shorten, shown, wrap
from rejoin.cli._write import is_reference
from rejoin.types import FieldKey, FieldSpec, FormOption

# What is typed instead of a value.
BACK, HELP, NOTHING = "<", "?", "-"

PROMPT = "  >"


class Back(Exception):
    """The user wants the question before."""


class Questions:
    """The questions about one connection, and what was answered.

    `may_skip` says that a secret need not be typed, and `may_refer` that a reference may be typed in its place;
    `target` says where the connection will go.
    """

    def __init__(
        self,
        console: Console,
        context: dict[str, Any],
        values: dict[str, Any],
        *,
        may_skip: bool,
        may_refer: bool,
        target: Callable[[str], str],
    ) -> None:
        self.console = console
        self.context = context
        self.may_skip = may_skip
        self.may_refer = may_refer
        self.target = target
        self.fields: dict[FieldKey, FieldSpec] = {field["key"]: field for field in rejoin.fields()}
        known: dict[str, Any] = {key: value for key, value in values.items() if key in self.fields}
        self.form = rejoin.Form(known, context)
        # In the order of the answers, so that one can go back.
        self.answered: list[FieldKey] = [key for key in self.fields if self.form.value(key) is not None]
        self.generated: list[FieldKey] = []
        # The secrets that were not typed, with the reference that was typed instead; none where the environment
        # will have them.
        self.elsewhere: dict[FieldKey, str | None] = {}
        self.noted: set[str] = set()
        self.section = ""

    @property
    def name(self) -> str:
        """The name of the connection, which is the first field."""
        return str(self.form.value(next(iter(self.fields))) or "")

    @property
    def applying(self) -> list[FieldSpec]:
        """The fields that apply."""
        return [field for key, field in self.fields.items() if self.form.field(key).state == "applies"]

    # Asking.

    def ask_all(self) -> None:
        """Asks for what applies until nothing is missing or wrong, and the user has seen all of it."""
        self.say(f"{BACK} goes back, {HELP} explains, Ctrl-C keeps the answers for another time.", "dim")
        while True:
            key = self.next()
            if key is None:
                key = self.review()
                if key is None:
                    return
            try:
                self.ask(self.fields[key])
            except Back:
                self.forget(key)

    def next(self) -> FieldKey | None:
        """The field to ask for now: the first that applies and has no answer, or a wrong one."""
        for key in self.fields:
            field = self.form.field(key)
            if field.state == "applies" and (key not in self.answered or any(map(is_error, field.issues))):
                return key
        return None

    def forget(self, key: FieldKey) -> None:
        """Goes back to the answer before that of a field."""
        last: FieldKey | None = next((past for past in reversed(self.answered) if past != key and self.chooses(past)), None)
        if last is None:
            self.say("This is the first question.", "dim")
        else:
            self.answered.remove(last)

    def chooses(self, key: FieldKey) -> bool:
        """Whether a field applies and leaves the user a choice."""
        return self.form.field(key).state == "applies" and len(self.form.options(key)) != 1

    def ask(self, field: FieldSpec) -> None:
        """Asks for a field until its value has no error."""
        key = field["key"]
        options = self.form.options(key)
        if field["kind"] == "choice" and len(options) == 1:
            self.form.set(key, options[0]["value"])
            self.answered.append(key)
            return
        self.head(field)
        self.notes(key)
        for number, option in enumerate(options, 1):
            self.option(number, option)
        problems = self.form.field(key).issues if self.form.value(key) is not None else []
        while True:
            offered = self.complain(problems)
            if not self.answer(field, options, offered):
                continue
            problems = self.form.field(key).issues
            if not any(map(is_error, problems)):
                break
        self.accept(field, problems)
        if key in self.answered:
            self.answered.remove(key)
        self.answered.append(key)
        self.notes(key)

    def accept(self, field: FieldSpec, warnings: Iterable[rejoin.Issue]) -> None:
        """Shows the warnings about a value that may stay, and offers what is suggested instead."""
        for issue in warnings:
            self.complain([issue])
            if issue.suggestion is not None:
                if self.console.confirm(f"  take {printable(shown(issue.suggestion))} instead?", True):
                    self.form.set(field["key"], issue.suggestion)
                    # The new value may be looked at differently, and is not asked for again.
                    return

    def answer(self, field: FieldSpec, options: list[FormOption], offered: str | bool | int | None) -> bool:
        """Takes one answer; False where it was no value."""
        key = field["key"]
        if field["secret"]:
            return self.secret(field)
        default = self.default(field, offered)
        hint = ""
        if isinstance(default, bool):
            hint = "[Y/n] " if default else "[y/N] "
        elif default is not None:
            hint = f"[{printable(shown(default))}] " + ("" if field["required"] else f"({NOTHING} empties it) ")
        typed = self.console.ask(f"{PROMPT} {hint}").strip()
        if typed == BACK:
            raise Back
        if typed == HELP:
            self.explain(field)
            return False
        if typed == NOTHING and not field["required"]:
            self.form.set(key, None)
        elif not typed and default is not None:
            self.form.set(key, default)
        else:
            self.form.set(key, value(field, typed, options))
        return True

    def default(self, field: FieldSpec, offered: str | bool | int | None) -> str | bool | int | None:
        """What Enter takes: the suggestion, else the value that is there already, else that of a plain yes or no."""
        if offered is not None:
            return offered
        if self.holds(field["key"]):
            return self.form.value(field["key"])
        return False if field["kind"] == "boolean" else None

    def holds(self, key: FieldKey) -> bool:
        """Whether a field has a value that can stay."""
        return self.form.value(key) is not None and not any(map(is_error, self.form.field(key).issues))

    def secret(self, field: FieldSpec) -> bool:
        """Takes a secret, which is not shown."""
        key = field["key"]
        generates = any(action["kind"] == "generateKey" for action in field["actions"])
        held = self.holds(key) or key in self.elsewhere
        if held:
            says = "; Enter keeps it"
        elif generates:
            says = "; Enter generates one"
        else:
            says = "; Enter leaves it to the environment" if self.may_skip else ""
        typed = self.console.ask_secret(f"{PROMPT} (not shown{says}) ")
        if typed == BACK:
            raise Back
        if typed == HELP:
            self.explain(field)
            return False
        if self.may_refer and is_reference(typed):
            self.leave(key, typed)
            return True
        if typed:
            self.take(key)
            self.form.set(key, typed)
            self.generated = [other for other in self.generated if other != key]
            return True
        if held:
            return True
        if generates:
            self.take(key)
            self.form.generate_key(key)  # type: ignore[arg-type]
            self.generated = [*(other for other in self.generated if other != key), key]
            self.say("  generated; it is shown when the connection is written", "green")
        elif self.may_skip:
            self.leave(key, None)
        else:
            self.form.set(key, None)
        return True

    def leave(self, key: FieldKey, reference: str | None) -> None:
        """A secret stays where it is."""
        self.form.set(key, None)
        self.generated = [other for other in self.generated if other != key]
        self.elsewhere[key] = reference
        self.tell_form()

    def take(self, key: FieldKey) -> None:
        """A secret is here after all."""
        if key in self.elsewhere:
            del self.elsewhere[key]
            self.tell_form()

    def tell_form(self) -> None:
        """Tells the form which secrets need not be given."""
        stored = [*(self.context.get("storedSecrets") or []), *self.elsewhere]
        self.form.set_context({**self.context, "storedSecrets": stored})

    # Showing.

    def say(self, text: str, style: str = "") -> None:
        """Says something in the middle of the questions, which --quiet does not turn off."""
        for line in wrap(text, self.room) if not text.startswith(" ") else [text]:
            self.console.tell(self.console.paint_err(style, line))

    @property
    def room(self) -> int:
        return min(self.console.err_width, 100) - 2

    def head(self, field: FieldSpec) -> None:
        """The name of a field, under its section."""
        section = field["section"]["label"]
        self.console.tell()
        if section != self.section:
            self.section = section
            rule = self.console.glyphs.rule
            line = f"{rule * 2} {section} "
            self.console.tell(self.console.paint_err("bold cyan", line + rule * (min(60, self.room) - cells(line))))
            self.console.tell()
        optional = "" if field["required"] or field["kind"] == "boolean" else self.console.paint_err("dim", " (optional)")
        self.console.tell(self.console.paint_err("bold", field["label"]) + optional)
        like = f"like {field['example']}" if field["example"] and not field["secret"] else ""
        hint = ", ".join(part for part in (field["hint"], like) if part)
        if hint:
            self.indented(hint, "dim")

    def option(self, number: int, option: FormOption) -> None:
        paint = self.console.paint_err
        self.console.tell(f"  {paint('cyan', f'{number:>2}')}  {printable(option['label'] or option['value'])}")
        if option["hint"]:
            self.indented(option["hint"], "dim", 6)

    def indented(self, text: str, style: str, margin: int = 2) -> None:
        for line in wrap(text, self.room - margin):
            self.console.tell(" " * margin + self.console.paint_err(style, line))

    def notes(self, key: FieldKey) -> None:
        """The notes beside a field that were not shown yet."""
        for note in self.form.notes():
            if note["field"] == key and note["id"] not in self.noted:
                self.noted.add(note["id"])
                self.indented(note["text"], "italic")

    def explain(self, field: FieldSpec) -> None:
        """What there is to say about a field."""
        said = [field["hint"]] if field["hint"] else []
        said += [note["text"] for note in self.form.notes() if note["field"] == field["key"]]
        if "maxLength" in field:
            said.append(f"At most {field['maxLength']} characters.")
        if "minimum" in field and "maximum" in field:
            said.append(f"From {field['minimum']} to {field['maximum']}.")
        said.append(f"In a file it is called {field['key']}.")
        for text in said:
            self.indented(text, "")

    def complain(self, issues: Iterable[rejoin.Issue]) -> str | bool | int | None:
        """Shows what is wrong, and gives the first suggestion."""
        offered = None
        for issue in issues:
            color = "red" if is_error(issue) else "yellow"
            mark = self.console.glyphs.cross if is_error(issue) else "!"
            self.indented(f"{mark} {issue.message}", color)
            if issue.help:
                self.indented(issue.help, "dim", 4)
            if offered is None and is_error(issue):
                offered = issue.suggestion
        return offered

    def review(self) -> FieldKey | None:
        """Shows the answers and asks whether to write them; a field that is to be changed, or None."""
        keys: list[FieldKey] = [field["key"] for field in self.applying]
        paint = self.console.paint_err
        width = min(40, max(cells(self.fields[key]["label"]) for key in keys))
        self.console.tell()
        for number, key in enumerate(keys, 1):
            field = self.form.field(key)
            label = pad(shorten(self.fields[key]["label"], width, self.console.glyphs.ellipsis), width)
            room = max(16, self.room - width - 8)
            self.console.tell(f"  {paint('cyan', f'{number:>2}')}  {label}  {self.answer_shown(key, room)}")
            for issue in field.issues:
                self.indented(f"! {issue.message}", "yellow", 6)
        self.console.tell()
        target = self.target(self.name)
        while True:
            typed = self.console.ask(f"Write it to {'stdout' if target == '-' else target}? [Y/n, or a number to change] ").strip().lower()
            if typed in ("", "y", "yes"):
                return None
            if typed in ("n", "no"):
                raise KeyboardInterrupt
            if typed.isdigit() and 1 <= int(typed) <= len(keys):
                return keys[int(typed) - 1]

    def answer_shown(self, key: FieldKey, room: int) -> str:
        """The value of a field, as far as there is room for it; of a secret, where it is."""
        field, held = self.fields[key], self.form.value(key)
        if field["secret"]:
            said = "generated" if key in self.generated else "given"
            if key in self.elsewhere:
                said = "by reference" if self.elsewhere[key] else "in the environment"
            return self.console.paint_err("dim", said)
        if field["kind"] == "boolean":
            return "yes" if held else "no"
        labels = {option["value"]: option["label"] for option in field.get("choices", [])}
        said = labels.get(held, shown(held)) if held is not None else "-"  # type: ignore[arg-type]
        return shorten(printable(said), room, self.console.glyphs.ellipsis)


def is_error(issue: rejoin.Issue) -> bool:
    return issue.severity == "error"


def value(field: FieldSpec, typed: str, options: list[FormOption]) -> str | bool | int | None:
    """What was typed, as a value of the field; what is none goes to the rules as it is, which say so."""
    if field["kind"] == "boolean":
        return {"y": True, "yes": True, "n": False, "no": False, "": None}.get(typed.lower(), typed)
    if field["kind"] == "integer" and re.fullmatch("-?[0-9]{1,15}", typed):
        return int(typed)
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(options):
        return options[int(typed) - 1]["value"]
    for option in options:
        if typed.lower() in (option["value"].lower(), option["label"].lower()):
            return option["value"]
    return typed
