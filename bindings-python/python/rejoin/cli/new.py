"""`rejoin new`: makes a connection, field by field."""

from __future__ import annotations

import argparse
import json
import os
import re
from typing import Any

import rejoin
from rejoin.cli import _context, _files, _write
from rejoin.cli._console import Console, NotATerminal
from rejoin.cli._parser import COMMANDS, Failure
from rejoin.cli._questions import Questions


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
    to_file = arguments.catalog is None
    questions = Questions(
        console,
        context,
        values,
        may_skip=to_file and not arguments.with_secrets,
        may_refer=to_file,
        target=lambda name: target(arguments, console, name),
    )
    try:
        questions.ask_all()
        finish(arguments, questions)
        return 0
    except (KeyboardInterrupt, EOFError):
        console.tell()
        keep(questions)
        return 130
    except (Failure, rejoin.CatalogError, OSError) as error:
        # Nobody should have to answer all of it again.
        keep(questions)
        reason = error.strerror or "it cannot be written" if isinstance(error, OSError) else str(error)
        raise Failure(reason) from None


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


def target(arguments: argparse.Namespace, console: Console, name: str) -> str:
    """Where a connection of this name goes; - is stdout."""
    if arguments.catalog is not None or arguments.file is not None:
        return str(arguments.catalog or arguments.file)
    # Where the output goes into a file or a pipe, the connection is meant.
    return _write.free(f"{slug(name)}.json") if console.out.isatty() else "-"


def finish(arguments: argparse.Namespace, questions: Questions) -> None:
    """Writes the connection, then says what the user must know now."""
    connection = questions.form.submit().connection
    if connection is None:
        # The questions end only when nothing is wrong.
        raise Failure("the connection has errors")
    to = questions.target(questions.name)
    if arguments.catalog is not None:
        with rejoin.Catalog.open(to) as catalog:
            catalog.add(connection, questions.context["now"])
        questions.say(f"Saved in {to}.", "green")
    else:
        write(arguments, questions, to, dict(connection))
    for field in questions.applying:
        if field["key"] in questions.generated:
            questions.console.tell()
            questions.say(f"{field['label']}, shown this once:", "bold")
            questions.console.tell(f"  {questions.form.value(field['key'])}")


def write(arguments: argparse.Namespace, questions: Questions, to: str, connection: dict[str, Any]) -> None:
    """Writes a connection to its file, with references in place of the secrets."""
    console = questions.console
    variables = {}
    ordered: dict[str, Any] = {}
    for field in questions.applying:
        key = field["key"]
        content = connection.get(key)
        if field["secret"]:
            content = questions.elsewhere.get(key) or content
            if not arguments.with_secrets and questions.elsewhere.get(key) is None:
                variable = variables[field["label"]] = f"REJOIN_{slug(questions.name, '_')}_{snake(key)}".upper()
                content = f"${{env:{variable}}}"
        if content is not None:
            ordered[key] = content
    if to == "-":
        console.print(json.dumps(ordered, indent=2, ensure_ascii=False))
    else:
        _write.add(to, ordered, private=arguments.with_secrets)
        questions.say(f"Written to {to}.", "green")
    if variables:
        console.tell()
        questions.say("The file refers to these environment variables; set them where it is read:", "bold")
        width = max(map(len, variables.values()))
        for label, variable in variables.items():
            console.tell(f"  {variable:<{width}}  {console.paint_err('dim', label)}")


def keep(questions: Questions) -> None:
    """Writes the answers of somebody who leaves, without the secrets."""
    given = {
        key: questions.form.value(key)
        for key, field in questions.fields.items()
        if not field["secret"] and questions.form.value(key) is not None and len(questions.form.options(key)) != 1
    }
    if not given:
        questions.say("Nothing was written.")
        return
    path = _write.free("connection.draft.json")
    with _files.whole(path) as file:
        json.dump(given, file, indent=2)
        file.write("\n")
    questions.say(f"Your answers are in {path}, without the secrets. To go on: rejoin new --from {path}")


def slug(text: str, separator: str = "-") -> str:
    """The letters and digits of a text, as a part of a file's name."""
    words = re.findall("[a-z0-9]+", text.lower())
    return separator.join(words)[:60] or "connection"


def snake(key: str) -> str:
    """The words of a field's key."""
    return re.sub("([A-Z])", r"_\1", key)
