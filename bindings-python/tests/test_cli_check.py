"""`rejoin check`: what it writes in each format, and the exit codes."""

import contextlib
import csv
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from random import Random
from unittest import mock
from xml.etree import ElementTree

import books
import rejoin
import terminal
from drafts import BASES, SECRET, base
from rejoin import cli
from rejoin.cli import formats

PROJECT = Path(__file__).resolve().parents[2]
DOMAIN = "activeDirectoryOnline"
NOW = "2026-11-25T08:00:00Z"


def call(*arguments):
    """Runs `rejoin check` in this process: its exit code, and what it wrote to both streams."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(["check", *arguments])
    return code, out.getvalue(), err.getvalue()


def ran(*arguments, given=b"", **environment):
    """Runs `rejoin check` as a program."""
    command = [sys.executable, "-m", "rejoin", "check", *arguments]
    ran = subprocess.run(command, input=given, capture_output=True, env={**os.environ, **environment})
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode()


class Folder(unittest.TestCase):
    """A test in a folder of its own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.folder)

    def ndjson(self, name, *drafts):
        text = "".join(json.dumps(draft) + "\n" for draft in drafts)
        (self.folder / name).write_text(text, "utf-8")
        return name

    def csv(self, name, *drafts):
        keys = list(dict.fromkeys(key for draft in drafts for key in draft))
        with open(self.folder / name, "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, keys, lineterminator="\n")
            writer.writeheader()
            writer.writerows(drafts)
        return name

    def xlsx(self, name, *drafts):
        keys = list(dict.fromkeys(key for draft in drafts for key in draft))
        rows = [keys, *([draft.get(key, "") for key in keys] for draft in drafts)]
        (self.folder / name).write_bytes(books.book({"Connections": rows}))
        return name


FINE = base(DOMAIN, adPassword="${env:REJOIN_TEST_PASSWORD}")
WRONG = {**FINE, "adDomain": "https://contoso.com"}
DOUBTFUL = {**FINE, "adDomain": "contoso.local", "adUsername": "svc-rejoin@contoso.local"}


@mock.patch.dict(os.environ, {"REJOIN_TEST_PASSWORD": "Blue-Kettle-72"})
class CheckTest(Folder):
    def test_exit_codes(self):
        fine, doubtful = self.ndjson("fine.ndjson", FINE), self.ndjson("doubtful.ndjson", FINE, DOUBTFUL)
        wrong = self.ndjson("wrong.ndjson", FINE, WRONG)
        for arguments, code in (
            ([fine], 0), ([fine, doubtful], 0), (["--strict", doubtful], 1), (["--strict", fine], 0),
            ([wrong], 1), ([fine, wrong], 1), (["none.ndjson"], 2), ([wrong, "none.ndjson"], 2),
            ([], 2), ([fine, "--format", "xml"], 2), ([fine, "--now", "today"], 2), ([fine, "--context", "none"], 2),
            ([fine, "--output", fine], 2), ([fine, "--output", "no/such/folder"], 2), ([str(self.folder)], 2),
            ([fine, "--limit", "0"], 2), ([fine, "--sheet", "nope"], 2),
        ):  # fmt: skip
            with self.subTest(arguments):
                self.assertEqual(call(*arguments)[0], code)

    def test_text(self):
        code, out, err = call(self.csv("c.csv", FINE, WRONG, DOUBTFUL), self.ndjson("d.ndjson", WRONG))
        self.assertEqual((code, err), (1, ""))
        self.assertNotIn("\x1b", out)
        [first, second, *_, last] = out.split("\n\n")
        column = ",".join(WRONG).split(",adDomain")[0]
        self.assertTrue(first.startswith("c.csv\n  3:"), first)
        self.assertRegex(first, r"error    adDomain: Enter the domain name only, like contoso.com  \[is_url\]\n +→ contoso.com\n")
        self.assertRegex(first, r"  4:\d+ +warning  adDomain: .*  \[special_use_domain\]")
        self.assertTrue(second.startswith("d.ndjson\n  1:"), second)
        # The help is said once.
        self.assertEqual(out.count("Everything before ://"), 1)
        self.assertEqual(call("-v", "c.csv", "d.ndjson")[1].count("Everything before ://"), 2)
        self.assertIn("2 of 4 connections in 2 files have errors\n  2 errors, 1 warning\n  --fix writes 2 suggestions into the files\n", last)
        self.assertTrue(column)

    def test_a_bar_for_each_code(self):
        out = call(self.ndjson("d.ndjson", *[WRONG] * 160, DOUBTFUL))[1]
        self.assertIn(f"  is_url              160  {'█' * 40}\n  special_use_domain    1  ▎\n", out)
        out = call(self.ndjson("d.ndjson", *[WRONG] * 8, DOUBTFUL))[1]
        self.assertIn(f"  is_url              8  {'█' * 8}\n  special_use_domain  1  █\n", out)

    def test_nothing_to_complain_about(self):
        self.assertEqual(call(self.ndjson("d.ndjson", FINE)), (0, "✓ 1 connection, nothing to complain about\n", ""))
        code, out, err = call("-v", "d.ndjson")
        self.assertEqual(out.splitlines()[0], "✓ d.ndjson: 1 record")

    def test_quiet_is_a_line_each(self):
        code, out, err = call("-q", self.ndjson("d.ndjson", WRONG, FINE, DOUBTFUL))
        lines = out.splitlines()
        self.assertEqual((code, len(lines), err), (1, 2, ""))
        self.assertRegex(lines[0], r"^d\.ndjson:1:\d+: error: adDomain: Enter the domain .* \[is_url\]$")
        self.assertEqual(call("-q", self.ndjson("e.ndjson", FINE)), (0, "", ""))

    def test_colour(self):
        self.ndjson("d.ndjson", WRONG)
        self.assertIn("\x1b[31merror", call("--color", "always", "d.ndjson")[1])
        self.assertIn("\x1b[31merror", ran("d.ndjson", FORCE_COLOR="1")[1])
        self.assertNotIn("\x1b", ran("d.ndjson", FORCE_COLOR="1", NO_COLOR="1")[1])
        self.assertNotIn("\x1b", ran("d.ndjson", FORCE_COLOR="1")[1] if False else ran("d.ndjson")[1])

    def test_a_terminal_is_told_nothing_by_a_file(self):
        self.ndjson("d.ndjson", {**WRONG, "evil\x1b[2J\u202e": 1, "rejoinMethod\n": 2})
        for form in ("text", "github"):
            out = call("--format", form, "d.ndjson")[1] + call("-q", "--format", form, "d.ndjson")[1]
            self.assertNotRegex(out, "[\x1b\u202e]")
            self.assertIn("evil\\u001b[2J\\u202e", out)

    def test_json(self):
        code, out, err = call("--format", "json", self.ndjson("d.ndjson", FINE, WRONG), "none.json")
        document = json.loads(out)
        self.assertEqual(code, 2)
        [finding] = document["findings"]
        [issue] = rejoin.validate({**WRONG, "adPassword": "x"}).issues
        place = {name: finding.pop(name) for name in ("file", "line", "column", "index")}
        self.assertEqual(finding, issue.to_dict())
        line = json.dumps(WRONG)
        self.assertEqual(place, {"file": "d.ndjson", "line": 2, "column": line.index('"https') + 1, "index": 1})
        [unreadable] = document["unreadable"]
        self.assertEqual(unreadable["file"], "none.json")
        self.assertEqual(
            document["summary"],
            {"files": 1, "records": 2, "valid": 1, "errors": 1, "warnings": 0, "byCode": {"is_url": 1}},
        )
        self.assertEqual(json.loads(call("--format", "json", self.ndjson("e.ndjson", FINE))[1])["findings"], [])

    def test_ndjson(self):
        self.xlsx("b.xlsx", FINE, WRONG)
        code, out, err = call("--format", "ndjson", self.csv("c.csv", WRONG), "b.xlsx")
        first, second = map(json.loads, out.splitlines())
        self.assertEqual((first["file"], first["line"], first["index"], first["code"]), ("c.csv", 2, 0, "is_url"))
        cell = f"{chr(ord('A') + list(WRONG).index('adDomain'))}3"
        self.assertEqual((second["file"], second["sheet"], second["cell"]), ("b.xlsx", "Connections", cell))
        self.assertEqual((code, err), (1, ""))

    def test_github(self):
        self.xlsx("b.xlsx", WRONG)
        code, out, err = call("--format", "github", self.ndjson("a,b:c%.ndjson", WRONG, DOUBTFUL), "b.xlsx", "none.csv")
        lines = out.splitlines()
        self.assertRegex(
            lines[0],
            r"^::error file=a%2Cb%3Ac%25\.ndjson,line=1,col=\d+,title=rejoin is_url::"
            r"adDomain: Enter the domain name only, like contoso\.com%0ASuggestion: contoso\.com%0AEverything before ://",
        )
        self.assertRegex(lines[1], r"^::warning file=a%2Cb%3Ac%25\.ndjson,line=2,")
        self.assertRegex(lines[2], r"^::error file=b\.xlsx,title=rejoin is_url::adDomain, Connections!\w+: Enter")
        self.assertRegex(lines[3], r"^::error file=none\.csv,title=rejoin::")
        self.assertEqual(lines[4:], ["3 records in 2 files: 2 errors, 1 warning"])
        self.assertIn("::error", call("--strict", "--format", "github", self.ndjson("w.ndjson", DOUBTFUL))[1])

    def test_junit(self):
        self.ndjson("d.ndjson", FINE, {**WRONG, "<&\"\x01": 1}, DOUBTFUL)
        code, out, err = call("--format", "junit", "d.ndjson", self.ndjson("e.ndjson", FINE), "none.csv")
        root = ElementTree.fromstring(out.encode())
        self.assertEqual(root.tag, "testsuites")
        suites = {suite.get("name"): suite for suite in root}
        self.assertEqual(list(suites), ["d.ndjson", "e.ndjson", "none.csv"])
        for suite in root:
            self.assertEqual(suite.tag, "testsuite")
            self.assertEqual(int(suite.get("tests")), len(suite.findall("testcase")))
            self.assertEqual(int(suite.get("failures")), len(suite.findall("testcase/failure")))
            self.assertEqual(int(suite.get("errors")), len(suite.findall("testcase/error")))
            for case in suite:
                self.assertTrue(case.get("name") and case.get("classname") and case.get("file"))
        wrong, doubtful = suites["d.ndjson"]
        self.assertEqual(wrong.get("line"), "2")
        self.assertIn("[is_url] (suggestion: contoso.com)", wrong.find("failure").text)
        self.assertEqual(doubtful.find("failure"), None)
        self.assertIn("[special_use_domain]", doubtful.find("system-out").text)
        self.assertEqual([len(case) for case in suites["e.ndjson"]], [0])
        self.assertEqual(suites["none.csv"].find("testcase/error").get("type"), "unreadable")
        self.ndjson("f.ndjson", WRONG)
        limited = ElementTree.fromstring(call("--format", "junit", "--limit", "1", "d.ndjson", "f.ndjson")[1].encode())
        self.assertEqual([suite.get("failures") for suite in limited], ["1", "1"])
        strict = ElementTree.fromstring(call("--format", "junit", "--strict", "d.ndjson")[1].encode())
        self.assertEqual(strict[0].get("failures"), "2")

    def test_sarif(self):
        self.xlsx("b.xlsx", WRONG)
        name = self.ndjson("a b%ü.ndjson", FINE, WRONG, DOUBTFUL)
        code, out, err = call("--format", "sarif", name, "b.xlsx", "none.csv", str(self.folder / "b.xlsx"))
        log = json.loads(out)
        check_sarif(log)
        [run] = log["runs"]
        first, second, third, fourth = run["results"]
        self.assertEqual([result["ruleId"] for result in run["results"]], ["is_url", "special_use_domain", "is_url", "is_url"])
        place = first["locations"][0]["physicalLocation"]
        self.assertEqual(place["artifactLocation"]["uri"], "a%20b%25%C3%BC.ndjson")
        line = json.dumps(WRONG)
        self.assertEqual(place["region"], {"startLine": 2, "startColumn": line.index('"https') + 1})
        self.assertEqual([first["level"], second["level"]], ["error", "warning"])
        self.assertTrue(third["locations"][0]["logicalLocations"][0]["fullyQualifiedName"].startswith("Connections!"))
        self.assertTrue(fourth["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].startswith("file:///"))
        self.assertFalse(run["invocations"][0]["executionSuccessful"])
        self.assertNotIn("snippet", out)
        self.assertEqual([rule["id"] for rule in run["tool"]["driver"]["rules"]], [row["code"] for row in rejoin.codes()])
        check_sarif(json.loads(call("--format", "sarif", self.ndjson("e.ndjson", FINE))[1]))

    def test_output_goes_to_a_file(self):
        self.ndjson("d.ndjson", WRONG)
        for form in formats.NAMES:
            code, out, err = call("--format", form, "--output", "found", "d.ndjson")
            self.assertEqual((code, out, err), (1, "", ""))
            self.assertEqual(Path("found").read_text("utf-8"), call("--format", form, "d.ndjson")[1])
        self.assertEqual(sorted(os.listdir()), ["d.ndjson", "found"])

    def test_limit(self):
        self.ndjson("d.ndjson", WRONG, *[{**WRONG, "adUsername": ""}] * 3)
        code, out, err = call("--limit", "2", "d.ndjson")
        self.assertEqual(out.count("[is_url]") + out.count("[required]"), 2)
        self.assertIn("5 more findings: --limit leaves them out\n", out)
        self.assertIn("4 of 4 connections have errors", out)
        self.assertEqual(len(json.loads(call("--limit", "2", "--format", "json", "d.ndjson")[1])["findings"]), 2)

    def test_stdin(self):
        text = json.dumps(WRONG).encode()
        code, out, err = ran("-q", "-", given=text, PYTHONUTF8="1")
        self.assertRegex(out, r"^[^:\n]*stdin[^:\n]*:1:\d+: error: adDomain: ")
        self.assertEqual((code, err), (1, ""))
        rows = "name;role\nEMEA;source\n".encode()
        self.assertIn("applicationId", ran("-q", "--input-format", "csv", "-", given=rows)[1])

    def test_context_and_time(self):
        Path("context.json").write_text(json.dumps({"existingNames": [FINE["name"]], "now": NOW}), "utf-8")
        self.ndjson("d.ndjson", FINE)
        self.assertIn("[name_taken]", call("-q", "--context", "context.json", "d.ndjson")[1])
        token = {**BASES["entraBulkToken"], "bulkToken": "${env:REJOIN_TEST_PASSWORD}", "bulkTokenExpiresAt": "2026-11-25T07:00:00Z"}
        self.ndjson("t.ndjson", token)
        self.assertIn("[bulk_token_expired]", call("-q", "--now", NOW, "t.ndjson")[1])
        self.assertNotIn("[bulk_token_expired]", call("-q", "--now", "2026-11-01T07:00:00Z", "t.ndjson")[1])
        # Without --now it is now.
        self.ndjson("t.ndjson", {**token, "bulkTokenExpiresAt": "2001-01-01T00:00:00Z"})
        self.assertIn("[bulk_token_expired]", call("-q", "t.ndjson")[1])
        for text in ("{", "[]", '{"nwo": 1}', '{"now": "today"}'):
            Path("context.json").write_text(text, "utf-8")
            code, out, err = call("--context", "context.json", "d.ndjson")
            self.assertEqual((code, out), (2, ""))
            self.assertTrue(err.startswith("error: --context: "), err)

    def test_secrets_that_stand_in_a_file(self):
        self.ndjson("d.ndjson", {**FINE, "adPassword": "Blue-Kettle-72"})
        code, out, err = call("-q", "d.ndjson")
        self.assertEqual((code, out.count("\n")), (0, 1))
        self.assertIn("warning: adPassword: ", out)
        self.assertEqual(call("-q", "--allow-plain-secrets", "d.ndjson"), (0, "", ""))
        self.ndjson("d.ndjson", {**FINE, "adPassword": "${env:REJOIN_NO_SUCH_VARIABLE}"})
        self.assertEqual(call("-q", "d.ndjson")[0], 1)
        self.assertEqual(call("-q", "--no-resolve", "d.ndjson"), (0, "", ""))

    def test_patterns_that_the_shell_left(self):
        self.ndjson("a1.ndjson", WRONG), self.ndjson("a2.ndjson", WRONG)
        self.assertEqual([line.split(":")[0] for line in call("-q", "a?.ndjson")[1].splitlines()], ["a1.ndjson", "a2.ndjson"])
        self.assertEqual(call("-q", "b*.ndjson")[0], 2)

    def test_a_reader_that_goes_away(self):
        self.ndjson("d.ndjson", *[WRONG] * 5000)
        command = f"{sys.executable} -m rejoin check -q d.ndjson | head -1"
        done = subprocess.run(["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}"], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr, done.stdout.count("\n")), (141, "", 1))

    @unittest.skipIf(sys.platform in ("win32", "darwin"), "names of files are Unicode here")
    def test_names_that_are_no_text(self):
        for name in (b"a\xff\x1b[2J\n.ndjson", b"none\xff.csv"):
            if name.startswith(b"a"):
                Path(os.fsdecode(name)).write_text(json.dumps(WRONG), "utf-8")
            for form in formats.NAMES:
                for more in ([], ["--output", "found"]):
                    with self.subTest((name, form, more)):
                        code, out, err = ran("--format", form, *more, os.fsdecode(name))
                        self.assertIn(code, (1, 2))
                        self.assertNotIn("Traceback", err)
                        out = out or Path("found").read_text("utf-8")
                        self.assertNotIn("\x1b", out + err)
                        if form in ("json", "sarif"):
                            json.loads(out)
                        if form == "junit":
                            ElementTree.fromstring(out.encode())

    def test_no_file_is_too_odd(self):
        texts = [
            json.dumps([FINE, WRONG]), "\n".join(map(json.dumps, (FINE, WRONG))), "name,role\nEMEA,source\n",
            "- name: EMEA\n  role: source\n",
        ]  # fmt: skip
        random = Random(7)
        for number in range(150):
            data = bytearray(random.choice(texts).encode())
            for _ in range(random.randrange(6)):
                at = random.randrange(len(data))
                data[at : at + random.randrange(4)] = random.choice([b"\0", b"\xff", b'"', b"\n", b"{", b"\x1b", b"\xef\xbb\xbf", b""])
            name = f"x.{random.choice(['json', 'ndjson', 'csv', 'yaml', 'xlsx', 'txt'])}"
            Path(name).write_bytes(data)
            code, out, err = call("--format", "json", name)
            self.assertIn(code, (0, 1, 2))
            self.assertEqual(bool(json.loads(out)["unreadable"]), code == 2)
            code, out, err = call("--format", "sarif", name)
            check_sarif(json.loads(out))
            ElementTree.fromstring(call("--format", "junit", name)[1].encode())
            self.assertEqual(call(name)[0], code)

    def test_a_narrow_encoding(self):
        self.ndjson("d.ndjson", {**WRONG, "näme": 1})
        code, out, err = ran("d.ndjson", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        self.assertEqual((code, err), (1, ""))
        self.assertIn("-> contoso.com", out)
        self.assertIn("n\\xe4me", out)


@mock.patch.dict(os.environ, {"REJOIN_TEST_PASSWORD": "Blue-Kettle-72"})
class FixTest(Folder):
    def test_suggestions_are_written_and_told(self):
        slipped = {"nam" if key == "name" else key: value for key, value in WRONG.items()}
        (self.folder / "d.json").write_text(json.dumps([FINE, slipped], indent=1), "utf-8")
        (self.folder / "d.yaml").write_text(f"# ours\n{json.dumps([FINE, slipped])}\n", "utf-8")
        self.ndjson("d.ndjson", FINE, slipped)
        self.csv("d.csv", slipped, {**slipped, "nam": "APAC"})
        for name, count in (("d.json", 2), ("d.yaml", 2), ("d.ndjson", 2), ("d.csv", 3)):
            before = Path(name).read_text("utf-8")
            with self.subTest(name):
                code, out, err = call("--fix", name)
                self.assertEqual(code, 0)
                self.assertIn("nothing to complain about", out)
                first, *lines = err.splitlines()
                self.assertEqual(first, f"{name}: {count} corrections written")
                self.assertEqual(lines.count("  nam → name"), 1)
                self.assertRegex(err, r"(?m)^  \d+:\d+ +adDomain → contoso\.com$")
                self.assertEqual(len(lines), count + 1, lines)
                after = before.replace("https://contoso.com", "contoso.com")
                after = re.sub(r"\bnam\b", "name", after)
                self.assertEqual(Path(name).read_text("utf-8"), after)
                self.assertEqual(call("--fix", name)[2], "")

    def test_corrections_that_others_make_possible_are_told(self):
        slipped = {"rol" if key == "role" else key: value for key, value in WRONG.items()}
        code, out, err = call("--fix", self.ndjson("d.ndjson", slipped))
        self.assertEqual(err, "d.ndjson: 2 corrections written\n  rol → role\n  and 1 that these made possible\n\n")
        self.assertEqual(code, 0)

    def test_what_is_left_is_reported(self):
        name = self.ndjson("d.ndjson", {**WRONG, "adUsername": ""})
        code, out, err = call("--fix", "--format", "json", name)
        self.assertEqual([finding["code"] for finding in json.loads(out)["findings"]], ["required"])
        self.assertEqual(code, 1)
        self.assertIn("1 correction written", err)
        self.ndjson("d.ndjson", {**WRONG, "adUsername": ""})
        self.assertEqual(call("--fix", "-q", name)[2], "")

    def test_many_corrections_are_told_in_part(self):
        name = self.ndjson("d.ndjson", *[WRONG] * 30)
        err = call("--fix", name)[2]
        self.assertIn("30 corrections written", err)
        self.assertEqual(err.count("adDomain"), 20)
        self.assertIn("  and 10 more: --verbose shows them\n", err)
        self.ndjson("d.ndjson", *[WRONG] * 30)
        self.assertEqual(call("--fix", "-v", name)[2].count("adDomain"), 30)

    def test_what_cannot_be_written_stays(self):
        self.xlsx("b.xlsx", WRONG)
        before = Path("b.xlsx").read_bytes()
        code, out, err = call("--fix", "b.xlsx")
        self.assertEqual((code, Path("b.xlsx").read_bytes()), (2, before))
        self.assertIn("error: b.xlsx: ", err)
        self.assertIn("[is_url]", out)
        self.assertEqual(call("--fix", "-")[0], 2)
        fine = self.ndjson("d.ndjson", FINE)
        os.utime(fine, (1, 1))
        self.assertEqual(call("--fix", fine)[0], 0)
        self.assertEqual(os.stat(fine).st_mtime, 1)

    def test_no_secret_is_told(self):
        name = self.ndjson("d.ndjson", {**WRONG, "adPassword": SECRET, "clientSecre": SECRET, "adPasword": f" {SECRET}"})
        code, out, err = call("--fix", "-v", name)
        self.assertIn("written", err)
        self.assertNotIn(SECRET, out + err)


@mock.patch.dict(os.environ, {"REJOIN_TEST_PASSWORD": "Blue-Kettle-72", "REJOIN_CANARY": f"{SECRET} "})
class SecretTest(Folder):
    """No secret is in any output, however it got into the file."""

    def drafts(self):
        for name, draft in BASES.items():
            for field in rejoin.fields():
                if field["secret"] and field["key"] in draft:
                    for value in (SECRET, f" {SECRET}", f"{SECRET}\n", f"***{SECRET}", "${env:REJOIN_CANARY}", [SECRET], f"rjcfg1{SECRET}", f"${{env:{SECRET}"):
                        yield {**draft, "name": f"{name} {field['key']}", field["key"]: value}

    def test_no_format_has_one(self):
        drafts = list(self.drafts())
        self.ndjson("d.ndjson", *drafts)
        (self.folder / "d.yaml").write_text(json.dumps(drafts), "utf-8")
        self.csv("d.csv", *drafts)
        self.xlsx("d.xlsx", *[{key: str(value) for key, value in draft.items()} for draft in drafts])
        for form in formats.NAMES:
            for more in ([], ["-v"], ["-q"], ["--no-resolve"], ["--allow-plain-secrets", "--strict"]):
                with self.subTest((form, more)):
                    code, out, err = call("--format", form, *more, "d.ndjson", "d.csv", "d.xlsx", "d.yaml")
                    self.assertEqual((code, err), (1, ""))
                    self.assertGreater(len(out), 1000)
                    self.assertNotIn(SECRET, out)

    def test_damaged_files_say_none(self):
        text = json.dumps(base(adPassword=SECRET))
        for name, data in {
            "a.json": text[:-20].encode(), "b.json": f'"{SECRET}"'.encode(), "c.json": SECRET.encode(),
            "d.csv": f"name,adPassword\n\"x,{SECRET}\n".encode(), "e.yaml": f"name: [{SECRET}\nx: {{".encode(),
            "f.xlsx": SECRET.encode(), "g.ndjson": f"{SECRET}\n{{\"adPassword\": {SECRET}}}\n".encode(),
            "h.csv": f"{SECRET}\n".encode("utf-16"), "i.json": SECRET.encode() + b"\xff",
        }.items():  # fmt: skip
            (self.folder / name).write_bytes(data)
            for form in formats.NAMES:
                with self.subTest((name, form)):
                    code, out, err = call("--format", form, name)
                    self.assertIn(code, (1, 2))
                    if name != "h.csv":
                        self.assertNotIn(SECRET, out + err)


@unittest.skipIf(terminal.pty is None, "needs a pseudo-terminal")
class ProgressTest(Folder):
    # The work here is short, so the bar comes at once.
    PROGRAM = "import sys; {}; from rejoin.cli import _progress, main; _progress.PATIENCE = 0; _progress.TICK = 0.003; sys.exit(main())"
    RICH = ("-c", PROGRAM.format("pass"))
    PLAIN = ("-c", PROGRAM.format("sys.modules['rich'] = None"))

    def setUp(self):
        super().setUp()
        fine, wrong = (json.dumps({**draft, "adPassword": "Blue-Kettle-72"}) for draft in (FINE, WRONG))
        Path("big.ndjson").write_text(f"{wrong}\n" + f"{fine}\n" * 20_000 + f"{wrong}\n", "utf-8")

    def test_long_work_shows_how_far_it_is(self):
        for name, program in (("rich", self.RICH), ("plain", self.PLAIN)):
            for columns in (80, 50):
                arguments = ("check", "big.ndjson", "--allow-plain-secrets")
                with self.subTest((name, columns)):
                    with terminal.Terminal(*arguments, columns=columns, program=program) as shown:
                        self.assertEqual(shown.end(), 1)
                    text = shown.shown()
                    self.assertRegex(text, r"big\.ndjson .*%.* [\d,]+ re")
                    self.assertIn("2 of 20,002 connections have errors", text)
                    self.assertEqual(text.count("[is_url]"), 2)
                    # The bar has gone when the last word is said, and a line of it never takes two.
                    self.assertNotIn("%", text.splitlines()[-1])
                    for line in re.split("[\r\n]", text):
                        self.assertLessEqual(len(line), columns)
                    # The findings stand on lines of their own.
                    self.assertRegex(text, r"(?m)(^|\r) *1:\d+ +error    adDomain")

    def test_quiet_shows_none(self):
        with terminal.Terminal("check", "-q", "big.ndjson", "--allow-plain-secrets", program=self.RICH) as shown:
            self.assertEqual(shown.end(), 1)
        self.assertEqual(len(shown.shown().splitlines()), 2)

    def test_ctrl_c_ends_it_and_leaves_the_terminal_as_it_was(self):
        for program in (self.RICH, self.PLAIN):
            with terminal.Terminal("check", "-", program=program) as shown:
                shown.expect("0 records")
                shown.press("\x03")
                self.assertEqual(shown.end(), 130)
                self.assertNotIn("Traceback", shown.text)
                self.assertEqual(shown.text.count("\x1b[?25l"), shown.text.count("\x1b[?25h"))

    def test_pipes_show_nothing(self):
        code, out, err = ran("big.ndjson", "--allow-plain-secrets")
        self.assertEqual((code, err), (1, ""))
        self.assertNotIn("records", out)


def check_sarif(log):
    """What SARIF 2.1.0 asks of a log, of the parts that are used here (sections 3.13 to 3.58)."""

    def only(thing, required, optional=()):
        assert isinstance(thing, dict), thing
        assert set(required) <= set(thing) <= {*required, *optional}, thing

    def text(message):
        only(message, ["text"])
        assert isinstance(message["text"], str) and message["text"]

    def location(place):
        only(place, ["physicalLocation"], ["logicalLocations"])
        only(place["physicalLocation"], ["artifactLocation"], ["region"])
        only(place["physicalLocation"]["artifactLocation"], ["uri"])
        uri = place["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"(file:///)?[A-Za-z0-9%/._~:-]+", uri), uri
        if "region" in place["physicalLocation"]:
            region = place["physicalLocation"]["region"]
            only(region, ["startLine"], ["startColumn"])
            assert all(type(number) is int and number >= 1 for number in region.values())
        for logical in place.get("logicalLocations", []):
            only(logical, ["name", "fullyQualifiedName"])

    only(log, ["$schema", "version", "runs"])
    assert log["version"] == "2.1.0"
    for run in log["runs"]:
        only(run, ["tool", "columnKind", "results", "invocations"])
        assert run["columnKind"] == "unicodeCodePoints"
        only(run["tool"], ["driver"])
        driver = run["tool"]["driver"]
        only(driver, ["name", "version", "semanticVersion", "rules"])
        ids = [rule["id"] for rule in driver["rules"]]
        assert len(ids) == len(set(ids))
        for rule in driver["rules"]:
            only(rule, ["id", "shortDescription", "help", "defaultConfiguration"])
            text(rule["shortDescription"]), text(rule["help"])
            only(rule["defaultConfiguration"], ["level"])
            assert rule["defaultConfiguration"]["level"] in ("none", "note", "warning", "error")
        for result in run["results"]:
            only(result, ["ruleId", "ruleIndex", "level", "message", "locations", "properties"])
            assert ids[result["ruleIndex"]] == result["ruleId"]
            assert result["level"] in ("warning", "error")
            text(result["message"])
            assert len(result["locations"]) == 1
            location(result["locations"][0])
        for invocation in run["invocations"]:
            only(invocation, ["executionSuccessful"], ["toolExecutionNotifications"])
            assert type(invocation["executionSuccessful"]) is bool
            for notification in invocation.get("toolExecutionNotifications", []):
                only(notification, ["level", "message", "locations"])
                text(notification["message"])
                location(notification["locations"][0])


class HookTest(unittest.TestCase):
    """`.pre-commit-hooks.yaml`, by which pre-commit finds the command."""

    def test_the_hook_is_right(self):
        lines = (PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8").splitlines()
        pairs = dict(re.fullmatch(r"(?:- |  )(\w+): (.*)", line).groups() for line in lines if not line.lstrip().startswith("#"))
        self.assertEqual(set(pairs), {"id", "name", "description", "entry", "language", "files"})
        self.assertEqual((pairs["id"], pairs["language"]), ("rejoin-check", "system"))
        program, *words = pairs["entry"].split()
        self.assertEqual(program, "rejoin")
        cli.parser().parse_args([*words, "connections.csv"])
        from rejoin.cli.check import INPUT_FORMATS

        for extension in (*INPUT_FORMATS, "yml", "jsonl"):
            for name in (f"connections.{extension}", f"deploy/connection-emea.{extension}"):
                self.assertRegex(name, pairs["files"])
        for name in ("package.json", "connections.md", "my-connections/readme.yaml"):
            self.assertNotRegex(name, pairs["files"])


if __name__ == "__main__":
    unittest.main()
