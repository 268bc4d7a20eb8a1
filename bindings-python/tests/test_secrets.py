"""No secret shows in what is printed, raised or pickled."""

import copy
import csv
import io
import json
import os
import pickle
import subprocess
import sys
import tempfile
import traceback
import types
import unittest
from pathlib import Path
from unittest import mock

import rejoin
from books import book
from drafts import SECRET, base

SECRETS = {
    "source": ["clientSecret", "configurationKey", "localAdministratorPassword"],
    "activeDirectoryOnline": ["adPassword"],
    "activeDirectoryOffline": ["connectionKey"],
    "entraBulkToken": ["bulkToken"],
}

# What people do to secrets by accident.
SPOILED = ["{}", " {}", "{}\n", "'{}'", "****{}", "-----BEGIN {}", "{}.pfx", "<{}>", "{}\ud800", "{}\0", "rjcfg1{}", "{}" + "é" * 600]


def shown(value):
    """All that a log or a debugger may print of a value."""
    return " ".join([repr(value), str(value), f"{value!a}"])


class SecretTest(unittest.TestCase):
    def assert_hidden(self, text):
        self.assertNotIn(SECRET.lower(), text.lower())

    def drafts(self):
        for name, fields in SECRETS.items():
            for field in fields:
                for pattern in SPOILED:
                    yield base(name, **{field: pattern.format(SECRET)})
                yield base(name, **{field: [SECRET]})

    def test_reports_and_issues_hide_them(self):
        for draft in self.drafts():
            report = rejoin.validate(draft)
            self.assert_hidden(shown(report))
            for issue in report.issues:
                self.assert_hidden(shown(issue) + shown(issue.to_dict()))

    def test_exceptions_hide_them(self):
        for draft in self.drafts():
            try:
                rejoin.validate(draft).raise_for_errors()
            except rejoin.ValidationError as error:
                self.assert_hidden(shown(error) + "".join(traceback.format_exception(error)))
            form = rejoin.Form(draft)
            self.assert_hidden(shown(form) + shown(form.submit()))

    def test_batches_hide_them(self):
        batch = rejoin.validate_batch(self.drafts())
        for record in batch:
            self.assert_hidden(shown(record) + shown(batch) + shown(record.report))

    def files(self):
        """Every draft in every format, the secret in the file or behind a reference."""
        drafts = list(self.drafts())
        texts = [draft for draft in drafts if not any(isinstance(value, list) for value in draft.values())]
        ascii_only = [{key: value.replace("\ud800", "") if isinstance(value, str) else value for key, value in draft.items()} for draft in texts]
        header = list(dict.fromkeys(key for draft in texts for key in draft))
        yield "\n".join(map(json.dumps, drafts)).encode()
        yield json.dumps(drafts).encode()
        yield "".join(f"- {json.dumps(draft, ensure_ascii=False)}\n" for draft in ascii_only).encode()
        text = io.StringIO()
        csv.writer(text).writerows([header, *([draft.get(key, "") for key in header] for draft in ascii_only)])
        yield text.getvalue().encode()
        yield text.getvalue().encode("utf-16")
        rows = [[draft.get(key) for key in header] for draft in ascii_only]
        yield book({"s": [header, *[[None if value == "" or "\0" in str(value) else value for value in row] for row in rows]]})

    def test_files_hide_them(self):
        for data in self.files():
            for number, part in enumerate((data, data[: len(data) // 2], data.replace(b",", b"?", 1))):
                try:
                    batch = rejoin.validate_file(io.BytesIO(part))
                    for record in batch:
                        self.assert_hidden(shown(record) + shown(batch) + shown(record.report) + shown(record.location()))
                        for issue in record.issues:
                            self.assert_hidden(shown(issue) + shown(issue.to_dict()) + shown(record.location(issue.field)))
                    self.assert_hidden(shown(batch.summary))
                    self.assertTrue(number or batch.summary["records"] > 50)
                except rejoin.FileError as error:
                    self.assertTrue(number, "the whole file is read")
                    self.assert_hidden(shown(error) + shown(vars(error)) + "".join(traceback.format_exception(error)))

    def test_references_hide_them(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ):
            keyring = types.ModuleType("keyring")

            def get_password(service, name):
                if name == "broken":
                    raise RuntimeError(SECRET)
                return f"{SECRET} {SECRET}" * 200

            keyring.get_password = get_password
            path = Path(folder, "connections.json")
            for number, spoiled in enumerate(SPOILED):
                secret = spoiled.format(SECRET).replace("\ud800", "").replace("\0", "")
                os.environ["REJOIN_TEST"] = secret
                Path(folder, "secret").write_text(secret, "utf-8")
                references = ["${env:REJOIN_TEST}", "${file:secret}", "${keyring:a/b}", "${keyring:a/broken}"]
                drafts = [base(name, **{field: text}) for name, fields in SECRETS.items() for field in fields for text in references]
                path.write_text(json.dumps(drafts), "utf-8")
                with mock.patch.dict(sys.modules, keyring=keyring):
                    for record in rejoin.validate_file(path):
                        self.assert_hidden(shown(record) + shown(record.report))
                        for issue in record.issues:
                            self.assert_hidden(shown(issue) + shown(issue.to_dict()))
                    self.assert_hidden(shown(rejoin.fix_file(path)))
                    self.assertNotIn(SECRET, path.read_text("utf-8"), number)

    def test_catalogs_hide_them(self):
        catalog = rejoin.Catalog()
        for number, draft in enumerate(self.drafts()):
            try:
                catalog.add({**draft, "name": str(number)})
            except rejoin.CatalogError as error:
                self.assert_hidden(shown(error) + shown(vars(error)))
        self.assertGreater(len(catalog), 0)
        self.assert_hidden(shown(catalog) + shown(catalog.export()) + shown(catalog.list()))

    def test_calls_that_fail_hide_them(self):
        odd = SECRET + "\ud800"
        for call in (
            lambda: rejoin.generate_key(odd),
            lambda: rejoin.key_fingerprint(odd),
            lambda: rejoin.Key(odd),
            lambda: rejoin.key_from_bytes("connection", SECRET.encode()),
            lambda: rejoin.key_from_bytes("connection", odd),
            lambda: rejoin.validate(odd),
            lambda: rejoin.validate({}, odd),
            lambda: rejoin.Form().set(odd, "x"),
            lambda: rejoin.Form().field(odd),
            lambda: rejoin.Form(odd),
            lambda: rejoin.Catalog().add(odd),
            lambda: rejoin.Catalog().add({}, now=odd),
            lambda: rejoin.Catalog().import_(odd),
        ):
            with self.assertRaises((TypeError, ValueError)) as caught:
                call()
            error = caught.exception
            self.assertNotIsInstance(error, UnicodeError)
            while error is not None:
                self.assert_hidden(shown(error) + shown(vars(error)))
                error = error.__cause__ or error.__context__
        self.assert_hidden(shown(rejoin.inspect_key(odd)))

    def test_what_holds_them_is_not_pickled(self):
        report = rejoin.validate(base())
        [record] = rejoin.validate_batch([base()])
        [found] = rejoin.validate_file(io.BytesIO(json.dumps(base()).encode()))
        for value in (report, record, found, rejoin.validate_file(io.BytesIO()), rejoin.Key.generate("connection"), rejoin.Form(base()), rejoin.validate_batch([])):
            with self.subTest(type=type(value)):
                for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
                    with self.assertRaises(TypeError):
                        pickle.dumps(value, protocol)
        self.assertIs(copy.copy(report), report)

    def test_the_connection_has_them_for_the_host_asked_for_it(self):
        draft = base(clientSecret=SECRET)
        self.assertEqual(rejoin.validate(draft).connection["clientSecret"], SECRET)


class EngineTest(unittest.TestCase):
    def test_a_mistake_of_the_engine_is_an_ordinary_exception(self):
        script = "import rejoin\ntry: rejoin._rejoin._panic()\nexcept Exception as error: print(type(error).__name__)"
        ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        self.assertEqual(ran.stdout.strip(), "EngineError")
        self.assertTrue(issubclass(rejoin.EngineError, RuntimeError))

    def test_the_import_brings_little(self):
        script = "import sys\nbefore = set(sys.modules)\nimport rejoin\nprint(*sorted(set(sys.modules) - before))"
        ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        self.assertEqual(ran.stdout.split(), ["__future__", "rejoin", "rejoin._errors", "rejoin._rejoin"])


if __name__ == "__main__":
    unittest.main()
