"""Languages; that a report differs in its words only is held against every case in tests/run.py."""

import contextlib
import copy
import io
import json
import pickle
import unittest
from unittest import mock

import rejoin
from drafts import base
from rejoin import cli

TEXTS = {"label", "hint", "example", "text", "message", "messageIn", "help"}


def wordless(value):
    """What is left of rows without the texts in them."""
    if isinstance(value, dict):
        return {name: wordless(member) for name, member in value.items() if name not in TEXTS}
    return [wordless(item) for item in value] if isinstance(value, list) else value


class LanguageTest(unittest.TestCase):
    def test_a_region_has_its_language(self):
        for tag in ("de", "de-AT", "DE_ch"):
            self.assertEqual(rejoin.define_language(tag).tag, "de")
            self.assertEqual(rejoin.validate({}, language=tag), rejoin.validate({}, language="de"))
        self.assertEqual(rejoin.define_language("de").name, "Deutsch")
        self.assertEqual(rejoin.languages(), ["en", "de", "fr", "ja", "ko"])

    def test_an_unknown_one_is_said_with_those_that_there_are(self):
        for call in (rejoin.validate, rejoin.validate_file, rejoin.validate_batch, rejoin.Form):
            with self.assertRaisesRegex(ValueError, "no language \"tlh\"; there are en, de, fr, ja, ko"):
                call(io.BytesIO(b"[]") if call is rejoin.validate_file else {}, language="tlh")
        with self.assertRaisesRegex(TypeError, "language must be a tag like 'de' or a Language, not int"):
            rejoin.validate({}, language=3)
        with self.assertRaises(TypeError):
            rejoin.define_language(None)
        with self.assertRaises(TypeError):
            rejoin.define_language("de", [])

    def test_every_way_in_takes_one(self):
        draft = base(name="")
        text = json.dumps(draft)
        expected = rejoin.validate(draft, language="de").issues
        self.assertEqual(expected[0].message, "Geben Sie einen Namen für die Verbindung ein")
        self.assertEqual(expected[0].help, "Ohne diese Angabe kann die Verbindung nicht gespeichert werden")
        self.assertEqual(rejoin.validate_json(text, language="de").issues, expected)
        for drafts in ([draft], f"[{text}]"):
            self.assertEqual(next(rejoin.validate_batch(drafts, language="de")).issues, expected)
        record = next(rejoin.validate_file(io.BytesIO(text.encode()), language="de", plain_secrets=False))
        self.assertEqual(record.issues, expected)
        self.assertEqual(record.to_dict()["issues"], [issue.to_dict() for issue in expected])
        told = rejoin.inspect_key("x", language="de")
        self.assertEqual(told["message"], "Geben Sie einen Schlüssel ein, der mit rjcfg1 oder rjcon1 beginnt")
        with self.assertRaisesRegex(rejoin.ValidationError, "Geben Sie einen Namen"):
            rejoin.validate(draft, language="de").raise_for_errors()

    def test_english_is_what_there_is_without_one(self):
        for language in (None, "en", "en-GB", rejoin.define_language("en")):
            report = rejoin.validate({}, language=language)
            self.assertEqual(report.to_dict(), rejoin.validate({}).to_dict())
            self.assertEqual(rejoin.fields(language=language), rejoin.fields())
            self.assertEqual(rejoin.codes(language=language), rejoin.codes())

    def test_the_tables_differ_in_their_texts_only(self):
        for tag in rejoin.languages()[1:]:
            for table in (rejoin.fields, rejoin.codes):
                self.assertEqual(wordless(table(language=tag)), wordless(table()))
            labels = [(row["label"], own["label"]) for row, own in zip(rejoin.fields(), rejoin.fields(language=tag))]
            # A language may have a word in common with English.
            self.assertLessEqual(sum(one == own for one, own in labels), 1)
            for row, own in zip(rejoin.codes(), rejoin.codes(language=tag)):
                self.assertNotEqual((row["message"], row["help"]), (own["message"], own["help"]))
                self.assertEqual(row["meaning"], own["meaning"])

    def test_a_form_changes_its_language(self):
        form = rejoin.Form({"role": "destination", "destination": "entraId"}, language="de")
        self.assertEqual(form.field("name").issues[0].message, "Geben Sie einen Namen für die Verbindung ein")
        self.assertEqual(form.options("rejoinMethod")[1]["label"], "Offline mit Registrierungsdatei beitreten")
        self.assertIn("Microsoft Intune registriert", form.notes()[0]["text"])
        changes = form.set_language()
        self.assertEqual(len(changes.fields), len(rejoin.fields()))
        self.assertTrue(changes.notes)
        self.assertEqual(form.submit().issues[0].message, "Enter a name for the connection")
        self.assertEqual(form.options("rejoinMethod")[1]["label"], "Rejoin offline using an enrollment file")
        with self.assertRaises(ValueError):
            form.set_language("tlh")
        entry = {"connection": {"role": "source", "createLocalAdministrator": True}}
        notes = rejoin.Form.edit(entry, language="ko").notes()
        self.assertIn("7자 이상", next(note["text"] for note in notes if note["id"] == "passwordPolicy"))

    def test_what_a_host_knows_keeps_its_name(self):
        form = rejoin.Form(context={"tenants": [{"id": "t-1", "domain": "contoso.com", "name": "Contoso"}]}, language="fr")
        self.assertEqual(form.options("tenant"), [{"value": "contoso.com", "label": "Contoso", "hint": ""}])

    def test_a_host_says_some_things_its_own_way(self):
        ours = rejoin.define_language("de", {"codes": {"too_long": {"message": "Höchstens {max}"}}, "tag": "de-x-host"})
        again = rejoin.define_language(ours, {"fields": {"name": {"label": "Titel"}}})
        report = rejoin.validate({"name": "a" * 257}, language=again)
        self.assertEqual(report.issues[0].message, "Höchstens 256")
        self.assertEqual(rejoin.fields(language=again)[0]["label"], "Titel")
        self.assertEqual(rejoin.fields(language="de")[0]["label"], "Verbindungsname")
        self.assertEqual(repr(again), "Language('de-x-host')")
        self.assertEqual(pickle.loads(pickle.dumps(again)), again)
        self.assertIs(copy.deepcopy(again), again)
        self.assertNotEqual(again, ours)
        self.assertEqual(len({again, ours, pickle.loads(pickle.dumps(again))}), 2)

    def test_mistakes_in_texts_are_named(self):
        for texts, message in (
            ({"codes": {"to_long": {}}}, "codes.to_long is no text of a language"),
            ({"notes": "x"}, "notes must be an object"),
            ({"notes": {"localAdministrator": 1}}, "notes.localAdministrator must be a text"),
            ({"codes": {"too_long": {"message": "Shorten it"}}}, "codes.too_long.message lacks {max}"),
            ({"sections": {"source": "{label}"}}, "sections.source has {label}, which is not known here"),
        ):
            with self.assertRaises(ValueError) as raised:
                rejoin.define_language("en", texts)
            self.assertEqual(str(raised.exception), message)

    def test_no_language_says_a_secret(self):
        canary = "•••canary-4711-•••"
        draft = base(clientSecret=canary, configurationKey=canary)
        for tag in rejoin.languages():
            report = rejoin.validate(draft, language=tag)
            self.assertGreater(len(report.issues), 1)
            self.assertNotIn("canary", json.dumps(report.to_dict()) + repr(report) + repr(report.issues))


class CommandLineTest(unittest.TestCase):
    def call(self, *arguments, given=""):
        out, err = io.StringIO(), io.StringIO()
        source = mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), source:
            try:
                code = cli.main(list(arguments))
            except SystemExit as left:
                code = left.code
        return code, out.getvalue(), err.getvalue()

    def test_it_says_what_the_package_says_in_the_language(self):
        code, out, _ = self.call("check", "--language", "de-AT", "-", given="[{}]")
        self.assertEqual(code, 1)
        self.assertIn("Geben Sie einen Namen für die Verbindung ein", out)
        code, out, _ = self.call("codes", "--language", "fr", "required")
        self.assertIn("Entrez un nom pour la connexion", out)
        code, out, _ = self.call("fields", "--language", "ja", "--format", "json", "name")
        self.assertEqual(json.loads(out)[0]["label"], "接続名")

    def test_one_that_there_is_not_is_not_repeated(self):
        code, out, err = self.call("codes", "--language", "hunter2")
        self.assertEqual((code, out), (2, ""))
        self.assertIn("--language: choose en, de, fr, ja or ko", err)
        self.assertNotIn("hunter2", err)


if __name__ == "__main__":
    unittest.main()
