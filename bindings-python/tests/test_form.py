"""A form that somebody types into."""

import threading
import unittest

import rejoin
from drafts import BASES, base, codes


class FormTest(unittest.TestCase):
    def test_typing_a_form_in(self):
        for name, draft in BASES.items():
            with self.subTest(name):
                form = rejoin.Form()
                self.assertFalse(form.valid)
                for key, value in draft.items():
                    changes = form.set(key, value)
                    self.assertEqual(form.value(key), value)
                    self.assertIs(changes.valid, form.valid)
                self.assertTrue(form.valid)
                self.assertEqual(form.submit(), rejoin.validate(draft))

    def test_what_a_change_changes(self):
        form = rejoin.Form()
        changes = form.set("role", "source")
        self.assertIn("clientSecret", changes.fields)
        self.assertTrue(changes.notes)
        self.assertFalse(changes.valid)
        changes = form.set("name", "x")
        self.assertEqual((changes.fields, changes.notes), (["name"], False))
        self.assertEqual(repr(changes), "Changes(fields=['name'], notes=False, valid=False)")

    def test_a_field(self):
        form = rejoin.Form()
        self.assertEqual(form.field("clientSecret").state, "undecided")
        form.set("role", "destination")
        self.assertEqual(form.field("clientSecret").state, "doesNotApply")
        field = form.field("destination")
        self.assertEqual((field.key, field.state, field.required), ("destination", "applies", True))
        self.assertEqual(codes(field), ["required"])

    def test_options_and_notes(self):
        context = {
            "tenants": [{"id": "1", "domain": "contoso.com", "name": "Contoso"}],
            "appProfiles": [{"name": "Fly", "tenant": "contoso.com", "delegated": False}],
            "passwordPolicy": {"minLength": 11},
        }
        form = rejoin.Form({"role": "destination", "destination": "entraId"}, context)
        self.assertEqual([option["value"] for option in form.options("rejoinMethod")], ["bulkToken", "enrollmentFile"])
        self.assertEqual(form.options("tenant"), [{"value": "contoso.com", "label": "Contoso", "hint": ""}])
        self.assertEqual([option["value"] for option in form.options("appProfile")], ["Fly"])
        form.set("rejoinMethod", "bulkToken")
        self.assertEqual(form.options("appProfile"), [])
        self.assertEqual(form.set_context(None).valid, False)
        self.assertEqual(form.options("tenant"), [])
        form = rejoin.Form({"role": "source", "createLocalAdministrator": True}, context)
        [text] = [note["text"] for note in form.notes() if note["field"] == "localAdministratorPassword"]
        self.assertIn(" 11 ", text)
        self.assertNotIn("{", text)

    def test_fresh_keys(self):
        form = rejoin.Form({"role": "source"})
        self.assertIn("configurationKey", form.generate_key("configurationKey").fields)
        self.assertEqual(rejoin.inspect_key(form.value("configurationKey"))["kind"], "configuration")
        with self.assertRaises(ValueError):
            form.generate_key("name")

    def test_editing_a_saved_connection(self):
        catalog = rejoin.Catalog()
        entry = catalog.add(base())
        form = rejoin.Form.edit(entry, {"existingNames": catalog.names(except_id=entry["id"])})
        self.assertTrue(form.valid)
        self.assertFalse(form.field("clientSecret").required)
        self.assertIsNone(form.value("clientSecret"))
        form.set("name", "renamed")
        changed = catalog.update(entry["id"], form.submit().connection)
        self.assertEqual(changed["connection"]["name"], "renamed")
        self.assertEqual(changed["keys"], entry["keys"])
        for entry in (5, None, {"connection": 5}, {"connection": {}, "keys": {5: 1}}):
            with self.assertRaises(TypeError):
                rejoin.Form.edit(entry)
        for entry in ({"connection": {}, "keys": {"nope": 1}}, ):
            with self.assertRaises(ValueError):
                rejoin.Form.edit(entry)

    def test_values_of_every_kind(self):
        form = rejoin.Form()
        for value, held in (("x", "x"), ("", None), (None, None), (True, True), (30, 30), (30.0, 30), ([], None), ("\ud800", "\ufffd")):
            form.set("name", value)
            self.assertEqual(form.value("name"), held)
            self.assertIs(type(form.value("name")), type(held))

    def test_mistakes(self):
        form = rejoin.Form()
        for call in (form.field, form.value, form.options, form.generate_key, lambda key: form.set(key, "x")):
            with self.assertRaises(ValueError):
                call("nope")
            with self.assertRaises(TypeError):
                call(5)
        with self.assertRaises(TypeError):
            rejoin.Form(5)
        with self.assertRaises(ValueError):
            rejoin.Form({}, {"nwo": 1})

    def test_threads(self):
        form = rejoin.Form({"role": "source"})

        def work():
            for number in range(500):
                form.set("name", str(number))
                form.submit()

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(form.value("name"), "499")


if __name__ == "__main__":
    unittest.main()
