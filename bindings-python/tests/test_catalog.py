"""The Connections page."""

import copy
import json
import pickle
import unittest
from datetime import datetime, timedelta, timezone

import rejoin
from drafts import BASES, base

NOW = datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=timezone.utc)


def filled():
    catalog = rejoin.Catalog()
    for hours, draft in enumerate(BASES.values()):
        catalog.add(draft, now=NOW - timedelta(hours=hours))
    return catalog


class CatalogTest(unittest.TestCase):
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
        catalog = rejoin.Catalog()
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
            self.assertEqual(rejoin.Catalog().add(base(), now=now)["createdAt"], "2026-11-22T12:00:00.123Z")
        before = datetime.now(timezone.utc) - timedelta(milliseconds=2)
        made = datetime.fromisoformat(rejoin.Catalog().add(base())["createdAt"].replace("Z", "+00:00"))
        self.assertLess(before, made)
        for error, now in (
            (ValueError, datetime(2026, 11, 22)),
            (ValueError, "yesterday"),
            (ValueError, "1969-01-01T00:00:00Z"),
            (TypeError, 5),
        ):
            with self.assertRaises(error):
                rejoin.Catalog().add(base(), now=now)

    def test_adding_refuses(self):
        catalog = filled()
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

    def test_update_and_delete(self):
        catalog = filled()
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
        catalog = filled()
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
        catalog = filled()
        document = catalog.export()
        for given in (document, json.dumps(document), json.dumps(document).encode(), bytearray(json.dumps(document).encode())):
            other = rejoin.Catalog()
            self.assertEqual(other.import_(given), len(BASES))
            self.assertEqual(other, catalog)
            self.assertEqual(rejoin.Catalog(given), catalog)
        error = self.assert_refused("id_taken", catalog.import_, document)
        self.assertEqual((error.index, error.id), (0, document["entries"][0]["id"]))
        self.assertEqual(catalog.export(), document)
        self.assert_refused("unsupported_version", rejoin.Catalog, {**document, "version": 2})
        self.assert_refused("malformed_document", rejoin.Catalog, {})
        self.assert_refused("malformed_json", rejoin.Catalog, "{")
        for wrong in (5, [], document["entries"]):
            with self.assertRaises(TypeError):
                rejoin.Catalog().import_(wrong)

    def test_copies_and_pickles(self):
        catalog = filled()
        for other in (pickle.loads(pickle.dumps(catalog)), copy.deepcopy(catalog), copy.copy(catalog)):
            self.assertEqual(other, catalog)
            other.delete(other.list()[0]["id"])
            self.assertNotEqual(other, catalog)
        self.assertEqual(catalog, catalog)
        self.assertNotEqual(catalog, 5)

    def test_its_size_and_looks(self):
        self.assertEqual((len(rejoin.Catalog()), bool(rejoin.Catalog())), (0, False))
        self.assertEqual(repr(filled()), f"Catalog(connections={len(BASES)})")


if __name__ == "__main__":
    unittest.main()
