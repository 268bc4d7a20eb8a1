"""No secret shows in what is printed, raised or pickled."""

import copy
import pickle
import subprocess
import sys
import traceback
import unittest

import rejoin
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
        for value in (report, record, rejoin.Key.generate("connection"), rejoin.Form(base()), rejoin.validate_batch([])):
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
