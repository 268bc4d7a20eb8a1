"""`rejoin key`, and the commands that print a table: `rejoin fields`, `rejoin codes`, `rejoin schema`."""

import io
import json
import os
import stat
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import rejoin
import terminal
from drafts import SECRET
from test_cli import call

# The known answer of the specification.
KEY = "rjcfg1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyudrzpey"
FINGERPRINT = "be93d0d4a01b24776b8ea37a300bdcabe1121f74c025bf2b917b347d9d094b12"
BAD = f"rjcfg1{SECRET}"


def given(data):
    """Stands for stdin."""
    stream = io.TextIOWrapper(io.BytesIO(data if isinstance(data, bytes) else data.encode()))
    return mock.patch("sys.stdin", stream)


class GenerateTest(unittest.TestCase):
    def test_kinds_and_counts(self):
        for kind in ("configuration", "connection"):
            code, out, err = call("key", "generate", kind, "--count", "3")
            keys = out.split()
            self.assertEqual((code, err, len(set(keys))), (0, "", 3))
            self.assertEqual({rejoin.inspect_key(key)["kind"] for key in keys}, {kind})

    def test_json_and_verbose(self):
        code, out, err = call("key", "generate", "connection", "--format", "json")
        [made] = json.loads(out)
        key = made.pop("key")
        self.assertEqual(made, rejoin.inspect_key(key))
        code, out, err = call("key", "generate", "connection", "-v")
        self.assertIn(rejoin.key_fingerprint(out.strip()), err)
        self.assertNotIn(out.strip(), err)

    def test_a_file_for_the_owner_alone(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "key.txt")
            words = ("key", "generate", "connection", "--count", "2", "--output", str(file))
            self.assertEqual(call(*words), (0, "", ""))
            keys = file.read_text("utf-8").split()
            self.assertEqual([rejoin.inspect_key(key)["kind"] for key in keys], ["connection"] * 2)
            if os.name != "nt":
                self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)
            code, out, err = call(*words)
            self.assertEqual((code, out, file.read_text("utf-8").split()), (2, "", keys))
            self.assertIn("is not replaced", err)

    def test_misuse(self):
        for words in (["other"], ["connection", "--count", "0"], ["connection", "--count", "x"], []):
            self.assertEqual(call("key", "generate", *words)[0], 2)

    @unittest.skipIf(terminal.pty is None, "needs a pseudo-terminal")
    def test_a_terminal_is_told_to_keep_it(self):
        with terminal.Terminal("key", "generate", "configuration") as shown:
            shown.expect("This key is shown this once")
            self.assertEqual(shown.end(), 0)


class InspectTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "key.txt"

    def test_what_may_be_shown(self):
        with given(f"{KEY}\n"):
            code, out, err = call("key", "inspect")
        facts = dict(line.split() for line in out.splitlines())
        self.assertEqual(facts, {name: str(value) for name, value in rejoin.inspect_key(KEY).items()})
        self.assertEqual((code, err), (0, ""))
        self.assertNotIn(KEY, out)

    def test_the_environment(self):
        with mock.patch.dict(os.environ, {"REJOIN_KEY": KEY}):
            self.assertEqual(call("key", "fingerprint", "--env", "REJOIN_KEY"), (0, f"{FINGERPRINT}\n", ""))
        code, out, err = call("key", "fingerprint", "--env", SECRET)
        self.assertEqual((code, out), (2, ""))
        self.assertNotIn(SECRET, err)

    def test_files_as_editors_and_shells_write_them(self):
        for data in (KEY, f"\n{KEY}\r\n", f"\ufeff{KEY}\n", f"{KEY}\r\n".encode("utf-16"), KEY.upper()):
            self.file.write_bytes(data if isinstance(data, bytes) else data.encode())
            self.assertEqual(call("key", "fingerprint", "--file", str(self.file)), (0, f"{FINGERPRINT}\n", ""))
            with given(self.file.read_bytes()):
                self.assertEqual(call("key", "fingerprint", "--file", "-"), (0, f"{FINGERPRINT}\n", ""))

    def test_several(self):
        self.file.write_text(f"{KEY}\n{BAD}\n", "utf-8")
        code, out, err = call("key", "inspect", "--file", str(self.file), "--format", "json")
        self.assertEqual((code, json.loads(out)), (1, [rejoin.inspect_key(KEY), rejoin.inspect_key(BAD)]))
        code, out, err = call("key", "inspect", "--file", str(self.file))
        self.assertIn("key 2: ", out)
        code, out, err = call("key", "fingerprint", "--file", str(self.file))
        self.assertEqual((code, out), (1, f"{FINGERPRINT}\n"))
        self.assertIn("key 2: ", err)

    def test_matches(self):
        self.file.write_text(KEY, "utf-8")
        for said, code in ((FINGERPRINT, 0), (FINGERPRINT.upper(), 0), ("0" * 64, 1), ("0" * 63, 2)):
            self.assertEqual(call("key", "fingerprint", "--file", str(self.file), "--matches", said)[0], code)

    def test_no_secret_is_repeated(self):
        self.file.write_text(BAD, "utf-8")
        (self.file.parent / "bad").write_bytes(BAD.encode() + b"\xff\xfe\x00")
        with mock.patch.dict(os.environ, {"REJOIN_KEY": BAD}):
            for words in (
                ["--file", str(self.file)], ["--env", "REJOIN_KEY"], ["--file", BAD], ["--file", f"{BAD}\0"],
                [BAD], ["--env", BAD], [f"--file={self.file.parent / 'bad'}"], ["--matches", BAD],
            ):  # fmt: skip
                for command in ("inspect", "fingerprint"):
                    for form in ([], ["--format", "json"], ["-v"]):
                        code, out, err = call("key", command, *words, *form)
                        self.assertNotEqual(code, 0)
                        self.assertNotIn(SECRET, out + err)

    def test_a_key_is_no_argument(self):
        code, out, err = call("key", "inspect", KEY)
        self.assertIn("error: a secret is no argument", err)
        self.assertNotIn(KEY, err)

    def test_nothing_is_no_key(self):
        with given(" \n"):
            self.assertEqual(call("key", "inspect")[0], 2)

    @unittest.skipIf(terminal.pty is None, "needs a pseudo-terminal")
    def test_the_prompt_shows_nothing(self):
        with terminal.Terminal("key", "fingerprint") as shown:
            shown.expect("Key: ")
            shown.send(KEY)
            shown.expect(FINGERPRINT)
            self.assertEqual(shown.end(), 0)
            self.assertNotIn(KEY, shown.text)

    @unittest.skipIf(terminal.pty is None, "needs a pseudo-terminal")
    def test_whoever_leaves_sees_no_traceback(self):
        for key, code in (("\x03", 130), ("\x04", 2)):
            with terminal.Terminal("key", "inspect") as shown:
                shown.expect("Key: ")
                shown.press(key)
                self.assertEqual(shown.end(), code)
                self.assertNotIn("Traceback", shown.text)


class TablesTest(unittest.TestCase):
    def test_fields(self):
        code, out, err = call("fields")
        self.assertEqual((code, err), (0, ""))
        for field in rejoin.fields():
            self.assertRegex(out, rf"(?m)^  {field['key']} .*  {field['label'].replace('(', '.').replace(')', '.')}")
        self.assertEqual(json.loads(call("fields", "--format", "json")[1]), rejoin.fields())
        code, out, err = call("fields", "role", "bulkTokenExpiresAt")
        self.assertEqual(sum(not line.startswith(" ") and line != "" for line in out.splitlines()), 2)
        self.assertIn("  source       Source: ", out)
        self.assertEqual(call("fields", "rol")[0], 2)

    def test_codes(self):
        code, out, err = call("codes")
        self.assertEqual((code, err), (0, ""))
        for row in rejoin.codes():
            self.assertIn(f"\n{row['code']} ", out)
            self.assertIn(row["meaning"], out)
        self.assertEqual(json.loads(call("codes", "--format", "json")[1]), rejoin.codes())
        code, out, err = call("codes", "reserved_name", "masked")
        self.assertIn("error, but a warning in adDomain\n", out)
        self.assertRegex(out, r"\nmasked\n  meaning +A secret consists of mask characters\.\n")
        code, out, err = call("codes", "maskd")
        self.assertEqual((code, out), (2, ""))
        self.assertIn("did you mean masked?", err)

    def test_no_line_is_wider_than_the_terminal(self):
        for columns in ("72", "80", "120"):
            with mock.patch.dict(os.environ, {"COLUMNS": columns}):
                for words in (["fields"], ["fields", "-v"], ["codes"], ["codes", "-v"], ["--help"], ["check", "--help"]):
                    longest = max(call(*words)[1].splitlines(), key=len)
                    self.assertLessEqual(len(longest), int(columns), longest)

    def test_schema(self):
        for dialect in ("2020-12", "draft-07"):
            self.assertEqual(json.loads(call("schema", "--dialect", dialect)[1]), rejoin.json_schema(dialect))
        self.assertEqual(json.loads(call("schema")[1]), rejoin.json_schema())


if __name__ == "__main__":
    unittest.main()
