"""`rejoin catalog`: the saved connections, in a JSON file or a database."""

from __future__ import annotations

import argparse
import difflib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, get_args

import rejoin
from rejoin._rejoin import _comparable_name
from rejoin.cli import _context, _files
from rejoin.cli._console import Console, Look
from rejoin.cli._parser import COMMANDS, Failure, Parser, choice, seconds
from rejoin.cli._text import cells, plural, printable, shorten, shown, wrap
from rejoin.types import SecretFieldKey

if TYPE_CHECKING:
    from rejoin.types import Entry

CATALOG = "the catalog: a JSON file, or a database where the name ends in .db, .sqlite or .sqlite3"
ORDERS = ("name", "created", "modified")

# So many connections are told one by one when they were saved.
SHOWN = 20


def add(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "catalog",
        help=COMMANDS["catalog"],
        description="Lists and changes the connections of a catalog file. It holds no secrets: of each it knows that "
        "there is one, and of a key how to recognise it. Others may write to the file at the same time.",
        examples=[
            ("rejoin catalog add connections.db emea.json", "save a connection"),
            ("rejoin catalog list connections.db --search emea", "find it again"),
        ],
    )
    below = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=Parser)
    add_list(below)
    add_show(below)
    add_add(below)
    add_remove(below)
    add_export(below)
    add_import(below)


def command(subparsers: Any, name: str, **says: Any) -> Any:
    """A parser of a command on a catalog."""
    parser = subparsers.add_parser(name, **says)
    parser.add_argument("catalog", metavar="CATALOG", help=CATALOG)
    parser.general.add_argument(
        "--timeout", type=seconds, default=10.0, metavar="SECONDS", help="how long to wait for others that write (10)"
    )
    return parser


def add_format(parser: Any) -> None:
    parser.add_argument("--format", type=choice("text", "json"), default="text", metavar="FORMAT", help="text or json")


def opened(arguments: argparse.Namespace, create: bool = False) -> rejoin.StoredCatalog:
    return rejoin.Catalog.open(arguments.catalog, create=create, timeout=arguments.timeout)


# list


def add_list(subparsers: Any) -> None:
    parser = command(
        subparsers,
        "list",
        help="list connections",
        description="Lists the connections of a catalog, or those that are asked for; with --verbose, their IDs, too.",
        examples=[
            ("rejoin catalog list connections.db", "all of them, by name"),
            ("rejoin catalog list connections.db --search laptops --tenant contoso.com", "some of them"),
            ("rejoin catalog list connections.db --order modified --descending", "what was changed last comes first"),
            ("rejoin catalog list connections.db --format json | jq -r '.[].id'", "for a script"),
        ],
    )
    wanted = parser.add_argument_group("which, and in what order")
    wanted.add_argument("--search", metavar="WORDS", help="those whose name has each of these words")
    wanted.add_argument("--type", action="append", metavar="TYPE", help="those of this type; may be given again")
    wanted.add_argument("--tenant", action="append", metavar="TENANT", help="those of this tenant; may be given again")
    wanted.add_argument(
        "--order", type=choice(*ORDERS), default="name", metavar="ORDER", help="name (the default), created or modified"
    )
    wanted.add_argument("--descending", action="store_true", help="the last comes first")
    add_format(parser)
    parser.set_defaults(run=list_)


def list_(arguments: argparse.Namespace, console: Console) -> int:
    with opened(arguments) as catalog:
        entries = catalog.list(
            type=arguments.type,
            tenant=arguments.tenant,
            search=arguments.search,
            order=arguments.order,
            descending=arguments.descending,
        )
        count = len(catalog)
    if arguments.format == "json":
        print_json(entries, console)
        return 0
    if entries:
        table(entries, console)
    all_of_them = len(entries) == count
    said = plural(count, "connection") if all_of_them else f"{len(entries):,} of {plural(count, 'connection')}"
    console.say(console.paint_err("dim", said))
    return 0


def table(entries: list[Entry], console: Console) -> None:
    """Prints a line for each entry that fits the terminal. A name is as good as an ID, which --verbose shows."""
    mark = console.glyphs.ellipsis
    headers = ["Name", "Kind", "Modified (UTC)", "Tenant"]
    rows = [
        [shorten(printable(name_of(entry)), 48, mark), kind(entry), moment(entry["modifiedAt"]), tenant(entry)]
        for entry in entries
    ]
    if console.verbose:
        headers.insert(0, "ID")
        rows = [[entry["id"], *row] for entry, row in zip(entries, rows, strict=True)]
    if console.width is not None:
        widths = [max(map(cells, column)) for column in zip(headers, *rows, strict=True)]
        room = max(16, console.width - sum(widths[:-1]) - 2 * len(widths[:-1]))
        rows = [[*row[:-1], shorten(row[-1], room, mark)] for row in rows]
    console.table(headers, rows, ["dim", "bold"] if console.verbose else ["bold"])


def tenant(entry: Entry) -> str:
    return printable(str(entry["connection"].get("tenant", "")))


def kind(entry: Entry) -> str:
    """What a connection is of, in the words of the form: source, or the destination."""
    connection = entry["connection"]
    return labels().get(str(connection.get("destination", connection["role"])), "")


def labels() -> dict[str, str]:
    """The label of each choice."""
    return {choice["value"]: choice["label"] for field in rejoin.fields() for choice in field.get("choices", [])}


def moment(text: str) -> str:
    """A moment to the minute."""
    return text[:16].replace("T", " ")


def print_json(value: object, console: Console) -> None:
    console.print(json.dumps(value, indent=2, ensure_ascii=False))


# show


def add_show(subparsers: Any) -> None:
    parser = command(
        subparsers,
        "show",
        help="show all of a connection",
        description="Shows all that a catalog knows of a connection.",
        examples=[
            ('rejoin catalog show connections.db "EMEA laptops"', "by its name, in any case"),
            ("rejoin catalog show connections.db 01890a5d-ac96-774b-bcce-b302099a8057 --format json", "by its ID"),
        ],
    )
    add_connections(parser)
    add_format(parser)
    parser.set_defaults(run=show)


def add_connections(parser: Any) -> None:
    parser.add_argument("connection", nargs="+", metavar="CONNECTION", help="the name of a connection, or its ID")


def find(catalog: rejoin.Catalog, asked: list[str]) -> list[Entry]:
    """The entries of names and IDs, each once."""
    found: dict[str, Entry] = {}
    for number, text in enumerate(asked, 1):
        entry = catalog.get(text) or named(catalog, text)
        if entry is None:
            # The text may be a secret in the wrong place; a name in the catalog is none.
            which = f"connection {number} of {len(asked)}" if len(asked) > 1 else "the connection"
            near = difflib.get_close_matches(text, catalog.names(), 1, 0.7)
            hint = f"did you mean {near[0]}?" if near else "`rejoin catalog list` lists them"
            raise Failure(f"{which}: none has this name or ID; {hint}")
        found[entry["id"]] = entry
    return list(found.values())


def named(catalog: rejoin.Catalog, name: str) -> Entry | None:
    """The entry of a name, compared as the catalog compares names."""
    wanted = _comparable_name(name)
    same = (entry for entry in catalog.list(search=name) if _comparable_name(name_of(entry)) == wanted)
    return next(same, None)


def name_of(entry: Entry) -> str:
    return str(entry["connection"]["name"])


def show(arguments: argparse.Namespace, console: Console) -> int:
    with opened(arguments) as catalog:
        entries = find(catalog, arguments.connection)
    if arguments.format == "json":
        print_json(entries, console)
        return 0
    for number, entry in enumerate(entries):
        if number:
            console.print()
        show_one(entry, console)
    return 0


def show_one(entry: Entry, console: Console) -> None:
    """Prints an entry, field by field, under the labels of the form."""
    texts = labels()
    lines: list[tuple[str, list[str]]] = [("ID", [entry["id"]])]
    for field in rejoin.fields():
        key = field["key"]
        if key in entry["connection"]:
            value = shown(entry["connection"][key])
            lines.append((field["label"], [printable(texts.get(value, value))]))
        elif key in entry["keys"]:
            stored = entry["keys"][key]
            facts = [stored["masked"], f"ID {stored['id']}", f"fingerprint {stored['fingerprint']}"]
            lines.append((field["label"], facts))
        elif key in entry["secrets"]:
            lines.append((field["label"], [console.paint("dim", "stored elsewhere")]))
    lines += [("Created", [entry["createdAt"]]), ("Modified", [entry["modifiedAt"]])]
    margin = min(max(len(label) for label, _ in lines), 48) + 2
    room = None if console.width is None else max(24, console.width - margin)
    for label, said in lines:
        rows = [row for text in said for row in wrap(text, room)]
        console.print(f"{console.paint('bold', label.ljust(margin))}{rows[0]}")
        for row in rows[1:]:
            console.print(" " * margin + row)


# add


def add_add(subparsers: Any) -> None:
    parser = command(
        subparsers,
        "add",
        help="add connections",
        description="Checks connections and adds them to a catalog, which is made where there is none: all of them, or "
        "none if one has an error. Their secrets are not stored; of a key it is stored how to recognise it.",
        examples=[
            ("rejoin catalog add connections.db emea.json apac.csv", "from files"),
            ("generate | rejoin catalog add connections.db -", "from another program"),
            ("rejoin catalog add connections.db --update emea.json", "put it in place of the one of its name"),
        ],
    )
    parser.add_argument("file", nargs="+", metavar="FILE", help="connections, as `rejoin check` reads them; - is stdin")
    parser.add_argument("--strict", action="store_true", help="a warning counts as an error")
    parser.add_argument(
        "--update", action="store_true",
        help="where the catalog has the name already, replace that connection; secrets left out stay stored",
    )  # fmt: skip
    _context.add(parser)
    parser.set_defaults(run=add_connection)


def add_connection(arguments: argparse.Namespace, console: Console) -> int:
    context = _context.read(arguments)
    if arguments.update:
        # The catalog knows better which of them there are.
        context["storedSecrets"] = secret_fields()
    progress = Progress()
    checked = Checked(console)
    with console.progress(progress.look):
        records = [record for name in arguments.file for record in read(name, context, checked, progress)]
        if not records:
            raise Failure("there is no connection in what was read")
        if checked.bad(arguments.strict):
            return checked.nothing(len(records), arguments.strict)
        new = not os.path.exists(arguments.catalog)
        # A catalog is not made for nothing.
        if new and not save(rejoin.Catalog(), records, arguments.update, checked, Progress()):
            return checked.nothing(len(records))
        try:
            with opened(arguments, create=True) as catalog, catalog.transaction():
                done = save(catalog, records, arguments.update, checked, progress)
                if not done:
                    raise Nothing
        except Nothing:
            return checked.nothing(len(records))
    if new:
        console.say(f"Made the catalog {printable(arguments.catalog)}")
    for what, entry in done[:SHOWN]:
        console.say(f"{console.paint_err('green', what)} {printable(name_of(entry))} ({entry['id']})")
    if len(done) > SHOWN:
        console.say(f"and {plural(len(done) - SHOWN, 'more connection')}")
    tell_of_secrets([entry for _, entry in done], console)
    return 0


class Progress:
    """How far the reading is, and then the saving."""

    def __init__(self) -> None:
        self.batch: rejoin.FileBatch | None = None
        self.saved = self.to_save = 0

    def look(self) -> Look:
        if self.to_save:
            return Look("saving", self.saved, self.to_save, self.saved)
        if self.batch is None:
            return Look("reading", 0, None, 0)
        return Look(self.batch.name, self.batch.bytes_read, self.batch.bytes_total, self.batch.summary["records"])


def read(
    name: str, context: dict[str, Any], checked: Checked, progress: Progress
) -> Iterator[rejoin.FileRecord]:
    """The records of a file, which are checked and told."""
    try:
        # That a secret stands in the file is not what was asked.
        batch = rejoin.validate_file(sys.stdin.buffer if name == "-" else name, context, plain_secrets=False)
        progress.batch = batch
        for record in batch:
            checked.record(record)
            yield record
    except rejoin.FileError as error:
        raise Failure(str(error)) from None


class Nothing(Exception):
    """Nothing of a transaction is to be kept."""


class Checked:
    """What is wrong with some connections, as it is told."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.wrong: set[tuple[str, int]] = set()
        self.warned: set[tuple[str, int]] = set()

    def record(self, record: rejoin.FileRecord) -> None:
        """Tells the issues of a record."""
        for issue in record.issues:
            (self.wrong if issue.severity == "error" else self.warned).add(place_of(record))
            self.tell(record, issue.severity, issue.field, issue.message, issue.code)
            if issue.suggestion is not None:
                arrow = self.console.glyphs.arrow
                self.console.tell(f"  {self.console.paint_err('green', f'{arrow} {printable(shown(issue.suggestion))}')}")

    def refusal(self, record: rejoin.FileRecord, error: rejoin.CatalogError) -> None:
        """Tells why the catalog refused a connection."""
        self.wrong.add(place_of(record))
        field = error.field or ""
        message = error.message.removeprefix(f"{field}: ")
        self.tell(record, "error", field, message, error.reason or error.code)

    def tell(self, record: rejoin.FileRecord, severity: str, field: str, message: str, code: str) -> None:
        paint = self.console.paint_err
        place = str(record.location(field))
        about = f"{paint('bold', f'{printable(field)}:')} " if field else ""
        weight = paint("red" if severity == "error" else "yellow", f"{severity}:")
        self.console.tell(f"{paint('cyan', f'{printable(place)}:')} {weight} {about}{message}  {paint('dim', f'[{code}]')}")

    def bad(self, strict: bool = False) -> int:
        """How many connections are not to be saved."""
        return len(self.wrong | self.warned if strict else self.wrong)

    def nothing(self, count: int, strict: bool = False) -> int:
        """Tells that nothing was saved, and gives the exit code for that."""
        bad = self.bad(strict)
        what = "errors" if self.wrong else "warnings"
        has = "has" if bad == 1 else "have"
        self.console.tell(f"{bad:,} of {plural(count, 'connection')} {has} {what}; nothing was saved")
        return 1


def place_of(record: rejoin.FileRecord) -> tuple[str, int]:
    """What tells a record from those of this and other files."""
    return record.location().file, record.index


def save(
    catalog: rejoin.Catalog, records: list[rejoin.FileRecord], update: bool, checked: Checked, progress: Progress
) -> list[tuple[str, Entry]]:
    """Adds connections, or puts them in place of those of their names; nothing where the catalog refuses one."""
    done: list[tuple[str, Entry]] = []
    # What a good record lacks is where a reference says. One that is to replace another lacks what it likes.
    stored = [] if update else secret_fields()
    progress.to_save = len(records)
    for progress.saved, record in enumerate(records):
        connection: Mapping[str, Any] = record.connection or {}
        try:
            before = named(catalog, connection["name"]) if update else None
            if before is not None:
                done.append(("Updated", catalog.update(before["id"], connection)))
            else:
                done.append(("Added", catalog.add(connection, stored=stored)))
        except rejoin.CatalogError as error:
            if error.path is not None:
                # It is about the file, and not about a connection.
                raise
            checked.refusal(record, error)
    return [] if checked.bad() else done


def secret_fields() -> list[SecretFieldKey]:
    """The keys of the fields that hold a secret."""
    return list(get_args(SecretFieldKey))


def tell_of_secrets(entries: list[Entry], console: Console) -> None:
    """Tells what a catalog does not keep."""
    secret = [key for entry in entries for key in (*entry["secrets"], *entry["keys"])]
    names = [field["label"] for field in rejoin.fields() if field["key"] in secret]
    if names:
        console.say(f"Not stored, as a catalog holds no secrets: {', '.join(names)}. Keep them in a store for secrets.")


def read_bytes(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    with open(name, "rb") as file:
        return file.read()


# remove


def add_remove(subparsers: Any) -> None:
    parser = command(
        subparsers,
        "remove",
        help="remove connections",
        description="Removes connections from a catalog, all of those named or none. On a terminal it asks first.",
        examples=[
            ('rejoin catalog remove connections.db "EMEA laptops"', "by its name"),
            ("rejoin catalog remove connections.db --yes 01890a5d-ac96-774b-bcce-b302099a8057", "without a question"),
        ],
    )
    add_connections(parser)
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")
    parser.set_defaults(run=remove)


def remove(arguments: argparse.Namespace, console: Console) -> int:
    with opened(arguments) as catalog:
        entries = find(catalog, arguments.connection)
        if not arguments.yes:
            if not console.interactive:
                raise Failure("nobody is there to ask: give --yes to remove without a question")
            for entry in entries:
                console.tell(f"  {console.paint_err('bold', printable(name_of(entry)))}  {kind(entry)}  {entry['id']}")
            if not console.confirm(f"Remove {'it' if len(entries) == 1 else plural(len(entries), 'connection')}?"):
                console.say("Nothing was removed.")
                return 0
        catalog.delete([entry["id"] for entry in entries])
    for entry in entries:
        console.say(f"{console.paint_err('green', 'Removed')} {printable(name_of(entry))} ({entry['id']})")
    return 0


# export


def add_export(subparsers: Any) -> None:
    parser = command(
        subparsers,
        "export",
        help="write all connections as one document",
        description="Writes all connections of a catalog as one JSON document, with a line for each.",
        examples=[
            ("rejoin catalog export connections.db --output copy.json", "into a file, which is a catalog itself"),
            ("rejoin catalog export connections.db | gzip > backup.json.gz", "to another program"),
        ],
    )
    parser.add_argument("--output", metavar="FILE", help="write to this file instead of stdout")
    parser.set_defaults(run=export)


def export(arguments: argparse.Namespace, console: Console) -> int:
    file = arguments.output
    with opened(arguments) as catalog:
        if file is not None and os.path.realpath(file) == catalog.path:
            raise Failure("--output: this is the catalog itself")
        text, count = catalog.to_json(), len(catalog)
    if file in (None, "-"):
        console.write(text)
        return 0
    with _files.whole(file) as target:
        target.write(text)
    console.say(f"{console.paint_err('green', 'Wrote')} {plural(count, 'connection')} to {printable(file)}")
    return 0


# import


def add_import(subparsers: Any) -> None:
    parser = command(
        subparsers,
        "import",
        help="add the connections of a document",
        description="Adds the connections of a document that was exported: all of them, or none if one is refused. "
        "Says of each that is refused why. The catalog is made where there is none.",
        examples=[
            ("rejoin catalog import connections.db connections.json", "all or none"),
            ("rejoin catalog import connections.db --skip-refused connections.json", "those that can be added"),
        ],
    )
    parser.add_argument("file", metavar="FILE", help="the document; - is stdin")
    parser.add_argument("--skip-refused", action="store_true", help="add the others where some are refused")
    parser.set_defaults(run=import_)


def import_(arguments: argparse.Namespace, console: Console) -> int:
    where = "stdin" if arguments.file == "-" else arguments.file
    document = read_bytes(arguments.file)
    new = not os.path.exists(arguments.catalog)
    try:
        # What is wrong with the document itself is said before a catalog is made of it.
        whole: rejoin.CatalogError | None = None
        rejoin.Catalog(document)
    except rejoin.CatalogError as error:
        if error.index is None:
            raise Failure(f"{where}: {error.message}") from None
        whole = error
    if whole is not None and new and not arguments.skip_refused:
        report(refused_of(rejoin.Catalog(), document, whole), console)
        return 1
    with opened(arguments, create=True) as catalog:
        try:
            count, refused = catalog.import_(document), []
        except rejoin.CatalogError as error:
            if error.path is not None:
                raise
            with catalog.transaction():
                refused = refused_of(catalog, document, error)
                count = add_others(catalog, document, refused) if arguments.skip_refused else 0
    if new:
        console.say(f"Made the catalog {printable(arguments.catalog)}")
    report(refused, console)
    if count or not refused:
        console.say(f"{console.paint_err('green', 'Imported')} {plural(count, 'connection')}")
    return int(bool(refused))


class Refused:
    """An entry of a document that is refused, and why."""

    def __init__(self, index: int, name: object, why: str) -> None:
        self.index = index
        self.name = name if isinstance(name, str) else ""
        self.why = why


def one_by_one(document: bytes) -> Iterator[tuple[int, object, dict[str, Any]]]:
    """The entries of a document, each with its index and name, and as a document of its own."""
    content = json.loads(document.decode("utf-8-sig"))
    for index, entry in enumerate(content["entries"]):
        connection = entry.get("connection") if isinstance(entry, dict) else None
        name = connection.get("name") if isinstance(connection, dict) else None
        yield index, name, {**content, "entries": [entry]}


def refused_of(catalog: rejoin.Catalog, document: bytes, first: rejoin.CatalogError) -> list[Refused]:
    """All entries that a catalog refuses; `first` is the first, as an import of all says it."""
    refused = []
    trial = rejoin.Catalog(catalog.export())
    for index, name, alone in one_by_one(document):
        try:
            if index == first.index:
                raise first
            trial.import_(alone)
        except rejoin.CatalogError as error:
            refused.append(Refused(index, name, error.message.removeprefix(f"entries[{error.index}]: ")))
    return refused


def add_others(catalog: rejoin.Catalog, document: bytes, refused: list[Refused]) -> int:
    """Adds the entries that are not refused, and gives how many they are."""
    left_out = {entry.index for entry in refused}
    return sum(catalog.import_(alone) for index, _, alone in one_by_one(document) if index not in left_out)


def report(refused: list[Refused], console: Console) -> None:
    """Tells which entries are refused."""
    paint = console.paint_err
    for entry in refused:
        name = f"{paint('bold', shorten(printable(entry.name), 48))}: " if entry.name else ""
        console.tell(f"{paint('cyan', f'entries[{entry.index}]:')} {paint('red', 'refused:')} {name}{entry.why}")
    if refused:
        console.tell(f"{plural(len(refused), 'connection')} {'was' if len(refused) == 1 else 'were'} refused")
