"""Files: every format, where its findings stand, and what is done about its secrets."""

import csv
import io
import json
import os
import pickle
import random
import sys
import tempfile
import threading
import types
import typing
import unittest
from pathlib import Path
from unittest import mock

import rejoin
from books import book
from drafts import SECRET, base, codes
from rejoin.types import FileFormat

OPTIONS = {"plain_secrets": False}


def check(text, **options):
    data = text.encode() if isinstance(text, str) else text
    return rejoin.validate_file(io.BytesIO(data), **{**OPTIONS, **options})


def said(batch):
    """Every issue of a file with its place."""
    return [(str(record.location(issue.field)), issue.field, issue.code) for record in batch for issue in record.issues]


def table(drafts, delimiter=",", header=None):
    """Drafts as CSV text."""
    header = header or list(dict.fromkeys(key for draft in drafts for key in draft))
    text = io.StringIO()
    writer = csv.DictWriter(text, header, delimiter=delimiter, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(drafts)
    return text.getvalue()


class Pieces:
    """A file that gives a few bytes at a time, whatever it is asked for."""

    def __init__(self, data, size):
        self.data, self.size = data, size

    def read(self, size):
        piece, self.data = self.data[: self.size], self.data[self.size :]
        return piece


def many(count, seed=0):
    """Drafts of every kind, of which some have issues of some kinds."""
    rng = random.Random(seed)
    names = [field["key"] for field in rejoin.fields() if field["kind"] == "text"]
    kinds = ["source", "activeDirectoryOnline", "activeDirectoryOffline", "entraBulkToken"]
    for number in range(count):
        draft = base(rng.choice(kinds), name=f"connection {number} é")
        if rng.random() < 0.3:
            draft[rng.choice(names)] = rng.choice(["", "x", "https://contoso.com", 'a "b", c\n;d', "  padded ", "é" * 300])
        if rng.random() < 0.1:
            draft[rng.choice(["nmae", "Notes"])] = "x"
        yield draft


class FormatTest(unittest.TestCase):
    def test_json(self):
        one = json.dumps(base(), indent=2)
        for text, format, records in (
            (one, "json", 1),
            (f"\ufeff {one}\n", "json", 1),
            (json.dumps([base(), base()], indent=2), "json", 2),
            ("[]", "json", 0),
            (json.dumps(base()) + "\n", "json", 1),
            (json.dumps(base()) + "\n" + json.dumps(base()), "ndjson", 2),
            (f"[{json.dumps(base())}]", "json", 1),
        ):
            with self.subTest(text=text[:20]):
                batch = check(text)
                self.assertEqual(batch.format, format)
                self.assertEqual([record.valid for record in batch], [True] * records)
        self.assertEqual(said(check("", format="json")), [("<file>:1:1", "", "malformed_json")])
        self.assertEqual(said(check("3", format="json")), [("<file>:1:1", "", "not_an_object")])
        self.assertEqual(said(check('{"name":\n"a",\n?}', format="json")), [("<file>:3:1", "", "malformed_json")])

    def test_places_in_json(self):
        text = '[\n  {"n\\u0061me": "é", "tenant": "é", "nmae":1},\n  3]'
        draft = rejoin.validate({"name": "é", "tenant": "é", "nmae": 1})
        places = {"name": "<file>:2:17", "nmae": "<file>:2:44"}
        expected = [(places.get(issue.field, "<file>:2:3"), issue.field, issue.code) for issue in draft.issues]
        self.assertEqual(said(check(text)), [*expected, ("<file>:3:3", "", "not_an_object")])

    def test_the_name_says_the_format_or_else_the_start(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, text, format in (
                ("a.json", "[]", "json"),
                ("a.JSON", json.dumps(base(), indent=1), "json"),
                ("a.json", '{"name": "a"}\n{"name": "b"}', "ndjson"),
                ("a.ndjson", '{"name": "a"}', "ndjson"),
                ("a.jsonl", "", "ndjson"),
                ("a.csv", "name\na", "csv"),
                ("a.tsv", "name\trole\na\tb", "csv"),
                ("a", "name,role\na,b", "csv"),
                ("a.txt", '{"name": "a"}', "json"),
            ):
                path = Path(folder, name)
                path.write_text(text, "utf-8")
                with self.subTest(name=name, text=text):
                    for source in (path, str(path)):
                        batch = rejoin.validate_file(source)
                        self.assertEqual((batch.format, batch.name), (format, str(path)))
                        self.assertEqual(batch.bytes_total, path.stat().st_size)
                        list(batch)
                        self.assertEqual(batch.bytes_read, batch.bytes_total)
                    with path.open("rb") as file:
                        self.assertEqual(rejoin.validate_file(file).format, format)
            self.assertEqual(rejoin.validate_file(path, format="ndjson").format, "ndjson")

    def test_what_is_no_file(self):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "a.csv").write_bytes(b" \n")
            for source, reason in (
                (Path(folder, "none.json"), "there is no such file"),
                (folder, "this is a folder"),
                (Path(folder, "a.csv"), "the file is empty"),
            ):
                with self.assertRaisesRegex(rejoin.FileError, reason) as caught:
                    rejoin.validate_file(source)
                self.assertEqual(caught.exception.file, str(source))
                self.assertIsInstance(caught.exception, ValueError)
        with self.assertRaisesRegex(rejoin.FileError, "names no field"):
            check("a,b\nc,d", format="csv")
        for source in (None, 5, {}, [base()]):
            with self.assertRaises(TypeError):
                rejoin.validate_file(source)
        names = ", ".join(f'"{name}"' for name in typing.get_args(FileFormat))
        with self.assertRaisesRegex(ValueError, f"format must be one of {names}$"):
            check("", format="toml")
        with self.assertRaisesRegex(ValueError, "threads"):
            check("", threads=0)
        with self.assertRaises(TypeError):
            check("", format="json", sheet="x")
        with self.assertRaises(ValueError):
            check("", context={"nwo": 1})


class TableTest(unittest.TestCase):
    def test_cells_are_values_of_their_field(self):
        drafts = [base(), base("activeDirectoryOnline", adPassword=' a "quoted", password\nof two lines'), base("entraBulkToken")]
        for delimiter in ",;\t|":
            for text in (table(drafts, delimiter), "\ufeff" + table(drafts, delimiter), table(drafts, delimiter).replace("\r\n", "\n")):
                self.assertEqual([record.connection for record in check(text)], [rejoin.validate(draft).connection for draft in drafts])

    def test_headers_may_be_labels(self):
        labels = {field["key"]: f" {field['label'].upper()} " for field in rejoin.fields()}
        choices = {
            (field["key"], choice["value"]): choice["label"] for field in rejoin.fields() for choice in field.get("choices", [])
        }
        draft = base("entraBulkToken")
        row = {labels[key]: choices.get((key, value), value) for key, value in draft.items()}
        [record] = check(table([row]))
        self.assertEqual((record.issues, record.connection), ([], draft))

    def test_booleans_and_integers(self):
        field = next(field["key"] for field in rejoin.fields() if field["kind"] == "boolean")
        for word, value in (("TRUE", True), ("yes", True), ("1", True), ("False", False), ("no", False), ("0", False), ("", False)):
            [record] = check(table([base(**{field: word, **({} if value else self.without_administrator())})]))
            self.assertIs(record.connection[field], value)
        [record] = check(table([base(**{field: "oui"})]))
        self.assertEqual(codes(record, field), ["wrong_type"])

    @staticmethod
    def without_administrator():
        return {field["key"]: "" for field in rejoin.fields() if field.get("appliesWhen", {}).get("in") == [True]}

    def test_utf_16(self):
        drafts = list(many(2000))
        text = table(drafts, "\t")
        expected = [record.to_dict() for record in check(text)]
        for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
            data = ("" if encoding == "utf-16" else "\ufeff").encode(encoding) + text.encode(encoding)
            self.assertEqual([record.to_dict() for record in check(data)], expected)
            self.assertEqual([record.to_dict() for record in rejoin.validate_file(Pieces(data, 999), **OPTIONS)], expected)
        [record] = rejoin.validate_file(Pieces("\ufeffname\na".encode("utf-16-be"), 1), **OPTIONS)
        self.assertEqual(codes(record, "name"), [])

    def test_places(self):
        text = 'name;"role";adDomain;;Nmae\n"é\n;x";sourc;é;a\n;;;;\n\n"b";destination;c;;y\n'
        # In a quoted cell, its first line counts.
        found = said(check(text))
        self.assertIn(("<file>:2:1", "", "nameless_column"), found)
        self.assertIn(("<file>:2:1", "name", "control_character"), found)
        self.assertIn(("<file>:3:5", "role", "unknown_choice"), found)
        self.assertIn(("<file>:6:20", "Nmae", "unknown_field"), found)
        self.assertIn(("<file>:6:1", "type", "required"), found)
        self.assertEqual([record.line for record in check(text)], [2, 6])
        [record, _] = check(text)
        self.assertEqual(record.issues[0].params, {"column": 4})

    def test_blank_rows_are_no_records(self):
        batch = check("\n\nname,role\n,\n a ,\n\n , ,\n")
        self.assertEqual([(record.index, record.line) for record in batch], [(0, 5)])

    def test_a_header_of_several_lines(self):
        text = '\n,,\n\t;\nrole,"Connection\nname",x\nsource,a\n'
        for size in (1, 7, 1000):
            [record] = rejoin.validate_file(Pieces(text.encode(), size), **OPTIONS)
            self.assertEqual((codes(record, "name"), codes(record, "role"), record.line), ([], [], 6))
        [record] = check("\tname\trole\nb\ta\tsource\n", format="csv")
        self.assertEqual((codes(record, "name"), record.issues[0].params), ([], {"column": 1}))

    def test_a_line_that_names_the_delimiter(self):
        [record] = check("sep=;\r\nname;role\r\na,b;source", format="csv")
        self.assertEqual((codes(record, "name"), codes(record, "role"), record.line), ([], [], 3))

    def test_too_many_cells(self):
        [record] = check("name,role\na,source,,b\n")
        self.assertEqual((record.issues[0].code, record.issues[0].params), ("nameless_column", {"column": 4}))
        self.assertEqual(check("name,role\na,source,,\n").__next__().issues[0].code, "required")

    def test_a_column_twice(self):
        [record] = check("name,Connection name\na,b")
        self.assertEqual(codes(record, "name"), ["duplicate_field"])

    def test_a_quote_that_is_never_closed(self):
        rows = list(check('name,role\n"a,source\nb,source\n'))
        self.assertEqual([(codes(row, ""), row.line) for row in rows], [(["unclosed_quote"], 2), ([], 3)])

    def test_bytes_that_are_no_text(self):
        [record] = check("name,role\nZürich,source\n".encode("latin-1"))
        self.assertEqual(codes(record, "name"), ["malformed_text"])


class YamlTest(unittest.TestCase):
    def only(self, text):
        [record] = check(text, format="yaml")
        return record

    def test_one_mapping_a_sequence_or_several_documents(self):
        draft = base("entraBulkToken")
        one = "\n".join(f"{key}: {json.dumps(value)}" for key, value in draft.items())
        item = "\n".join("  " + line for line in one.splitlines()).replace("  ", "- ", 1)
        for text, records in (
            (one, 1),
            (f"\ufeff# all\n---\n{one}\n...\n", 1),
            (f"{item}\n{item}\n", 2),
            (f"{one}\n---\n{item}\n{item}\n---\n\n---\n{one}", 4),
            (f"[{json.dumps(draft)}, {json.dumps(draft)}]", 2),
            ("", 0),
            ("# nothing\n---\n~\n", 0),
            ("[]", 0),
        ):
            with self.subTest(text=text[:20]):
                found = list(check(text, format="yaml"))
                self.assertEqual([record.connection for record in found], [draft] * records)
                self.assertEqual([record.index for record in found], list(range(records)))
        self.assertEqual(check(one).format, "yaml")

    def test_a_plain_scalar_is_what_the_field_wants(self):
        boolean = next(field["key"] for field in rejoin.fields() if field["kind"] == "boolean")
        for word, value in (("yes", True), ("On", True), ("TRUE", True), ("no", False), ("off", False), ("false", False)):
            record = self.only(f"{boolean}: {word}\nname: {word}\nrole: source")
            self.assertEqual((codes(record, boolean)[:1] in ([], ["no_local_administrator"]), codes(record, "name")), (True, []))
        for word in ("'yes'", '"true"', "1", "maybe", "[]", "{a: b}"):
            self.assertEqual(codes(self.only(f"role: source\n{boolean}: {word}"), boolean), ["wrong_type"], word)
        connection = {**base("entraBulkToken"), "name": 0}
        for word, text in (("0123", "0123"), ("2024", "2024"), ("1e3", "1e3"), ("true", "true"), ("!!str no", "no")):
            lines = [f"{key}: {json.dumps(value)}" for key, value in connection.items() if value]
            self.assertEqual(self.only("\n".join([*lines, f"name: {word}"])).connection["name"], text)
        for word in ("", "~", "null", "!!null ''"):
            self.assertEqual(codes(self.only(f"name: {word}"), "name"), ["required"], word)
        integer = next(field["key"] for field in rejoin.fields() if field["kind"] == "integer")
        for word, found in (("30", []), ("0x1e", []), ("0o36", []), ("3e1", []), ("30.5", ["wrong_type"]), ("'30'", ["wrong_type"])):
            lines = [f"{key}: {json.dumps(value)}" for key, value in base("entraBulkToken").items() if key != integer]
            self.assertEqual(codes(self.only("\n".join([*lines, f"{integer}: {word}"]))), found, word)

    def test_places(self):
        text = "# é\n- {name: é, nmae: 1}\n- name: é\n  role: >-\n    sourc\n  tenant:\n- 3\n"
        found = said(check(text, format="yaml"))
        self.assertIn(("<file>:2:19", "nmae", "unknown_field"), found)
        self.assertIn(("<file>:2:3", "type", "required"), found)
        self.assertIn(("<file>:5:5", "role", "unknown_choice"), found)
        self.assertIn(("<file>:7:3", "", "not_an_object"), found)
        [_, record, _] = check(text, format="yaml")
        self.assertEqual((record.line, str(record.location("tenant"))), (3, "<file>:6:3"))

    def test_anchors_and_merge_keys(self):
        draft = base("activeDirectoryOnline")
        shared = "\n".join(f"  {key}: {json.dumps(value)}" for key, value in draft.items() if key != "name")
        text = f"- &all\n  name: first\n{shared}\n- name: second\n  <<: *all\n- <<: [*all]\n  name: third\n- *all\n"
        connections = [record.connection for record in check(text, format="yaml")]
        self.assertEqual(connections, [{**draft, "name": name} for name in ("first", "second", "third", "first")])
        loop = self.only("&a\nname: x\nrole: source\ntenant: *a\n<<: *a")
        self.assertEqual(codes(loop, "name"), [])
        bomb = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 50)}]}}\n" for n in range(1, 9))
        self.assertEqual(codes(self.only(bomb + "<<: *a8")), ["malformed_yaml"])

    def test_a_key_twice(self):
        record = self.only("name: a\nx: 1\nname: b\nx: 2")
        self.assertEqual((codes(record, "name"), codes(record, "x")), (["duplicate_field"], ["duplicate_field", "unknown_field"]))

    def test_malformed_documents(self):
        text = "name: a\n---\nname: 'b\nx: [\n---\nname: c\n---\n- name: *none\n"
        records = list(check(text, format="yaml"))
        self.assertEqual([codes(record, "") for record in records], [[], ["malformed_yaml"], [], ["malformed_yaml"]])
        self.assertEqual([codes(record, "name") for record in records], [[]] * 4)
        self.assertEqual(str(records[3].location()), "<file>:8:9")
        for text in ("[" * 100_000, "a: " * 100_000, "- " * 100_000, "{a: " * 100_000):
            self.assertEqual(codes(self.only(text)), ["malformed_yaml"])

    def test_a_tag_of_another_tool_stands_for_a_secret(self):
        lines = [f"{key}: {json.dumps(value)}" for key, value in base("activeDirectoryOnline").items() if key != "adPassword"]
        record = self.only("\n".join([*lines, "adPassword: !vault |\n  $ANSIBLE_VAULT;1.1\n  6162"]))
        self.assertEqual((record.issues, "adPassword" in record.connection), ([], False))
        self.assertEqual(codes(self.only("name: !vault x"), "name"), ["wrong_type"])


class ExcelTest(unittest.TestCase):
    def rows(self, drafts, header=None):
        header = header or list(dict.fromkeys(key for draft in drafts for key in draft))
        return [header, *([draft.get(key) for key in header] for draft in drafts)]

    def test_a_sheet(self):
        drafts = [base(), base("activeDirectoryOnline", name=" é <&> "), base("entraBulkToken")]
        expected = [rejoin.validate(draft).connection for draft in drafts]
        data = book({"Connections": self.rows(drafts)})
        self.assertEqual([record.connection for record in check(data)], expected)
        self.assertEqual(check(data).format, "xlsx")
        labels = {field["key"]: field["label"] for field in rejoin.fields()}
        rows = self.rows(drafts)
        data = book({"Connections": [[labels[key] for key in rows[0]], *rows[1:]]})
        self.assertEqual([record.connection for record in check(data)], expected)

    def test_places(self):
        data = book({"My sheet": [["A title"], None, [None, "name", "role", None, "Nmae"], None, [None, "a", "sourc", "x", "b"], [], [None, 2024.0, "source"]]})
        found = said(check(data))
        self.assertIn(("<file>: My sheet!C5", "role", "unknown_choice"), found)
        self.assertIn(("<file>: My sheet!A5", "", "nameless_column"), found)
        self.assertIn(("<file>: My sheet!E5", "Nmae", "unknown_field"), found)
        [first, second] = check(data)
        self.assertEqual((first.line, second.line, codes(second, "name")), (5, 7, []))
        place = first.location("role")
        self.assertEqual((place.line, place.column, place.sheet, place.cell), (None, None, "My sheet", "C5"))
        self.assertEqual(repr(place), "<Location <file>: My sheet!C5>")
        wide = book({"s": [[*[f"c{n}" for n in range(730)], "name", "role"], [*["" for _ in range(730)], "a", "b"]]})
        self.assertEqual(next(check(wide)).location("role").cell, "ABD2")

    def test_values_of_a_spreadsheet(self):
        integer = next(field["key"] for field in rejoin.fields() if field["kind"] == "integer")
        expiry = next(field["key"] for field in rejoin.fields() if "RFC 3339" in field["hint"] or field["example"].startswith("20"))
        draft = {**base("entraBulkToken"), "name": 2024, integer: 30.0}
        [record] = check(book({"s": self.rows([draft])}))
        self.assertEqual((record.connection["name"], record.connection[integer]), ("2024", 30))
        [record] = check(book({"s": self.rows([{**draft, expiry: "date:47884.5"}])}))
        self.assertEqual(codes(record), ["malformed_date_time"])
        [record] = check(book({"s": self.rows([{**draft, "name": "#N/A", integer: 0.5}])}))
        self.assertEqual(codes(record), ["wrong_type", "wrong_type"])
        [record] = check(book({"s": self.rows([{**draft, "name": True}])}))
        self.assertEqual(record.connection["name"], "TRUE")

    def test_sheets(self):
        data = book({"Hidden": [["x"]], "First": [["name"], ["a"]], "Second": [["name"], ["b"], ["c"]], "Empty": []}, hidden=["Hidden"])
        self.assertEqual(len(list(check(data))), 1)
        self.assertEqual(len(list(check(data, sheet="Second"))), 2)
        for sheet, reason in (
            ("Third", 'there is no sheet "Third"; the file has Hidden, First, Second, Empty'),
            ("Hidden", "sheet Hidden has no row that names a field"),
            ("Empty", "sheet Empty is empty"),
        ):
            with self.assertRaisesRegex(rejoin.FileError, reason):
                check(data, sheet=sheet)

    def test_what_is_no_excel_file(self):
        data = book({"s": [["name"], ["a"]]})
        for broken in (b"", b"PK\x03\x04", data[: len(data) // 2], data.replace(b"xl/workbook.xml", b"xl/workb00k.xml"), b"\xd0\xcf\x11\xe0" + b"\0" * 600):
            with self.assertRaises(rejoin.FileError):
                check(broken, format="xlsx")


class ThreadTest(unittest.TestCase):
    """What several threads find is what one finds, and what one draft at a time has."""

    def test_threads_make_no_difference(self):
        drafts = list(many(3000))
        ndjson = "\n".join(json.dumps(draft) if number % 500 != 7 else '{"name": ?}' for number, draft in enumerate(drafts))
        array = json.dumps(drafts)
        broken = array[: len(array) // 2] + "?" + array[len(array) // 2 :]
        for text in (ndjson, array, broken, table(drafts)):
            plain = check(text, threads=1)
            expected = [record.to_dict() for record in plain]
            for threads in (2, 8):
                batch = check(text, threads=threads)
                self.assertEqual([record.to_dict() for record in batch], expected)
                self.assertEqual(batch.summary, plain.summary)
                batch = check(text, threads=threads, only_issues=True)
                self.assertEqual([record.to_dict() for record in batch], [record for record in expected if record["issues"]])
                self.assertEqual(batch.summary, plain.summary)
            if text in (ndjson, array, broken):
                seen = [(record["index"], record["line"]) for record in expected]
                batch = list(rejoin.validate_batch(text))
                self.assertEqual([(record.index, record.line) for record in batch], seen)
                self.assertEqual([record.report for record in batch], [record.report for record in check(text)])

    def test_every_record_is_what_its_draft_is(self):
        drafts = list(many(3000, seed=1))
        expected = [rejoin.validate(draft) for draft in drafts]
        self.assertEqual([record.report for record in check("\n".join(map(json.dumps, drafts)))], expected)
        self.assertEqual([record.report for record in check(json.dumps(drafts, indent=1))], expected)
        self.assertEqual([record.report for record in rejoin.validate_batch(json.dumps(drafts))], expected)

    def test_the_summary_counts_what_was_passed_over(self):
        lines = [json.dumps(base()), json.dumps(base()), "{}", json.dumps(base())]
        batch = check("\n".join(lines), only_issues=True)
        record = next(batch)
        self.assertEqual((record.index, record.line), (2, 3))
        self.assertEqual((batch.summary["records"], batch.summary["valid"]), (3, 2))
        self.assertEqual(list(batch), [])
        self.assertEqual((batch.summary["records"], batch.summary["valid"]), (4, 3))

    def test_a_file_is_read_as_its_records_are_asked_for(self):
        file = io.BytesIO((json.dumps(base()) + "\n").encode() * 50_000)
        batch = rejoin.validate_file(file, threads=2, **OPTIONS)
        next(batch)
        self.assertLess(file.tell(), 1 << 20)
        self.assertEqual(sum(1 for _ in batch), 49_999)

    def test_what_a_file_raises_is_raised_and_it_goes_on(self):
        class File(io.BytesIO):
            def read(self, size):
                if self.tell() > 1 << 19 and not vars(self).setdefault("raised", False):
                    self.raised = True
                    raise RuntimeError("the source broke")
                return super().read(size)

        batch = rejoin.validate_file(File((json.dumps(base()) + "\n").encode() * 5000), **OPTIONS)
        with self.assertRaisesRegex(RuntimeError, "the source broke"):
            list(batch)
        list(batch)
        self.assertEqual(batch.summary["valid"], 5000)

    def test_a_batch_that_is_dropped_in_the_middle(self):
        text = (json.dumps(base()) + "\n").encode() * 20_000
        for _ in range(20):
            batch = check(text, threads=4)
            next(batch)
            del batch

    def test_progress_may_be_asked_for_from_another_thread(self):
        text = (json.dumps(base()) + "\n").encode() * 30_000
        batch = check(text, only_issues=True)
        seen = []
        done = threading.Event()

        def watch():
            while not done.is_set():
                seen.append((batch.bytes_read, batch.summary["records"], repr(batch)))

        thread = threading.Thread(target=watch)
        thread.start()
        try:
            self.assertEqual(list(batch), [])
        finally:
            done.set()
            thread.join()
        self.assertEqual([read for read, _, _ in seen], sorted(read for read, _, _ in seen))
        self.assertEqual((batch.bytes_read, batch.summary["valid"]), (len(text), 30_000))


class ReferenceTest(unittest.TestCase):
    def file(self, folder="", **changes):
        path = Path(folder or self.folder, "connections.json")
        path.write_text(json.dumps(base("activeDirectoryOnline", **changes)), "utf-8")
        return path

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def connection(self, value, **options):
        [record] = rejoin.validate_file(self.file(adPassword=value), **options)
        self.assertEqual(record.issues, [])
        return record.connection

    def test_what_is_looked_up(self):
        with mock.patch.dict(os.environ, REJOIN_TEST=SECRET):
            self.assertEqual(self.connection("${env:REJOIN_TEST}")["adPassword"], SECRET)
        path = Path(self.folder, "a secret")
        for text in (SECRET, SECRET + "\n", SECRET + "\r\n"):
            path.write_bytes(text.encode())
            self.assertEqual(self.connection("${file:a secret}")["adPassword"], SECRET)
            self.assertEqual(self.connection(f"${{file:{path}}}")["adPassword"], SECRET)
        keyring = types.ModuleType("keyring")
        keyring.get_password = lambda service, name: f"{service}|{name}"
        with mock.patch.dict(sys.modules, keyring=keyring):
            self.assertEqual(self.connection("${keyring:https://a/b}")["adPassword"], "https://a|b")

    def test_what_is_not_there_is_an_error_of_the_field(self):
        Path(self.folder, "empty").write_bytes(b"\n")
        keyring = types.ModuleType("keyring")
        keyring.get_password = lambda service, name: None
        for modules in ({"keyring": None}, {"keyring": keyring}):
            for value, source in (
                ("${env:REJOIN_TEST_NONE}", "env"),
                ("${env:}", "env"),
                ("${file:none}", "file"),
                ("${file:empty}", "file"),
                ("${file:.}", "file"),
                ("${file:/dev/zero}", "file"),
                ("${keyring:a/b}", "keyring"),
                ("${keyring:a}", "keyring"),
            ):
                with mock.patch.dict(sys.modules, modules), self.subTest(value=value):
                    [record] = rejoin.validate_file(self.file(adPassword=value))
                    [issue] = record.issues
                    self.assertEqual((issue.field, issue.code, issue.params), ("adPassword", "secret_not_resolved", {"source": source}))
                    self.assertIn(source, issue.message)
                    self.assertIsNone(record.connection)

    def test_what_other_tools_look_up_is_taken_as_there(self):
        for value in ("op://vault/item/field", "@Microsoft.KeyVault(SecretUri=https://a)", "${vault:a#b}"):
            self.assertNotIn("adPassword", self.connection(value))
        self.assertNotIn("adPassword", self.connection("${env:REJOIN_TEST_NONE}", resolve=False))

    def test_only_secrets_are_references(self):
        [record] = rejoin.validate_file(self.file(name="${env:PATH}", adPassword="op://a"))
        self.assertEqual(record.connection["name"], "${env:PATH}")

    def test_a_plain_secret_is_a_warning(self):
        [record] = rejoin.validate_file(self.file())
        self.assertTrue(record)
        self.assertEqual(codes(record, "adPassword"), ["plain_secret"])
        self.assertEqual(self.connection(SECRET, plain_secrets=False)["adPassword"], SECRET)

    def test_a_resolved_secret_is_checked_like_any_other(self):
        with mock.patch.dict(os.environ, REJOIN_TEST=" " + SECRET):
            [record] = rejoin.validate_file(self.file(adPassword="${env:REJOIN_TEST}"))
        self.assertEqual(codes(record), ["edge_whitespace"])

    def test_many_with_the_keyring_on_all_threads(self):
        asked = []
        keyring = types.ModuleType("keyring")
        keyring.get_password = lambda service, name: asked.append(name) or name
        lines = [json.dumps(base("activeDirectoryOnline", adPassword=f"${{keyring:a/{number % 3000}}}")) for number in range(6000)]
        with mock.patch.dict(sys.modules, keyring=keyring):
            records = list(rejoin.validate_file(io.BytesIO("\n".join(lines).encode()), threads=4))
        self.assertEqual([record.connection["adPassword"] for record in records], [str(n % 3000) for n in range(6000)])
        self.assertGreaterEqual(len(asked), 3000)


class ObjectTest(unittest.TestCase):
    def test_a_record(self):
        [record] = check(json.dumps(base()))
        self.assertEqual((bool(record), record.index, record.line, record.connection), (True, 0, 1, base()))
        self.assertEqual(record.report, rejoin.validate(base()))
        self.assertEqual(record.to_dict(), {"index": 0, "line": 1, **record.report.to_dict()})
        self.assertEqual(record, next(check(json.dumps(base()))))
        self.assertNotEqual(record, next(check("{}\n")))
        self.assertEqual(repr(record), "FileRecord(index=0, line=1, valid=True, issues=0)")

    def test_a_location(self):
        [record] = check('{"name": 3}')
        place = record.location("name")
        self.assertEqual((place.file, place.line, place.column, place.sheet, place.cell), ("<file>", 1, 10, None, None))
        self.assertEqual((str(place), repr(place)), ("<file>:1:10", "<Location <file>:1:10>"))
        self.assertEqual(place, record.location("name"))
        self.assertEqual(pickle.loads(pickle.dumps(place)), place)
        self.assertEqual(str(rejoin.Location("a.xlsx", sheet="s", cell="B3")), "a.xlsx: s!B3")
        self.assertEqual(len({place, record.location("name"), record.location("role"), record.location()}), 2)

    def test_a_batch(self):
        batch = check("{}")
        self.assertEqual((batch.name, batch.format, batch.bytes_total), ("<file>", "json", None))
        self.assertEqual(repr(batch), 'FileBatch(name="<file>", format="json", records=0, valid=0)')
        self.assertIs(iter(batch), batch)


class CodeTest(unittest.TestCase):
    def test_every_code_that_only_files_have_is_tested_here(self):
        text = Path(__file__).read_text("utf-8")
        missing = [code["code"] for code in rejoin.codes() if code["filesOnly"] and f'"{code["code"]}"' not in text]
        self.assertEqual(missing, [])


if __name__ == "__main__":
    unittest.main()
