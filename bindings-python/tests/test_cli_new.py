"""`rejoin new`, through a terminal."""

import io
import json
import os
import stat
import tempfile
import unittest
from pathlib import Path
from random import Random

import rejoin
import terminal
from drafts import BASES, SECRET, base
from rejoin import cli
from rejoin.cli import _files, new
from rejoin.cli._console import Console
from rejoin.cli._parser import Failure
from rejoin.cli.key import KINDS

PASSWORD = f"Pa55-{SECRET}"
SECRETS = {field["key"] for field in rejoin.fields() if field["secret"]}


@unittest.skipIf(terminal.pty is None, "needs a pseudo-terminal")
class NewTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def new(self, *arguments, **options):
        return terminal.Terminal("new", *arguments, cwd=self.folder, **options)

    def files(self):
        return sorted(path.name for path in self.folder.iterdir())

    def answer(self, shown, *pairs):
        """Answers questions: each is a text to wait for, then the prompt, then what is typed."""
        for question, answer in pairs:
            shown.expect(question)
            shown.expect(">")
            shown.send(answer)

    def domain(self, shown, name="EMEA laptops", password=PASSWORD):
        """Answers everything about a destination in Active Directory."""
        self.answer(
            shown,
            ("Connection name", name),
            ("Source or destination", "2"),
            ("Destination\n", "1"),
            ("How to rejoin the device", "1"),
            ("Username", "svc-rejoin@contoso.com"),
            ("Password", password),
            ("Destination domain name", "contoso.com"),
        )
        shown.expect("Write it to ")

    def test_a_connection_is_made_and_secrets_are_referred_to(self):
        with self.new() as shown:
            self.domain(shown)
            shown.expect("emea-laptops.json? [Y/n, or a number to change]")
            shown.send("")
            shown.expect("Written to emea-laptops.json.")
            shown.expect("REJOIN_EMEA_LAPTOPS_AD_PASSWORD")
            self.assertEqual(shown.end(), 0)
            self.assertNotIn(SECRET, shown.text)
        connection = json.loads((self.folder / "emea-laptops.json").read_text("utf-8"))
        self.assertEqual(
            connection,
            {**base("activeDirectoryOnline"), "name": "EMEA laptops", "adUsername": "svc-rejoin@contoso.com",
             "adPassword": "${env:REJOIN_EMEA_LAPTOPS_AD_PASSWORD}", "adDomain": "contoso.com"},
        )  # fmt: skip
        self.assertEqual(self.files(), ["emea-laptops.json"])

    def test_secrets_are_written_when_asked_for_and_for_the_owner_alone(self):
        with self.new("made.json", "--with-secrets") as shown:
            self.domain(shown)
            shown.send("y")
            self.assertEqual(shown.end(), 0)
            self.assertNotIn(SECRET, shown.text)
        made = self.folder / "made.json"
        self.assertTrue(rejoin.validate_json(made.read_bytes()))
        self.assertEqual(json.loads(made.read_text("utf-8"))["adPassword"], PASSWORD)
        self.assertEqual(stat.S_IMODE(made.stat().st_mode), 0o600)

    def test_what_is_wrong_is_said_at_once_and_the_suggestion_is_one_key_away(self):
        with self.new() as shown:
            self.answer(shown, ("Connection name", ""))
            shown.expect("Enter ")
            self.answer(
                shown, ("", "EMEA laptops"), ("Source", "destination"), ("Destination\n", "active directory"),
                ("How to rejoin", "1"), ("Username", "svc-rejoin@contoso.com"), ("Password", ""),
                ("Destination domain name", "https://contoso.com/x"),
            )  # fmt: skip
            shown.expect("Enter the domain name only, like contoso.com")
            shown.expect("> [contoso.com]")
            shown.send("")
            shown.expect("in the environment")
            shown.send("6")
            self.answer(shown, ("Username", "svc-rejoin"))
            shown.expect("take svc-rejoin@contoso.com instead? [Y/n]")
            shown.send("")
            shown.expect("Write it to ")
            shown.send("")
            self.assertEqual(shown.end(), 0)
        connection = json.loads((self.folder / "emea-laptops.json").read_text("utf-8"))
        self.assertEqual((connection["adDomain"], connection["adUsername"]), ("contoso.com", "svc-rejoin@contoso.com"))

    def test_keys_are_generated_and_shown_once(self):
        with self.new() as shown:
            self.answer(
                shown, ("Connection name", "EMEA"), ("Source or destination", "1"),
                ("application (client) ID", "7ab1e5a4-9c55-4b60-b66c-0e9a1f9e0b4d"), ("Client secret", ""), ("Configuration key", ""),
            )  # fmt: skip
            shown.expect("Create a local administrator on device")
            shown.expect("> [y/N]")
            shown.send("y")
            self.answer(shown, ("Local administrator username", "rescue"), ("Local administrator password", "short"))
            shown.expect("Use at least 7 characters")
            shown.expect("Enter leaves it to the environment")
            shown.send("")
            self.answer(shown, ("Connect source", "n"))
            shown.expect("Write it to emea.json?")
            self.assertNotIn("rjcfg1", shown.text)
            shown.send("")
            shown.expect("Configuration key, shown this once:\n")
            shown.expect("rjcfg1")
            self.assertEqual(shown.end(), 0)
            self.assertEqual(shown.text.count("rjcfg1"), 1)
        connection = json.loads((self.folder / "emea.json").read_text("utf-8"))
        self.assertEqual(connection["configurationKey"], "${env:REJOIN_EMEA_CONFIGURATION_KEY}")
        self.assertEqual((connection["createLocalAdministrator"], connection["connectEntraId"]), (True, False))

    def test_one_can_go_back_and_ask(self):
        with self.new() as shown:
            self.answer(shown, ("Connection name", "EMEA"), ("Source or destination", "<"))
            shown.expect("Connection name")
            shown.expect("> [EMEA]")
            shown.send("?")
            shown.expect("In a file it is called name.")
            shown.expect("> [EMEA]")
            shown.send("")
            shown.expect("Source or destination")

    def test_leaving_keeps_the_answers_without_the_secrets(self):
        for leave in ("\x03", "\x04"):
            with self.subTest(leave), self.new("--with-secrets", "kept.json") as shown:
                self.domain(shown)
                shown.press(leave)
                shown.expect("Your answers are in ")
                name = shown.expect(", without the secrets")
                self.assertEqual(shown.end(), 130)
                self.assertNotIn("Traceback", shown.text)
                kept = json.loads((self.folder / name).read_text("utf-8"))
                self.assertEqual(kept["adDomain"], "contoso.com")
                self.assertNotIn(SECRET, json.dumps(kept))
                self.assertFalse((self.folder / "kept.json").exists())
                with self.new("--from", name, "kept.json") as again:
                    self.answer(again, ("Password", ""))
                    again.expect("Write it to kept.json")
                    again.send("y")
                    self.assertEqual(again.end(), 0)
                (self.folder / "kept.json").unlink()

    def test_leaving_at_the_first_question_writes_nothing(self):
        with self.new() as shown:
            shown.expect(">")
            shown.press("\x03")
            self.assertEqual(shown.end(), 130)
        self.assertEqual(self.files(), [])

    def test_a_file_that_has_some_gets_one_more(self):
        listed, lines, rows = (self.folder / name for name in ("a.json", "a.ndjson", "a.csv"))
        listed.write_text('[{"name": "Élan"}]', "utf-8")
        lines.write_text('{"name": "Élan"}', "utf-8")
        rows.write_bytes("\ufeffConnection name;Type;type;role;destination;rejoinMethod;adUsername;Password;adDomain\r\nÉlan;1\r\n".encode())
        for file in (listed, lines, rows):
            with self.subTest(file.name), self.new(file.name) as shown:
                self.domain(shown)
                shown.send("")
                self.assertEqual(shown.end(), 0, shown.text)
        self.assertEqual([row["name"] for row in json.loads(listed.read_text("utf-8"))], ["Élan", "EMEA laptops"])
        self.assertEqual([json.loads(row)["name"] for row in lines.read_text("utf-8").splitlines()], ["Élan", "EMEA laptops"])
        self.assertEqual(
            rows.read_bytes().decode().split("\r\n")[1:],
            ["Élan;1", "EMEA laptops;;activeDirectoryEntraIdDevices;destination;activeDirectory;onlineCredentials;"
             "svc-rejoin@contoso.com;${env:REJOIN_EMEA_LAPTOPS_AD_PASSWORD};contoso.com", ""],
        )  # fmt: skip
        self.assertEqual(len(self.files()), 3)

    def test_a_file_that_cannot_take_it_stays_and_the_answers_are_kept(self):
        rows = self.folder / "a.csv"
        rows.write_text("name,type\n", "utf-8")
        with self.new("a.csv") as shown:
            self.domain(shown)
            shown.send("")
            shown.expect("Your answers are in connection.draft.json")
            shown.expect("error: a.csv has no column for role, ")
            self.assertEqual(shown.end(), 2)
        self.assertEqual(rows.read_text("utf-8"), "name,type\n")
        for name, text in (("a.yaml", ""), ("b.json", "{}"), ("c.json", "{"), ("no/d.json", None)):
            if text is not None:
                (self.folder / name).write_text(text, "utf-8")
            with self.subTest(name), self.new(name) as shown:
                shown.expect("error: ")
                self.assertEqual(shown.end(), 2)

    def test_a_catalog(self):
        with rejoin.Catalog.open(self.folder / "kept.db") as catalog:
            catalog.add(base(name="EMEA"))
        with self.new("--catalog", "kept.db") as shown:
            self.answer(shown, ("Connection name", "emea"))
            shown.expect("Choose a name that no other connection has")
            self.answer(
                shown, ("", "APAC"), ("Source or destination", "2"), ("Destination\n", "1"), ("How to", "2"),
                ("Connection key", ""),
            )  # fmt: skip
            shown.expect("Write it to kept.db?")
            shown.send("")
            shown.expect("Saved in kept.db.")
            shown.expect("Connection key, shown this once:\n")
            shown.expect("rjcon1")
            self.assertEqual(shown.end(), 0)
            key = next(word for word in shown.shown().split() if word.startswith("rjcon1"))
        with rejoin.Catalog.open(self.folder / "kept.db") as catalog:
            self.assertEqual(sorted(catalog.names()), ["APAC", "EMEA"])
            [entry] = catalog.list(search="apac")
        self.assertEqual(entry["keys"]["connectionKey"]["fingerprint"], rejoin.key_fingerprint(key))

    def test_a_catalog_that_is_none(self):
        (self.folder / "bad.json").write_text("{", "utf-8")
        with self.new("--catalog", "bad.json") as shown:
            shown.expect("error: ")
            self.assertEqual(shown.end(), 2)
        self.assertEqual((self.folder / "bad.json").read_text("utf-8"), "{")
        with self.new("--catalog", "new.json") as shown:
            shown.expect(">")
            shown.press("\x03")
            self.assertEqual(shown.end(), 130)
        self.assertEqual(self.files(), ["bad.json"])

    def test_what_is_optional_can_be_left_out_and_emptied(self):
        (self.folder / "emea.json").write_text("{}", "utf-8")
        with self.new() as shown:
            self.answer(
                shown, ("Connection name", "EMEA"), ("Source or destination", "2"), ("Destination\n", "3"),
                ("Tenant", "contoso.onmicrosoft.com"), ("App profile", "Fly"), ("How to rejoin", "1"),
                ("Display name", "Wave 1"), ("Token expiration duration", "a month"),
            )  # fmt: skip
            shown.expect("Give Token expiration duration (days) as integer")
            self.answer(
                shown, ("", "30"), ("Bulk token", PASSWORD), ("Bulk token expires (optional)", "2099-01-31T12:00:00Z"),
            )  # fmt: skip
            shown.expect("11  Bulk token expires")
            shown.expect("Write it to emea-2.json?")
            shown.send("11")
            shown.expect("> [2099-01-31T12:00:00Z] (- empties it)")
            shown.send("-")
            shown.expect("Write it to emea-2.json?")
            shown.send("")
            self.assertEqual(shown.end(), 0)
        connection = json.loads((self.folder / "emea-2.json").read_text("utf-8"))
        self.assertNotIn("bulkTokenExpiresAt", connection)
        self.assertEqual(connection["bulkTokenLifetimeDays"], 30)

    def test_a_reference_is_kept_as_it_is(self):
        for more in ([], ["--with-secrets"]):
            with self.new("made.ndjson", *more) as shown:
                self.domain(shown, password="${keyring:rejoin/svc}")
                self.assertIn("by reference", shown.shown())
                self.assertNotIn("keyring", shown.shown())
                shown.send("7")
                shown.expect("Enter keeps it")
                shown.send("")
                shown.expect("Write it to ")
                shown.send("")
                self.assertEqual(shown.end(), 0)
                self.assertNotIn("environment variables", shown.text)
        for line in (self.folder / "made.ndjson").read_text("utf-8").splitlines():
            self.assertEqual(json.loads(line)["adPassword"], "${keyring:rejoin/svc}")

    def test_stdout(self):
        with self.new("-") as shown:
            self.domain(shown)
            shown.send("")
            shown.expect('"name": "EMEA laptops"')
            self.assertEqual(shown.end(), 0)
        self.assertEqual(self.files(), [])

    def test_stdout_may_be_a_file(self):
        program = ("-c", "import os, sys; os.dup2(os.open('made.json', os.O_WRONLY | os.O_CREAT), 1); from rejoin.cli import main; sys.exit(main())")
        with self.new(program=program) as shown:
            self.domain(shown)
            shown.expect("stdout? [Y/n")
            shown.send("")
            self.assertEqual(shown.end(), 0)
            self.assertNotIn('"name"', shown.text)
        self.assertEqual(json.loads((self.folder / "made.json").read_text("utf-8"))["name"], "EMEA laptops")

    def test_what_the_host_knows(self):
        (self.folder / "context.json").write_text(json.dumps({
            "existingNames": ["EMEA"], "tenants": [{"id": "1", "domain": "contoso.com", "name": "Contoso"}],
        }), "utf-8")  # fmt: skip
        with self.new("--context", "context.json") as shown:
            self.answer(shown, ("Connection name", "emea"))
            shown.expect("Choose a name that no other connection has")
            self.answer(shown, ("", "APAC"), ("Source or destination", "2"), ("Destination\n", "3"))
            shown.expect("1  Contoso")
            shown.expect(">")
            shown.send("1")
            shown.expect("App profile")

    def test_nobody_is_there(self):
        code = os.system(f"{terminal.sys.executable} -m rejoin new </dev/null >/dev/null 2>&1")
        self.assertEqual(os.waitstatus_to_exitcode(code), 2)


class Scripted(Console):
    """Somebody who answers at random, and leaves when it takes too long."""

    interactive = True

    def __init__(self, random):
        super().__init__(color="never", out=io.StringIO(), err=io.StringIO())
        self.random = random
        self.asked = 0

    def answer(self, answers):
        self.asked += 1
        if self.asked > 500:
            raise EOFError
        return self.random.choice(["", "", "<", "?", "-", "1", "2", "3", *self.random.sample(answers, 4)])

    def ask(self, question):
        values = [str(value) for draft in BASES.values() for key, value in draft.items() if key not in SECRETS]
        return self.answer(["y", "n", "x", "30", "\x1b[2J", "\u202e", "https://contoso.com", "svc@contoso.com", *values])

    def ask_secret(self, question):
        return self.answer([PASSWORD, f" {SECRET}", f"rjcfg1{SECRET}", f"${{env:{SECRET}}}", *map(rejoin.generate_key, KINDS)])


class AnyAnswersTest(unittest.TestCase):
    def test_what_is_written_is_valid_whatever_was_answered(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)
        written = 0
        for seed in range(200):
            random = Random(seed)
            console = Scripted(random)
            words = random.choice([["a.ndjson"], ["b.csv"], ["c.json"], ["-"], ["a.ndjson", "--with-secrets"], ["--catalog", "d.db"]])
            if not os.path.exists("c.json"):
                Path("c.json").write_text("[]", "utf-8")
            code = new.run(cli.parser(["new"]).parse_args(["new", *words]), console)
            self.assertIn(code, (0, 130))
            written += code == 0
            self.assertNotRegex(console.err.getvalue(), "[\x1b\u202e]")
            self.assertNotIn(SECRET, console.err.getvalue() + console.out.getvalue().replace(f"${{env:{SECRET}}}", ""))
        self.assertGreater(written, 50)
        for name in ("a.ndjson", "b.csv", "c.json"):
            batch = rejoin.validate_file(name, resolve=False, plain_secrets=False)
            self.assertEqual([record.issues for record in batch if not record], [])
            self.assertGreater(batch.summary["records"], 5)


class WholeFileTest(unittest.TestCase):
    """Files are written whole or not at all."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = self.folder / "a.json"

    def test_what_fails_leaves_the_old_file_and_nothing_else(self):
        self.file.write_text("old", "utf-8")
        for error in (KeyboardInterrupt, RuntimeError, OSError(28, "No space left on device")):
            with self.assertRaises((KeyboardInterrupt, RuntimeError, Failure)):
                with _files.whole(str(self.file)) as file:
                    file.write("new")
                    file.flush()
                    raise error
            self.assertEqual([path.name for path in self.folder.iterdir()], ["a.json"])
            self.assertEqual(self.file.read_text("utf-8"), "old")

    @unittest.skipIf(os.name == "nt", "permissions and links are others there")
    def test_permissions_and_links_stay(self):
        link = self.folder / "link"
        link.symlink_to("a.json")
        mask = os.umask(0o022)
        self.addCleanup(os.umask, mask)
        for before, private, after in ((None, False, 0o644), (0o640, False, 0o640), (0o644, True, 0o600)):
            if before is not None:
                self.file.chmod(before)
            with _files.whole(str(link), private=private) as file:
                file.write("new")
            self.assertEqual(stat.S_IMODE(self.file.stat().st_mode), after)
            self.assertTrue(link.is_symlink())

    def test_a_folder_that_is_missing_is_said(self):
        with self.assertRaisesRegex(Failure, "cannot be written: No such file or directory"):
            with _files.whole(str(self.folder / "no" / "a.json")):
                pass


if __name__ == "__main__":
    unittest.main()
