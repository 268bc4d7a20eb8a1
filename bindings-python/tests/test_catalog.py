"""The Connections page: in memory, in a JSON file and in a database, which do the same."""

import contextlib
import copy
import json
import pickle
import tempfile
import unittest
from datetime import datetime, timedelta, timezone

import rejoin
from drafts import BASES, SECRET, base

NOW = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=timezone.utc)


class EveryCatalog:
    """What a catalog does, wherever it is kept."""

    def made(self, document=None):
        """A catalog with the entries of a document."""
        raise NotImplementedError

    def filled(self):
        catalog = self.made()
        for hours, draft in enumerate(BASES.values()):
            catalog.add(draft, now=NOW - timedelta(hours=hours))
        return catalog

    def assert_refused(self, code, call, *arguments, **more):
        with self.assertRaises(rejoin.CatalogError) as caught:
            call(*arguments, **more)
        self.assertEqual(caught.exception.code, code)
        self.assertIsInstance(caught.exception, ValueError)
        self.assertEqual(str(caught.exception), caught.exception.message)
        again = pickle.loads(pickle.dumps(caught.exception))
        self.assertEqual((str(again), vars(again)), (str(caught.exception), vars(caught.exception)))
        return caught.exception

    def test_an_entry(self):
        catalog = self.made()
        entry = catalog.add(rejoin.validate(base()).connection, NOW)
        self.assertEqual(list(entry), ["id", "connection", "secrets", "keys", "createdAt", "modifiedAt"])
        self.assertRegex(entry["id"], r"\A[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\Z")
        self.assertEqual(entry["createdAt"], "2026-11-22T12:00:00.123Z")
        self.assertEqual(entry["secrets"], {key: {"stored": True} for key in ("clientSecret", "localAdministratorPassword")})
        self.assertEqual(entry["keys"]["configurationKey"]["id"], "0001020304050607")
        self.assertEqual(catalog.get(entry["id"].upper()), entry)
        self.assertIsNone(catalog.get("nope"))
        self.assertIn(entry["id"], catalog)
        self.assertNotIn("nope", catalog)
        self.assertNotIn(5, catalog)

    def test_the_time(self):
        for now in (NOW, NOW.astimezone(timezone(timedelta(hours=-5))), NOW.isoformat(), "2026-11-22T12:00:00.123Z"):
            self.assertEqual(self.made().add(base(), now=now)["createdAt"], "2026-11-22T12:00:00.123Z")
        before = datetime.now(timezone.utc) - timedelta(milliseconds=2)
        made = datetime.fromisoformat(self.made().add(base())["createdAt"].replace("Z", "+00:00"))
        self.assertLess(before, made)
        for error, now in (
            (ValueError, datetime(2026, 11, 22)),
            (ValueError, "yesterday"),
            (ValueError, "1969-01-01T00:00:00Z"),
            (TypeError, 5),
        ):
            with self.assertRaises(error):
                self.made().add(base(), now=now)

    def test_adding_refuses(self):
        catalog = self.filled()
        before = catalog.export()
        self.assert_refused("name_taken", catalog.add, base())
        error = self.assert_refused("invalid_connection", catalog.add, base(applicationId="x", name="new"))
        self.assertEqual((error.field, error.reason, error.index), ("applicationId", "guid_malformed", None))
        without = base(name="new")
        del without["clientSecret"]
        self.assertEqual(self.assert_refused("invalid_connection", catalog.add, without).reason, "required")
        for connection in (None, 5, [], rejoin.validate({}).connection):
            with self.assertRaises(TypeError):
                catalog.add(connection)
        self.assertEqual(catalog.export(), before)

    def test_secrets_that_the_host_has_already(self):
        catalog = self.made()
        lacking = {key: value for key, value in base().items() if key != "clientSecret"}
        secrets = {field["key"] for field in rejoin.fields() if field["secret"]}
        for stored in (["clientSecret"], "clientSecret", secrets):
            entry = catalog.add({**lacking, "name": str(stored)}, stored=stored)
            self.assertEqual(list(entry["secrets"]), ["clientSecret", "localAdministratorPassword"])
        keyless = {key: value for key, value in base().items() if key != "configurationKey"}
        self.assertEqual(self.assert_refused("invalid_connection", catalog.add, keyless, stored=secrets).field, "configurationKey")
        for wrong in (["name"], ["nope"], [SECRET]):
            with self.assertRaises(ValueError) as caught:
                catalog.add(lacking, stored=wrong)
            self.assertNotIn(SECRET, str(caught.exception))
        with self.assertRaises(TypeError):
            catalog.add(lacking, stored=5)

    def test_update_and_delete(self):
        catalog = self.filled()
        [entry] = catalog.list(search="hybrid agent")
        changed = catalog.update(entry["id"], {**entry["connection"], "name": "Other"}, now=NOW + timedelta(days=1))
        self.assertEqual((changed["createdAt"], changed["keys"]), (entry["createdAt"], entry["keys"]))
        self.assertEqual(changed["modifiedAt"], "2026-11-23T12:00:00.123Z")
        self.assert_refused("not_found", catalog.update, "nope", base())
        ids = [entry["id"] for entry in catalog.list()]
        self.assert_refused("not_found", catalog.delete, [ids[0], "nope"])
        self.assertEqual(len(catalog), len(ids))
        self.assertEqual([entry["id"] for entry in catalog.delete(ids[0])], [ids[0]])
        self.assertEqual(len(catalog.delete(iter(ids[1:3]))), 2)
        self.assertEqual(len(catalog), len(ids) - 3)
        for wrong in (5, [5], None):
            with self.assertRaises(TypeError):
                catalog.delete(wrong)

    def test_lists(self):
        catalog = self.filled()
        names = lambda **query: [entry["connection"]["name"] for entry in catalog.list(**query)]
        self.assertEqual(names(), sorted((draft["name"] for draft in BASES.values()), key=str.lower))
        self.assertEqual(names(descending=True), names()[::-1])
        self.assertEqual(names(order="created"), [draft["name"] for draft in BASES.values()][::-1])
        self.assertEqual(names(type="nope"), [])
        tenants = catalog.tenants()
        self.assertEqual(tenants, sorted({draft["tenant"] for draft in BASES.values() if "tenant" in draft}))
        self.assertEqual(len(names(tenant=set(tenants))), sum("tenant" in draft for draft in BASES.values()))
        self.assertEqual(catalog.names(), [draft["name"] for draft in BASES.values()])
        self.assertEqual(len(catalog.names(catalog.list()[0]["id"])), len(BASES) - 1)
        self.assert_refused("invalid_query", catalog.list, order="size")
        self.assert_refused("invalid_query", catalog.list, search=5)
        with self.assertRaises(TypeError):
            catalog.list(sort="name")

    def test_documents(self):
        catalog = self.filled()
        document = catalog.export()
        for given in (document, json.dumps(document), json.dumps(document).encode(), bytearray(json.dumps(document).encode())):
            other = self.made()
            self.assertEqual(other.import_(given), len(BASES))
            self.assertEqual(other, catalog)
            self.assertEqual(self.made(given), catalog)
        error = self.assert_refused("id_taken", catalog.import_, document)
        self.assertEqual((error.index, error.id), (0, document["entries"][0]["id"]))
        self.assertEqual(catalog.export(), document)
        self.assert_refused("unsupported_version", self.made().import_, {**document, "version": 2})
        self.assert_refused("malformed_document", self.made().import_, {})
        self.assert_refused("malformed_json", self.made().import_, "{")
        for wrong in (5, [], document["entries"]):
            with self.assertRaises(TypeError):
                self.made().import_(wrong)

    def test_json_text(self):
        catalog = self.filled()
        text = catalog.to_json()
        self.assertEqual(json.loads(text), catalog.export())
        self.assertEqual(len(text.splitlines()), len(BASES) + 2)
        self.assertEqual(self.made(text).to_json(), text)

    def test_names_in_use(self):
        catalog = self.made()
        catalog.add(base(name="Ärger"))
        for name in ("ÄRGER", " ärger\u200b", "Ärger"):
            self.assert_refused("name_taken", catalog.add, base(name=name))
        entry = catalog.add(base(name="other"))
        self.assert_refused("name_taken", catalog.update, entry["id"], base(name="ärger"))
        self.assertEqual(catalog.update(entry["id"].upper(), base(name="OTHER"))["connection"]["name"], "OTHER")
        self.assertEqual(catalog.names(entry["id"].upper()), ["Ärger"])
        self.assertEqual(catalog.names("nope"), ["Ärger", "OTHER"])

    def test_searches(self):
        catalog = self.made()
        for name in ("Łódź laptops", "ŁÓDŹ servers", "İzmir laptops", "日本 01", "100%_sure"):
            catalog.add(base(name=name))
        found = lambda search: [entry["connection"]["name"] for entry in catalog.list(search=search, order="created")]
        self.assertEqual(found(" \u200b"), catalog.names())
        self.assertEqual(found("łód"), ["Łódź laptops", "ŁÓDŹ servers"])
        self.assertEqual(found("LAPTOPS\u3000ódŹ"), ["Łódź laptops"])
        self.assertEqual(found("IZMIR"), ["İzmir laptops"])
        self.assertEqual((found("%"), found("_"), found("0__"), found("01日")), (["100%_sure"], ["100%_sure"], [], []))
        self.assertEqual(catalog.list(type=["nope", "other"], tenant="x", search="y"), [])
        many = [str(number) for number in range(40_000)]
        self.assertEqual(catalog.list(search=" ".join(many)), [])
        self.assertEqual(catalog.list(type=many, tenant=many), [])
        kind = base()["type"]
        self.assertEqual(len(catalog.list(type=[*many, kind])), len(catalog))
        self.assertEqual(found("s " * 500), [name for name in catalog.names() if "s" in name])

    def test_ids_that_are_none(self):
        catalog = self.filled()
        names = catalog.names()
        for odd in ("", "nope", "\ud800" + SECRET, "é" + SECRET, "x" * 100_000, "\0", "%", "' OR 1=1 --"):
            self.assertIsNone(catalog.get(odd))
            self.assertNotIn(odd, catalog)
            self.assertEqual(catalog.names(odd), names)
            self.assert_refused("not_found", catalog.delete, odd)
            self.assert_refused("not_found", catalog.delete, [odd])
            self.assert_refused("not_found", catalog.update, odd, base())
        for wrong in (5, b"x", ["x"]):
            for call in (catalog.get, catalog.names, lambda id: catalog.update(id, base())):
                with self.assertRaises(TypeError):
                    call(wrong)
        self.assertEqual(catalog.names(), names)

    def test_sizes(self):
        self.assertEqual((len(self.made()), bool(self.made())), (0, False))
        self.assertEqual((len(self.filled()), bool(self.filled())), (len(BASES), True))

    def test_what_is_imported_is_added_to_what_is_there(self):
        catalog = self.filled()
        more = rejoin.Catalog()
        entry = more.add(base(name="one more"))
        self.assertEqual(catalog.import_(more.export()), 1)
        self.assertEqual(catalog.export()["entries"][-1], entry)
        taken = rejoin.Catalog()
        taken.add(base(name="fine"))
        taken.add(base(name="ONE more"))
        before = catalog.export()
        self.assertEqual(self.assert_refused("name_taken", catalog.import_, taken.export()).index, 1)
        self.assertEqual(catalog.export(), before)

    def test_odd_connections(self):
        class Odd(dict):
            def __getitem__(self, key):
                raise RuntimeError

        class Changing(dict):
            """Has another name each time that one looks."""

            def __getitem__(self, key):
                self.reads = getattr(self, "reads", 0) + (key == "name")
                return f"name {self.reads}" if key == "name" else super().__getitem__(key)

        catalog = self.made()
        names = [{}, {"name": 5}, {"name": None}, {"name": ["x"]}, {"name": "\ud800"}, {5: "name"}, Odd(base())]
        for connection in names:
            self.assert_refused("invalid_connection", catalog.add, connection)
        catalog.add(base(name="name 2"))
        with contextlib.suppress(rejoin.CatalogError):
            catalog.add(Changing(base()))
        self.assertLessEqual(set(catalog.names()), {"name 1", "name 2", "name 3"})
        self.assertEqual(len(catalog.names()), len(set(catalog.names())))


class MemoryTest(EveryCatalog, unittest.TestCase):
    def made(self, document=None):
        return rejoin.Catalog(document)

    def test_copies_and_pickles(self):
        catalog = self.filled()
        for other in (pickle.loads(pickle.dumps(catalog)), copy.deepcopy(catalog), copy.copy(catalog)):
            self.assertEqual(other, catalog)
            other.delete(other.list()[0]["id"])
            self.assertNotEqual(other, catalog)
        self.assertEqual(catalog, catalog)
        self.assertNotEqual(catalog, 5)

    def test_its_looks(self):
        self.assertEqual(repr(self.filled()), f"Catalog(connections={len(BASES)})")

    def test_documents_to_start_with(self):
        for code, document in (("unsupported_version", {**self.made().export(), "version": 2}), ("malformed_json", "{")):
            self.assert_refused(code, rejoin.Catalog, document)


class StoredTest(EveryCatalog):
    suffix = ""

    def made(self, document=None):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        catalog = self.enterContext(rejoin.Catalog.open(f"{folder}/connections{self.suffix}"))
        if document is not None:
            catalog.import_(document)
        return catalog

    def enterContext(self, manager):
        # As that of CPython 3.11.
        entered = manager.__enter__()
        self.addCleanup(manager.__exit__, None, None, None)
        return entered

    def test_it_is_equal_to_one_in_memory(self):
        catalog = self.filled()
        other = rejoin.Catalog(catalog.export())
        self.assertTrue(catalog == other and other == catalog)
        other.delete(other.list()[0]["id"])
        self.assertFalse(catalog == other or other == catalog)
        self.assertNotEqual(catalog, 5)

    def test_it_is_a_catalog_with_a_way_of_its_own_for_everything(self):
        catalog = self.made()
        self.assertIsInstance(catalog, rejoin.Catalog)
        self.assertIsInstance(catalog, rejoin.StoredCatalog)
        # A method that is inherited would work on the memory of a catalog that has none.
        inherited = {name for name in vars(rejoin.Catalog) if name not in vars(rejoin.StoredCatalog)}
        harmless = {"open", "__doc__", "__lt__", "__le__", "__gt__", "__ge__", "__ne__", "__getstate__", "__setstate__"}
        self.assertEqual(inherited - harmless, set())


class DocumentTest(StoredTest, unittest.TestCase):
    suffix = ".json"


class DatabaseTest(StoredTest, unittest.TestCase):
    suffix = ".db"


if __name__ == "__main__":
    unittest.main()
