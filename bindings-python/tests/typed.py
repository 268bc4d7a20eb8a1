"""What a type checker accepts and refuses: `mypy --strict` and `pyright` read this, and nobody runs it."""

from __future__ import annotations

import datetime
import pathlib

import rejoin
from rejoin.types import BadKey, Connection, Context, Draft, Entry, FieldKey, FileFormat, GoodKey, RecordDict, Severity

draft: Draft = {"name": "EMEA laptops", "role": "source", "connectEntraId": None}
wrong_choice: Draft = {"role": "sauce"}  # type: ignore[typeddict-item]
wrong_key: Draft = {"nmae": "EMEA laptops"}  # type: ignore[typeddict-unknown-key]
wrong_type: Draft = {"bulkTokenLifetimeDays": "30"}  # type: ignore[typeddict-item]

now = datetime.datetime.now(datetime.timezone.utc)
context: Context = {"now": now, "existingNames": {"a"}, "storedSecrets": ["clientSecret"], "passwordPolicy": {"minLength": 9}}
wrong_secret: Context = {"storedSecrets": ["name"]}  # type: ignore[list-item]

report: rejoin.Report = rejoin.validate(draft, context).raise_for_errors()
rejoin.validate([])  # type: ignore[arg-type]
report.valid = True  # type: ignore[misc]


def read(connection: Connection) -> str:
    if connection["role"] == "source":
        if connection["createLocalAdministrator"] is True:
            return connection["localAdministratorUsername"]
        connection["tenant"]  # type: ignore[typeddict-item]
        return connection.get("clientSecret", "")
    if connection["destination"] == "activeDirectory":
        return connection["name"]
    return connection["tenant"]


if report.connection is not None:
    read(report.connection)

for issue in report.issues:
    severity: Severity = issue.severity
    if issue.code == "requird":  # type: ignore[comparison-overlap]
        pass
    key: FieldKey = issue.field  # type: ignore[assignment]

for record in rejoin.validate_batch([draft]):
    index: int = record.index
with open("connections.ndjson", "rb") as file:
    counts: dict[str, int] = rejoin.validate_batch(file).summary["byCode"]
rejoin.validate_batch(5)  # type: ignore[arg-type]

kind: FileFormat = "yaml"
found_in = rejoin.validate_file("connections.yaml", context, format=kind, only_issues=True)
for file_record in found_in:
    place: rejoin.Location = file_record.location("name")
    row: int | None = place.line
    as_data: RecordDict = file_record.to_dict()
with open("connections.csv", "rb") as file:
    rejoin.validate_file(file, format="toml")  # type: ignore[arg-type]
fixed: int = rejoin.fix_file(pathlib.Path("connections.csv"), to="fixed.csv").fixed

info = rejoin.inspect_key(rejoin.generate_key("configuration"))
rejoin.generate_key("other")  # type: ignore[arg-type]


def told(info: GoodKey | BadKey) -> str:
    return info["message"] if "code" in info else info["masked"]


form = rejoin.Form(draft)
form.set("rol", "source")  # type: ignore[arg-type]
form.generate_key("name")  # type: ignore[arg-type]
if form.field("role").state == "apply":  # type: ignore[comparison-overlap]
    pass

catalog = rejoin.Catalog()
entry: Entry = catalog.add(draft, now=now)
changed = {**entry["connection"], "name": "APAC laptops"}
catalog.update(entry["id"], changed)
rejoin.Form.edit(entry)
names: list[str] = catalog.names(except_id=entry["id"])
catalog.list(order="size")  # type: ignore[arg-type]
with rejoin.Catalog.open("connections.db", timeout=1) as stored, stored.transaction() as same:
    catalog = same
    path: str = stored.path
    saved: list[Entry] = stored.list(order="created")
rejoin.Catalog.open(b"connections.db")  # type: ignore[arg-type]
try:
    catalog.delete([entry["id"]])
except rejoin.CatalogError as error:
    at: int | None = error.index
except rejoin.ValidationError as error:
    found: list[rejoin.Issue] = error.issues
