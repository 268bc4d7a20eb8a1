"""Reports, issues, and the exception made of them."""

import copy
import json
import pickle
import unittest

import rejoin
from drafts import base, codes


def bad():
    return rejoin.validate(base(name="", applicationId="7c9e4b1a", clientSecret=" Zk4vT9qLw2Xr7Bn5Yc8Hd3Ms6P"))


class ReportTest(unittest.TestCase):
    def test_a_good_one(self):
        report = rejoin.validate(base())
        self.assertTrue(report)
        self.assertIs(report.valid, True)
        self.assertEqual(report.issues, [])
        self.assertEqual(report.connection, base())
        self.assertEqual(list(report.connection), list(base()))
        self.assertIs(report.raise_for_errors(), report)

    def test_a_bad_one(self):
        report = bad()
        self.assertFalse(report)
        self.assertIsNone(report.connection)
        self.assertEqual(codes(report), ["required", "guid_malformed", "edge_whitespace"])

    def test_it_is_data(self):
        for report in (rejoin.validate(base()), bad()):
            data = report.to_dict()
            self.assertEqual(list(data), ["valid", "connection", "issues"])
            self.assertEqual(data["issues"], [issue.to_dict() for issue in report.issues])
            self.assertEqual(json.loads(json.dumps(data)), data)

    def test_equality(self):
        self.assertEqual(bad(), bad())
        self.assertNotEqual(bad(), rejoin.validate(base()))
        self.assertNotEqual(rejoin.validate(base()), rejoin.validate(base(name="other")))
        self.assertNotEqual(bad(), 5)

    def test_it_cannot_be_changed(self):
        report = rejoin.validate(base())
        for name in ("valid", "connection", "issues", "more"):
            with self.assertRaises(AttributeError):
                setattr(report, name, None)
        report.connection.clear()
        self.assertEqual(report.connection, base())

    def test_copies(self):
        report = rejoin.validate(base())
        self.assertIs(copy.copy(report), report)
        self.assertIs(copy.deepcopy([report])[0], report)


class IssueTest(unittest.TestCase):
    def test_its_members(self):
        issue = bad().issues[0]
        self.assertEqual((issue.field, issue.code, issue.severity, issue.params, issue.suggestion), ("name", "required", "error", {}, None))
        self.assertEqual(repr(issue), "Issue(field='name', code='required', severity='error')")
        typo = rejoin.validate({"role": "sourc"}).issues[-1]
        self.assertEqual(typo.params, {"choices": ["source", "destination"]})
        self.assertEqual(typo.suggestion, "source")
        for suggestion, draft in ((True, base(connectEntraId="true")), (30, base("entraBulkToken", bulkTokenLifetimeDays="30"))):
            found = [issue.suggestion for issue in rejoin.validate(draft).issues if issue.code == "wrong_type"]
            self.assertEqual(found, [suggestion])
            self.assertIs(type(found[0]), type(suggestion))

    def test_what_is_absent(self):
        for issue in bad().issues:
            data = issue.to_dict()
            self.assertEqual("suggestion" in data, issue.suggestion is not None)
            self.assertEqual("help" in data, issue.help is not None)
            self.assertTrue(issue.help is None or issue.help)

    def test_equality_copies_and_pickles(self):
        issues = bad().issues + rejoin.validate({"role": "sourc", "nmae": 1}).issues
        again = bad().issues + rejoin.validate({"role": "sourc", "nmae": 1}).issues
        self.assertEqual(issues, again)
        self.assertEqual(len(set(issues + again)), len(set(issues)))
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            self.assertEqual(pickle.loads(pickle.dumps(issues, protocol)), issues)
        self.assertEqual(copy.deepcopy(issues), issues)


class ValidationErrorTest(unittest.TestCase):
    def raised(self):
        with self.assertRaises(rejoin.ValidationError) as caught:
            bad().raise_for_errors()
        return caught.exception

    def test_what_it_has(self):
        error = self.raised()
        self.assertIsInstance(error, ValueError)
        self.assertEqual(error.report, bad())
        self.assertEqual(error.issues, bad().issues)

    def test_it_reads_well(self):
        lines = str(self.raised()).splitlines()
        self.assertEqual(lines[0], "2 errors, 1 warning")
        self.assertEqual(lines[1], f"  name: {bad().issues[0].message}")
        self.assertTrue(lines[3].endswith(" (warning)"))
        self.assertEqual(len(lines), 4)
        with self.assertRaises(rejoin.ValidationError) as caught:
            rejoin.validate_json("[]").raise_for_errors()
        self.assertRegex(str(caught.exception), r"\A1 error\n  [A-Z]")

    def test_it_is_pickled_without_the_report(self):
        error = pickle.loads(pickle.dumps(self.raised()))
        self.assertEqual(str(error), str(self.raised()))
        self.assertEqual(error.issues, bad().issues)
        self.assertIsNone(error.report)


if __name__ == "__main__":
    unittest.main()
