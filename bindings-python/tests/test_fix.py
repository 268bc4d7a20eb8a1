"""Corrections in files: what is replaced, and that nothing else is."""

import io
import json
import os
import stat
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import rejoin
from books import book
from drafts import SECRET, base


class FixTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def fix(self, name, text, expected, fixed, **options):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        result = rejoin.fix_file(path, **options)
        self.assertEqual(path.read_bytes(), expected if isinstance(expected, bytes) else expected.encode())
        self.assertEqual(result.fixed, fixed)
        self.assertEqual(os.listdir(self.folder), [name])
        path.unlink()
        return result

    def test_json(self):
        draft = base("activeDirectoryOnline")
        text = '\ufeff{ "nm\\u0061e" :"x",\r\n\t"role":"sourc" , "Tenant" : [1, {"a": "\\u00e9"}],"rejoinMethod": "bulktoken"}\n\n'
        fixed = '\ufeff{ "name" :"x",\r\n\t"role":"source" , "tenant" : [1, {"a": "\\u00e9"}],"rejoinMethod": "bulktoken"}\n\n'
        self.fix("a.json", text, fixed, 3)
        draft["adDomain"] = "https://contoso.com/a"
        for indent in (None, 1):
            good = {**draft, "adDomain": "contoso.com"}
            text = json.dumps([draft, 3, base(), draft], indent=indent)
            expected = json.dumps([good, 3, base(), good], indent=indent)
            self.assertEqual(self.fix("a.json", text, expected, 2).left, 1)

    def test_ndjson(self):
        lines = [json.dumps(base("activeDirectoryOnline", adDomain=domain)) for domain in ("DC=contoso,DC=com", "contoso.com")]
        text = f"{lines[0]}\r\n\n?{lines[0]}\n  {lines[1]}  \n{lines[0]}"
        good = lines[0].replace("DC=contoso,DC=com", "contoso.com")
        self.assertEqual(self.fix("a.ndjson", text, f"{good}\r\n\n?{lines[0]}\n  {lines[1]}  \n{good}", 2).left, 1)

    def test_what_follows_a_malformed_place_stays_as_it_is(self):
        text = '[{"nmae": "a"}, ?, {"nmae": "b"}]'
        self.fix("a.json", text, text.replace("nmae", "name", 1), 1)

    def test_values_have_the_type_that_is_wanted(self):
        text = json.dumps(base("entraBulkToken", bulkTokenLifetimeDays=" 30 "))
        self.assertEqual(self.fix("a.json", text, text.replace('" 30 "', "30"), 1).left, 0)
        self.fix("a.yaml", text, text.replace('" 30 "', "30"), 1)

    def test_a_correction_may_make_another_possible(self):
        self.fix("a.json", '{"rol": "sourc"}', '{"role": "source"}', 2)
        self.fix("a.yaml", "rol: sourc\n", "role: source\n", 2)
        self.fix("a.csv", "name,rol\na,sourc\n", "name,role\na,source\n", 2)

    def test_names_are_given_only_once(self):
        for text in ('{"name": "a", "nmae": "b"}', '{"nmae": "a", "nmae": "b"}', '{"nmae": 1, "nmae": 2, "name": 3}'):
            self.fix("a.json", text, text, 0)
        self.fix("a.json", '{"anme": "a", "nmae": "b"}', '{"name": "a", "nmae": "b"}', 1)
        self.fix("a.csv", "role,anme,nmae\nb,c,d\n", "role,name,nmae\nb,c,d\n", 1)
        self.fix("a.csv", "Connection name,nmae\na,b\n", "Connection name,nmae\na,b\n", 0)
        self.fix("a.yaml", "anme: a\nnmae: b\n", "name: a\nnmae: b\n", 1)
        self.fix("a.yaml", "name: a\nnmae: b\n", "name: a\nnmae: b\n", 0)
        self.fix("a.yaml", "nmae: a\nnmae: b\n", "nmae: a\nnmae: b\n", 0)

    def test_csv(self):
        text = (
            '\ufeff\r\n"name";Role;adUsername;Notes\r\n'
            'x;sourc;"a ""b"\r\n;;;\n'
            '"y\r\n";"sourc"; a/b ;";"\n'
            "z;source;;"
        )
        fixed = (
            '\ufeff\r\n"name";role;adUsername;Notes\r\n'
            'x;source;"a ""b"\r\n;;;\n'
            '"y\r\n";"source"; a/b ;";"\n'
            "z;source;;"
        )
        # A label may be written in any case, a key may not.
        self.fix("a.csv", text, fixed, 3)
        self.fix("a.csv", "sep=|\nname|rol\nx|sourc", "sep=|\nname|role\nx|source", 2)
        self.fix("a.csv", 'name,role\n"x,sourc\ny,sourc', 'name,role\n"x,sourc\ny,source', 1)

    def test_csv_quotes_what_needs_it(self):
        header = ",".join(base("activeDirectoryOnline"))
        row = ",".join({**base("activeDirectoryOnline"), "adUsername": "a/b"}.values())
        self.fix("a.csv", f"{header}\n{row}\n", f"{header}\n{row}\n".replace("a/b", "a\\b"), 1)

    def test_bytes_that_are_no_text_stay(self):
        self.fix("a.csv", b"n\xfcme,rol,type\nZ\xfcrich,sourc\nb,sourc", b"name,role,type\nZ\xfcrich,source\nb,source", 4)
        self.fix("a.ndjson", b'{"name":"\xfc","role":"sourc"}\n{"role":"sourc"}', b'{"name":"\xfc","role":"sourc"}\n{"role":"source"}', 1)
        with self.assertRaisesRegex(rejoin.FileError, "no UTF-8"):
            self.fix("a.yaml", b"name: \xfc", b"", 0)

    def test_utf_16(self):
        text = "name\trole\r\né😀\tsourc\r\n"
        for encoding, mark in (("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
            with self.subTest(encoding=encoding):
                data = mark + text.encode(encoding)
                self.fix("a.csv", data, mark + text.replace("sourc", "source").encode(encoding), 1)
        with self.assertRaisesRegex(rejoin.FileError, "no good UTF-16"):
            self.fix("a.csv", b"\xff\xfe" + text.encode("utf-16-le") + b"\x00\xd8a\x00", b"", 0)

    def test_yaml(self):
        text = (
            "# all of them\n"
            "- &a   # first\n"
            "  nmae : é\n"
            "  role: 'sourc'   # so\n"
            '  "tenat": "x"\n'
            "  rejoinMethod: >-\n"
            "    bulktoken\n"
            "- {'rol':\"sourc\",\"nmae\":a}\n"
            "- <<: *a\n"
            "  name: é\n"
            "---\n"
            "adUsername: contoso/é: #\n"
        )
        expected = (
            text.replace("nmae :", "name :").replace("'sourc'", "'source'").replace('"tenat"', '"tenant"')
            .replace("'rol':\"sourc\",\"nmae\"", '"role":"source","name"')
        )
        self.fix("a.yaml", text, expected, 6)
        self.fix("a.yml", "\ufeffrole: sourc\r\n", "\ufeffrole: source\r\n", 1)

    def test_yaml_values_are_read_as_they_were_meant(self):
        draft = base("activeDirectoryOnline")
        for written in ("contoso/svc", "'contoso/svc'", '"contoso/svc"', "contoso/s v#c", "contoso/é"):
            lines = [f"{key}: {json.dumps(value)}" for key, value in draft.items() if key != "adUsername"]
            path = self.folder / "a.yaml"
            path.write_text("\n".join([*lines, f"adUsername: {written} # x"]), "utf-8")
            self.assertEqual(rejoin.fix_file(path).fixed, 1, written)
            [record] = rejoin.validate_file(path)
            self.assertEqual(record.connection["adUsername"], written.strip("'\"").replace("/", "\\"))

    def test_secrets_and_references_stay(self):
        secrets = base("activeDirectoryOnline", adPassword=f" {SECRET}*** ", adDomain="https://contoso.com")
        text = json.dumps(secrets)
        self.fix("a.json", text, text.replace("https://", ""), 1)
        with mock.patch.dict(os.environ, REJOIN_TEST=SECRET):
            for value in ("${env:REJOIN_TEST}", "${env:REJOIN_TEST_NONE}", "op://a"):
                text = json.dumps({**secrets, "adPassword": value})
                self.assertEqual(self.fix("a.json", text, text.replace("https://", ""), 1).left, 0)

    def test_a_context(self):
        text = json.dumps(base("activeDirectoryOnline"))
        self.assertEqual(self.fix("a.json", text, text, 0, context={"existingNames": [base("activeDirectoryOnline")["name"]]}).left, 1)

    def test_a_file_of_several_parts(self):
        lines = [json.dumps(base("activeDirectoryOnline", name=str(n), adDomain="https://contoso.com")) for n in range(5000)]
        text = "\n".join(lines)
        self.assertEqual(self.fix("a.ndjson", text, text.replace("https://", ""), 5000).left, 0)
        header = ",".join(base("activeDirectoryOnline")).replace("role", "rol", 1)
        rows = [",".join({**base("activeDirectoryOnline"), "name": str(n), "role": "destinatio"}.values()) for n in range(5000)]
        text = "\r\n".join([header, *rows, ""])
        expected = text.replace("rol,", "role,", 1).replace("destinatio,", "destination,")
        self.assertEqual(self.fix("a.csv", text, expected, 5001).left, 0)


class PlaceTest(unittest.TestCase):
    """Where it is written, and what becomes of the file that was there."""

    TEXT, FIXED = '{"rol": "source"}', '{"role": "source"}'

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.path = self.folder / "a.json"
        self.path.write_text(self.TEXT)

    def test_another_file(self):
        other = self.folder / "b"
        for text, fixed in ((self.TEXT, 1), (self.FIXED, 0)):
            self.path.write_text(text)
            self.assertEqual(rejoin.fix_file(str(self.path), to=other).fixed, fixed)
            self.assertEqual((self.path.read_text(), other.read_text()), (text, self.FIXED))
        with self.assertRaisesRegex(rejoin.FileError, "no such file"):
            rejoin.fix_file(self.path, to=self.folder / "none" / "b")

    def test_nothing_to_correct_is_nothing_to_write(self):
        self.path.write_text(self.FIXED)
        os.utime(self.path, ns=(1, 1))
        inode = self.path.stat().st_ino
        self.assertEqual(rejoin.fix_file(self.path).fixed, 0)
        self.assertEqual((self.path.stat().st_mtime_ns, self.path.stat().st_ino), (1, inode))
        self.assertEqual(os.listdir(self.folder), ["a.json"])

    @unittest.skipIf(os.name == "nt", "modes and links are other things there")
    def test_mode_and_link_stay(self):
        self.path.chmod(0o640)
        link = self.folder / "link.json"
        link.symlink_to("a.json")
        self.assertEqual(rejoin.fix_file(link).fixed, 1)
        self.assertTrue(link.is_symlink())
        self.assertEqual((self.path.read_text(), stat.S_IMODE(self.path.stat().st_mode)), (self.FIXED, 0o640))

    def test_a_file_that_is_written_meanwhile_is_left_alone(self):
        # The context is read after the source was opened, and so may write to it.
        class Context(dict):
            def __iter__(inner):
                self.path.write_text(self.TEXT + " ")
                return super().__iter__()

        with self.assertRaisesRegex(rejoin.FileError, "somebody else has written"):
            rejoin.fix_file(self.path, Context(now=None))
        self.assertEqual(self.path.read_text(), self.TEXT + " ")
        self.assertEqual(os.listdir(self.folder), ["a.json"])

    def test_what_is_not_corrected(self):
        excel = self.folder / "a.xlsx"
        excel.write_bytes(book({"s": [["name", "rol"], ["a", "b"]]}))
        with self.assertRaisesRegex(rejoin.FileError, "Excel"):
            rejoin.fix_file(excel)
        with self.assertRaisesRegex(rejoin.FileError, "no such file"):
            rejoin.fix_file(self.folder / "none.json")
        for source in (io.BytesIO(), None, 3):
            with self.assertRaises(TypeError):
                rejoin.fix_file(source)
        with self.assertRaises(ValueError):
            rejoin.fix_file(self.path, {"nwo": 1})
        self.assertEqual(self.path.read_text(), self.TEXT)

    def test_a_result(self):
        result = rejoin.fix_file(self.path)
        self.assertEqual(repr(result), f"FixResult(fixed=1, left={result.left})")
        again = rejoin.fix_file(self.path)
        self.assertEqual((again.fixed, again.left), (0, result.left))
        self.assertEqual(again, rejoin.fix_file(self.path))
        self.assertNotEqual(again, result)
        self.assertEqual(len({again, rejoin.fix_file(self.path)}), 1)


if __name__ == "__main__":
    unittest.main()
