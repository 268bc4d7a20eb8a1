"""`rejoin new`: makes a connection, field by field."""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Iterable
from typing import Any

import rejoin
from rejoin.cli import _context, _files, _write
from rejoin.cli._console import Console, NotATerminal, cells, pad, printable, shorten, shown, wrap
from rejoin.cli._parser import COMMANDS, Failure
from rejoin.types import FieldKey, FieldSpec, FormOption

# What is typed instead of a value.
BACK, HELP, NOTHING = "<", "?", "-"

PROMPT = "  >"


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "new",
        help=COMMANDS["new"],
        description="Makes a connection: asks for each field that applies, says at once what is wrong, and writes the "
        "file. Secrets are checked and not written: the file refers to environment variables, whose names it says.",
        examples=[
            ("rejoin new", "ask, then write a file named after the connection"),
            ("rejoin new connections.csv", "append a row to a spreadsheet"),
            ("rejoin new --catalog connections.db", "save it in a catalog"),
            ("rejoin new --from emea.json apac.json", "start from the values of another"),
        ],
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help=f"where to write it: {_write.KINDS}; - is stdout")
    parser.add_argument("--catalog", metavar="FILE", help="save it in this catalog instead, without its secrets")
    parser.add_argument("--from", dest="start", metavar="FILE", help="start from the values in this JSON file")
    parser.add_argument("--with-secrets", action="store_true", help="write the secrets into the file")
    _context.add(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, console: Console) -> int:
    if arguments.catalog is not None and (arguments.file is not None or arguments.with_secrets):
        raise Failure("--catalog: a catalog holds no secrets, and needs no FILE")
    if not console.interactive:
        raise NotATerminal
    context = _context.read(arguments)
    values = start(arguments.start) if arguments.start else {}
    if arguments.file not in (None, "-"):
        _write.check(arguments.file)
    if arguments.catalog is not None and os.path.exists(arguments.catalog):
        with rejoin.Catalog.open(arguments.catalog, create=False) as catalog:
            context["existingNames"] = [*(context.get("existingNames") or []), *catalog.names()]
    return Questions(arguments, console, context, values).run()


def start(path: str) -> dict[str, Any]:
    """The values of a file, to start from."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            values = json.load(file)
    except OSError as error:
        raise Failure(f"--from: the file cannot be read: {error.strerror}") from None
    except ValueError:
        raise Failure("--from: the file is not JSON") from None
    if not isinstance(values, dict):
        raise Failure("--from: the file must hold one JSON object")
    # A reference stands for a secret that is not here.
    return {key: value for key, value in values.items() if not _write.is_reference(value)}


class Back(Exception):
    """The user wants the question before."""


class Questions:
    """The questions about one connection, and what was answered."""

    def __init__(
        self, arguments: argparse.Namespace, console: Console, context: dict[str, Any], values: dict[str, Any]
    ) -> None:
        self.arguments = arguments
        self.console = console
        self.context = context
        self.fields = {field["key"]: field for field in rejoin.fields()}
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

    def run(self) -> int:
        """Asks, writes and gives the exit code. Whoever leaves early finds the answers in a file."""
        try:
            self.say(f"{BACK} goes back, {HELP} explains, Ctrl-C keeps the answers for another time.", "dim")
            self.ask_all()
            return self.finish()
        except (KeyboardInterrupt, EOFError):
            self.console.say()
            self.keep()
            return 130
        except (Failure, rejoin.CatalogError, OSError) as error:
            self.keep()
            reason = error.strerror or "it cannot be written" if isinstance(error, OSError) else str(error)
            raise Failure(reason) from None

    # Asking.

    def ask_all(self) -> None:
        """Asks for what applies until nothing is missing or wrong, and the user has seen all of it."""
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
        last = next((past for past in reversed(self.answered) if past != key and self.chooses(past)), None)
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
        if _write.is_reference(typed) and self.arguments.catalog is None:
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

    @property
    def may_skip(self) -> bool:
        """Whether a secret need not be typed, as it is not written."""
        return self.arguments.catalog is None and not self.arguments.with_secrets

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
        if "minimum" in field:
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
        keys = [key for key in self.fields if self.form.field(key).state == "applies"]
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
        while True:
            typed = self.console.ask(f"Write it to {self.target()}? [Y/n, or a number to change] ").strip().lower()
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

    # Writing.

    @property
    def to_stdout(self) -> bool:
        """Whether the connection is printed: where that is asked for, or where the output goes somewhere else."""
        return self.arguments.file == "-" or (self.arguments.file is None and not self.console.out.isatty())

    def target(self) -> str:
        """Where the connection goes."""
        if self.arguments.catalog is not None:
            return str(self.arguments.catalog)
        if self.to_stdout:
            return "stdout"
        if self.arguments.file is not None:
            return str(self.arguments.file)
        return _write.free(f"{slug(str(self.form.value(next(iter(self.fields)))))}.json")

    def finish(self) -> int:
        """Writes the connection, then says what the user must know now."""
        connection = self.form.submit().connection
        if connection is None:
            # `ask_all` ends only when nothing is wrong.
            raise Failure("the connection has errors")
        if self.arguments.catalog is not None:
            with rejoin.Catalog.open(self.arguments.catalog) as catalog:
                catalog.add(connection, self.context["now"])
            self.say(f"Saved in {self.target()}.", "green")
        else:
            self.write(dict(connection))
        for key in self.generated:
            if self.form.field(key).state != "applies":
                continue
            self.console.tell()
            self.say(f"{self.fields[key]['label']}, shown this once:", "bold")
            self.console.tell(f"  {self.form.value(key)}")
        return 0

    def write(self, connection: dict[str, Any]) -> None:
        """Writes the connection to its file."""
        name = slug(connection[next(iter(self.fields))], "_")
        variables = {}
        for key, field in self.fields.items():
            if field["secret"] and self.form.field(key).state == "applies":
                reference = self.elsewhere.get(key)
                if reference is None and not self.arguments.with_secrets:
                    variables[key] = f"REJOIN_{name}_{snake(key)}".upper()
                    reference = f"${{env:{variables[key]}}}"
                connection[key] = reference or connection[key]
        ordered: dict[str, Any] = {key: connection[key] for key in self.fields if key in connection}
        if self.to_stdout:
            self.console.print(json.dumps(ordered, indent=2, ensure_ascii=False))
        else:
            path = self.target()
            _write.add(path, ordered, private=self.arguments.with_secrets)
            self.say(f"Written to {path}.", "green")
        if variables:
            self.console.tell()
            self.say("The file refers to these environment variables; set them where it is read:", "bold")
            for key, variable in variables.items():
                self.console.tell(f"  {variable}  {self.console.paint_err('dim', self.fields[key]['label'])}")

    def keep(self) -> None:
        """Writes the answers of somebody who leaves, without the secrets."""
        given = {
            key: self.form.value(key)
            for key, field in self.fields.items()
            if not field["secret"] and self.form.value(key) is not None and len(self.form.options(key)) != 1
        }
        if not given:
            self.say("Nothing was written.")
            return
        path = _write.free("connection.draft.json")
        with _files.whole(path) as file:
            json.dump(given, file, indent=2)
            file.write("\n")
        self.say(f"Your answers are in {path}, without the secrets. To go on: rejoin new --from {path}")


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


def slug(text: str, separator: str = "-") -> str:
    """The letters and digits of a text, as a part of a file's name."""
    words = re.findall("[a-z0-9]+", text.lower())
    return separator.join(words)[:60] or "connection"


def snake(key: str) -> str:
    """The words of a field's key."""
    return re.sub("([A-Z])", r"_\1", key)
