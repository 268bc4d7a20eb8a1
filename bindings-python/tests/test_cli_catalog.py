"""`rejoin catalog`."""

import io
import json
import pathlib
import tempfile
import unittest
from unittest import mock

import rejoin
from drafts import BASES, SECRET, base
from rejoin.cli._console import Console
from test_cli import call


class CatalogTest(unittest.TestCase):
    suffix = ".json"

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()
        self.path = str(self.folder / f"connections{self.suffix}")

    def file(self, content, name="draft.json"):
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return str(path)

    def call(self, code, command, *arguments):
        """Runs a command on the catalog; what it wrote to both streams."""
        got, out, err = call("catalog", command, self.path, *arguments)
        self.assertEqual(got, code, err)
        self.assertNotIn(SECRET, out + err)
        return out, err

    def fill(self):
        with rejoin.Catalog.open(self.path) as catalog:
            for hour, draft in enumerate(BASES.values()):
                catalog.add(draft, f"2026-11-22T{hour:02}:30:00Z")

    def names(self):
        with rejoin.Catalog.open(self.path, create=False) as catalog:
            return catalog.names()

    def test_list(self):
        self.fill()
        out, err = self.call(0, "list")
        head, rule, *rows = out.splitlines()
        self.assertEqual(head.split(), ["Name", "Kind", "Modified", "(UTC)", "Tenant"])
        self.assertEqual(len(rows), len(BASES))
        self.assertRegex(rows[0], r"^Contoso AD +Active Directory +2026-11-22 01:30$")
        self.assertRegex(rows[-1], r"^Contoso hybrid by agent +Hybrid Identity +2026.* 2b6d1f84-93ce-4a57-b10e-5c78d4e9a362$")
        self.assertRegex(self.call(0, "list", "-v")[0].splitlines()[2], r"^[0-9a-f-]{36}  Contoso AD  ")
        with mock.patch.dict("os.environ", COLUMNS="80"):
            self.assertLessEqual(max(map(len, self.call(0, "list")[0].splitlines())), 80)
        self.assertEqual(err, f"{len(BASES)} connections\n")

        def found(*options):
            out, err = self.call(0, "list", "--format", "json", *options)
            self.assertEqual(err, "")
            return [entry["connection"]["name"] for entry in json.loads(out)]

        self.assertEqual(found("--search", "AGENT hybrid"), ["Contoso hybrid by agent"])
        self.assertEqual(found("--tenant", "nope.com"), [])
        tenants = ["--tenant", "Contoso.OnMicrosoft.com", "--tenant", "2b6d1f84-93ce-4a57-b10e-5c78d4e9a362"]
        self.assertEqual(len(found(*tenants[:2])), 3)
        self.assertEqual(len(found(*tenants)), 4)
        self.assertEqual(found("--type", "nope"), [])
        self.assertEqual(found("--order", "created"), [draft["name"] for draft in BASES.values()])
        self.assertEqual(found("--order", "modified", "--descending"), [draft["name"] for draft in BASES.values()][::-1])
        self.assertIn("1 of 7 connections", self.call(0, "list", "--search", "hybrid by")[1])
        self.assertIn("choose name, created or modified", self.call(2, "list", "--order", "size")[1])
        self.assertEqual(self.call(0, "list", "--quiet")[1], "")

    def test_show(self):
        self.fill()
        out, _ = self.call(0, "show", " contoso DEVICES ")
        self.assertRegex(out, r"\nConnection name +Contoso devices\n")
        self.assertRegex(out, r"\nClient secret +stored elsewhere\n")
        self.assertRegex(out, r"\nConfiguration key +rjcfg1…zpey\n +ID 0001020304050607\n +fingerprint be93")
        self.assertRegex(out, r"\nCreated +2026-11-22T00:30:00.000Z\n")
        [entry] = json.loads(self.call(0, "show", "contoso devices", "--format", "json")[0])
        self.assertEqual(json.loads(self.call(0, "show", entry["id"].upper(), "--format", "json")[0]), [entry])
        out, _ = self.call(0, "show", "contoso devices", "contoso ad", entry["id"], "--format", "json")
        self.assertEqual(len(json.loads(out)), 2)
        self.assertIn("did you mean Contoso devices?", self.call(2, "show", "Contoso device")[1])
        self.assertIn("connection 2 of 2: none has", self.call(2, "show", "contoso ad", SECRET)[1])

    def test_add(self):
        out, err = self.call(0, "add", self.file(base(clientSecret=SECRET)))
        self.assertEqual(out, "")
        self.assertIn("Made the catalog", err)
        self.assertIn("Added Contoso devices (", err)
        self.assertIn("Not stored, as a catalog holds no secrets: Client secret, Configuration key, Local", err)
        self.assertNotIn("Made", self.call(0, "add", self.file([base(name="a"), base(name="b")]))[1])
        with mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(base(name="c")).encode()))):
            self.call(0, "add", "-")
        self.assertEqual(self.names(), ["Contoso devices", "a", "b", "c"])
        for file in self.folder.iterdir():
            if file.suffix != ".json" or file.name == "connections.json":
                self.assertNotIn(SECRET.encode(), file.read_bytes())

    def test_what_is_wrong_is_not_added(self):
        wrong = [base(name="a"), base(name="b", applicationId="7c9e4b1a-58d2-4f36-9b07-e1a4c6d2835O", clientSecret=SECRET)]
        lines = ",\n".join(json.dumps(draft) for draft in wrong)
        _, err = self.call(1, "add", self.file(f"[{lines}]"))
        self.assertIn("draft.json:2:91: error: applicationId: ", err)
        self.assertIn("[guid_malformed]\n", err)
        self.assertIn("7c9e4b1a-58d2-4f36-9b07-e1a4c6d28350\n1 of 2 connections has errors; nothing was saved\n", err)
        self.call(1, "add", self.file([base(), base()]))
        # A catalog is not made for nothing.
        self.assertFalse(pathlib.Path(self.path).exists())
        self.call(0, "add", self.file(base()))
        _, err = self.call(1, "add", self.file([base(name="x"), base(name="contoso DEVICES")]))
        self.assertRegex(err, r"draft.json:1:\d+: error: Give the connection another name")
        self.assertEqual(self.names(), ["Contoso devices"])
        warned = self.file({**base(name="x"), "tenant": "contoso.com"})
        self.assertIn("nothing was saved", self.call(1, "add", warned, "--strict")[1])
        self.assertIn("warning: tenant: ", self.call(0, "add", warned)[1])

    def test_other_files_and_references(self):
        fields = list(base())
        row = ["${env:REJOIN_TEST_SECRET}" if key == "clientSecret" else str(value).lower() if value in (True, False) else value
               for key, value in base().items()]  # fmt: skip
        sheet = ";".join(fields) + "\n" + ";".join(row) + "\n"
        with mock.patch.dict("os.environ", REJOIN_TEST_SECRET=SECRET):
            self.call(0, "add", self.file(sheet, "draft.csv"))
        self.assertIn("draft.csv:2:", self.call(1, "add", self.file(sheet, "draft.csv"))[1])
        # A secret that another program has is stored; a key has to be known.
        vault = "op://vault/item/field"
        self.call(0, "add", self.file(base(name="a", clientSecret=vault)))
        self.assertIn("[required]", self.call(1, "add", self.file(base(name="b", configurationKey=vault)))[1])
        with rejoin.Catalog.open(self.path) as catalog:
            self.assertEqual([list(entry["secrets"]) for entry in catalog.list()], [["clientSecret", "localAdministratorPassword"]] * 2)

    def test_many(self):
        self.file("\n".join(json.dumps(base(name=f"n{number}")) for number in range(50)), "many.ndjson")
        _, err = self.call(0, "add", str(self.folder / "many.ndjson"))
        self.assertEqual((err.count("Added"), "and 30 more connections" in err), (20, True))
        self.assertEqual(len(self.names()), 50)

    def test_files_that_hold_no_connections(self):
        for content, code in (("{", "[malformed_json]"), ("", "[malformed_json]"), ("[5]", "[not_an_object]")):
            self.assertIn(code, self.call(1, "add", self.file(content))[1])
        self.assertIn("there is no connection", self.call(2, "add", self.file("[]"))[1])
        self.call(2, "add", str(self.folder / "nope.json"))
        self.call(2, "add", str(self.folder))
        context = self.file({"passwordPolicy": {"minLength": 99}}, "context.json")
        self.assertIn("[too_short]", self.call(1, "add", self.file(base()), "--context", context)[1])

    def test_update(self):
        self.call(0, "add", "--update", self.file(base()))
        with rejoin.Catalog.open(self.path) as catalog:
            [before] = catalog.list()
        changed = {**before["connection"], "name": "contoso DEVICES", "applicationId": "5d3e4b1a-58d2-4f36-9b07-e1a4c6d2835f"}
        _, err = self.call(0, "add", "--update", self.file([changed, base(name="new")]))
        self.assertIn(f"Updated contoso DEVICES ({before['id']})", err)
        self.assertIn("Added new", err)
        with rejoin.Catalog.open(self.path) as catalog:
            entry = catalog.get(before["id"])
            self.assertEqual(entry["connection"], changed)
            self.assertEqual((entry["keys"], entry["secrets"]), (before["keys"], before["secrets"]))
        # For a new one there is nothing that could stay.
        _, err = self.call(1, "add", "--update", self.file({**changed, "name": "newer"}))
        self.assertIn("[required]", err)
        self.assertEqual(self.names(), ["contoso DEVICES", "new"])

    def test_remove(self):
        self.fill()
        names = self.names()
        self.assertIn("give --yes", self.call(2, "remove", "contoso ad")[1])
        self.call(2, "remove", "--yes", "contoso ad", "nope")
        self.assertEqual(self.names(), names)
        with mock.patch.object(Console, "interactive", True):
            with mock.patch.object(Console, "ask", return_value="") as asked:
                _, err = self.call(0, "remove", "contoso ad", "contoso hybrid")
            asked.assert_called_once_with("Remove 2 connections? [y/N] ")
            self.assertIn("Contoso AD  Active Directory  ", err)
            self.assertIn("Nothing was removed.", err)
            with mock.patch.object(Console, "ask", return_value="y"):
                self.call(0, "remove", "contoso ad")
        self.assertEqual(self.names(), [name for name in names if name != "Contoso AD"])
        _, err = self.call(0, "remove", "-y", *names[2:4])
        self.assertEqual(err.count("Removed Contoso"), 2)
        self.assertEqual(len(self.names()), len(names) - 3)

    def test_export_and_import(self):
        self.fill()
        out, err = self.call(0, "export")
        self.assertEqual(err, "")
        copy = str(self.folder / "copy.json")
        self.call(0, "export", "--output", copy)
        self.assertEqual(pathlib.Path(copy).read_text("utf-8"), out)
        self.assertIn("this is the catalog itself", self.call(2, "export", "--output", self.path)[1])
        first, self.path = self.path, str(self.folder / f"second{self.suffix}")
        self.assertIn("Imported 7 connections", self.call(0, "import", copy)[1])
        with mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(out.encode()))):
            self.call(1, "import", "-")
        with rejoin.Catalog.open(first) as one, rejoin.Catalog.open(self.path) as other:
            self.assertEqual(one, other)

    def test_an_import_says_what_it_refuses(self):
        document = rejoin.Catalog()
        for name in ("first", "taken", "spoiled", "last"):
            document.add(base(name=name))
        content = document.export()
        content["entries"][2]["connection"]["clientSecret"] = SECRET
        content["entries"].append({**content["entries"][0], "id": content["entries"][0]["id"].replace("0", "1")})
        file = self.file(content)
        _, err = self.call(1, "import", file)
        self.assertIn("entries[2]: refused: spoiled: Leave `clientSecret` out", err)
        self.assertFalse(pathlib.Path(self.path).exists())
        self.call(0, "add", self.file(base(name="TAKEN"), "taken.json"))
        _, err = self.call(1, "import", file)
        self.assertEqual([line.split(":")[0] for line in err.splitlines()[:3]], [f"entries[{index}]" for index in (1, 2, 4)])
        self.assertIn("3 connections were refused", err)
        self.assertNotIn("Imported", err)
        self.assertEqual(self.names(), ["TAKEN"])
        self.assertIn("Imported 2 connections", self.call(1, "import", "--skip-refused", file)[1])
        self.assertEqual(self.names(), ["TAKEN", "first", "last"])
        self.assertIn("version 9", self.call(2, "import", self.file({**content, "version": 9}))[1])
        self.assertIn("Correct the JSON", self.call(2, "import", self.file("{"))[1])

    def test_catalogs_that_are_none(self):
        for command in (["list"], ["show", "x"], ["remove", "-y", "x"], ["export"]):
            _, err = self.call(2, *command)
            self.assertIn("No such file", err)
            self.assertEqual(list(self.folder.iterdir()), [])
        pathlib.Path(self.path).write_text("{")
        for command in (["list"], ["add", self.file(base())], ["import", self.file(rejoin.Catalog().to_json(), "d.json")]):
            self.assertIn(self.path, self.call(2, *command)[1])
            self.assertEqual(pathlib.Path(self.path).read_text(), "{")

    def test_another_writer(self):
        self.fill()
        with rejoin.Catalog.open(self.path) as catalog, catalog.transaction():
            _, err = self.call(2, "add", "--timeout", "0.05", self.file(base(name="new")))
        self.assertIn("Try again later", err)
        self.assertIn("give a number of seconds", self.call(2, "list", "--timeout", "soon")[1])


class DatabaseTest(CatalogTest):
    suffix = ".db"


if __name__ == "__main__":
    unittest.main()
