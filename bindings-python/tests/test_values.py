"""Every kind of value and of mapping that Python has, as a draft."""

import collections
import enum
import sys
import types
import unittest
from collections.abc import Mapping
from decimal import Decimal

import rejoin
from drafts import SECRET, base, codes


def wrong_type(field, value):
    issues = [issue for issue in rejoin.validate(base("entraBulkToken", **{field: value})).issues if issue.field == field]
    return [issue.params["expected"] for issue in issues if issue.code == "wrong_type"]


class Text(str):
    """A str whose methods lie."""

    def __str__(self):
        return "lie"

    def __len__(self):
        return 0

    def __eq__(self, other):
        raise RuntimeError(SECRET)

    def __hash__(self):
        return super().__hash__()

    def encode(self, *_):
        return b"lie"


class Choice(str, enum.Enum):
    SOURCE = "source"


class Plain(enum.Enum):
    SOURCE = "source"


class Number(enum.IntEnum):
    THIRTY = 30


class Indexed:
    def __index__(self):
        return 30


class Unprintable:
    def __repr__(self):
        raise RuntimeError(SECRET)

    __str__ = __repr__


class Classless:
    @property
    def __class__(self):
        raise RuntimeError(SECRET)


class ValueTest(unittest.TestCase):
    def test_integers(self):
        for value in (30, 30.0, Number.THIRTY, -0.0 + 30):
            with self.subTest(value=value):
                report = rejoin.validate(base("entraBulkToken", bulkTokenLifetimeDays=value))
                self.assertEqual(report.connection["bulkTokenLifetimeDays"], 30)
                self.assertIs(type(report.connection["bulkTokenLifetimeDays"]), int)

    def test_what_is_no_integer(self):
        odd = [True, False, 30.5, float("nan"), float("inf"), Decimal(30), Indexed(), 30j, 2**53, -(2**53), 2**64, 10**5000]
        for value in [*odd, [30], {}, b"30", object()]:
            with self.subTest(type=type(value)):
                self.assertEqual(wrong_type("bulkTokenLifetimeDays", value), ["integer"])
        self.assertEqual(wrong_type("bulkTokenLifetimeDays", 2**53 - 1), [])

    def test_what_is_no_text(self):
        for value in (1, 1.0, True, b"x", bytearray(b"x"), memoryview(b"x"), [], {}, ("x",), Plain.SOURCE, Unprintable()):
            with self.subTest(type=type(value)):
                self.assertEqual(wrong_type("name", value), ["text"])

    def test_what_is_no_boolean(self):
        for value in (1, 0, 1.0, "true", [], Indexed()):
            with self.subTest(value=type(value)):
                report = rejoin.validate(base(connectEntraId=value))
                self.assertEqual(codes(report, "connectEntraId"), ["wrong_type"])
        self.assertIs(rejoin.validate(base(connectEntraId=True)).connection["connectEntraId"], True)

    def test_nothing(self):
        for value in (None, ""):
            self.assertEqual(codes(rejoin.validate(base(name=value)), "name"), ["required"])

    def test_texts_of_other_classes_count_by_their_data(self):
        self.assertEqual(rejoin.validate(base(name=Text("EMEA"))).connection["name"], "EMEA")
        self.assertEqual(rejoin.validate(base(role=Choice.SOURCE)).connection["role"], "source")
        self.assertIs(type(rejoin.validate(base(name=Text("EMEA"))).connection["name"]), str)
        self.assertTrue(rejoin.validate({Text(key): value for key, value in base().items()}))

    def test_lone_surrogates(self):
        for value in ("\ud800", "a\udcffb", "\udfff\ud800", "\ud83d\ude00"):
            with self.subTest(value=ascii(value)):
                for field in ("name", "clientSecret", "applicationId"):
                    self.assertEqual(codes(rejoin.validate(base(**{field: value})), field), ["malformed_text"])
                unknown = rejoin.validate({**base(), "x" + value: 1}).issues[-1]
                self.assertEqual(unknown.field, "x" + "".join(c if c < "\ud800" else "\ufffd" for c in value))

    def test_a_long_text_is_no_trouble(self):
        self.assertEqual(codes(rejoin.validate(base(name="x" * 10**7)), "name"), ["too_long"])


class LyingDict(dict):
    """Its methods say something else than what it holds."""

    def __getitem__(self, key):
        return super().__getitem__(key)[-1]


class Broken(Mapping):
    """Reading one member raises, or all of them do."""

    def __init__(self, error, everything=False):
        self.error, self.everything = error, everything

    def __getitem__(self, key):
        if self.everything or key == "name":
            raise self.error
        return base()[key]

    def __iter__(self):
        if self.everything:
            raise self.error
        return iter(base())

    def __len__(self):
        return len(base())


class Endless(Mapping):
    def __getitem__(self, key):
        return "x"

    def __iter__(self):
        while True:
            yield "name"

    def __len__(self):
        return 3


class MappingTest(unittest.TestCase):
    def test_mappings_of_all_kinds(self):
        default = collections.defaultdict(list, base())
        for draft in (
            collections.OrderedDict(base()),
            default,
            types.MappingProxyType(base()),
            collections.ChainMap({}, base()),
            collections.UserDict(base()),
            LyingDict({key: ["other", value] for key, value in base().items()}),
        ):
            with self.subTest(type=type(draft)):
                self.assertTrue(rejoin.validate(draft))
        self.assertEqual(len(default), len(base()))

    def test_no_mapping(self):
        pair = collections.namedtuple("Pair", "name role")("a", "b")
        for draft in (None, 5, "x", b"x", [], [("name", "x")], (), set(), object(), dict, pair, Classless(), Unprintable()):
            with self.subTest(type=type(draft)):
                with self.assertRaises(TypeError) as caught:
                    rejoin.validate(draft)
                self.assertNotIn(SECRET, str(caught.exception))
                self.assertIsNone(caught.exception.__cause__)

    def test_calls_that_are_wrong(self):
        for call in (lambda: rejoin.validate(), lambda: rejoin.validate({}, None, None), lambda: rejoin.validate({}, x=SECRET)):
            with self.assertRaises(TypeError) as caught:
                call()
            self.assertNotIn(SECRET, str(caught.exception))

    def test_keys_that_are_no_text(self):
        class Named:
            def __str__(self):
                return "name"

        odd = {1: "x", None: "x", b"name": "x", ("a",): "x", Named(): "x", Unprintable(): "x", 10**5000: "x"}
        report = rejoin.validate({**base(), **odd})
        unknown = {issue.field: issue.suggestion for issue in report.issues if issue.code == "unknown_field"}
        self.assertEqual(len(unknown), len(odd))
        self.assertEqual(unknown["name"], "name")
        for name in ("1", "None", "b'name'", "('a',)", "Unprintable"):
            self.assertIn(name, unknown)

    def test_a_member_that_cannot_be_read_is_of_a_wrong_type(self):
        self.assertEqual(codes(rejoin.validate(Broken(RuntimeError(SECRET)))), ["wrong_type"])

    def test_a_mapping_that_cannot_be_read_is_no_object(self):
        self.assertEqual(codes(rejoin.validate(Broken(RuntimeError(SECRET), everything=True))), ["not_an_object"])

    def test_what_ends_a_program_is_let_through(self):
        for everything in (False, True):
            with self.assertRaises(KeyboardInterrupt):
                rejoin.validate(Broken(KeyboardInterrupt(), everything))

    def test_a_mapping_without_an_end(self):
        self.assertIn("required", codes(rejoin.validate(Endless())))

    def test_a_draft_that_holds_itself(self):
        draft = base()
        draft["name"] = draft
        self.assertEqual(codes(rejoin.validate(draft), "name"), ["wrong_type"])

    def test_many_keys(self):
        self.assertEqual(len(rejoin.validate({f"key {n}": None for n in range(2000)}).issues), 2003)

    def test_a_draft_is_left_as_it_is(self):
        draft = base()
        counts = [sys.getrefcount(value) for value in draft.values()]
        for _ in range(1000):
            rejoin.validate(draft)
        self.assertEqual(draft, base())
        self.assertEqual([sys.getrefcount(value) for value in draft.values()], counts)


class JsonTest(unittest.TestCase):
    def test_all_that_holds_text(self):
        for text in ('{"name": 1}', b'{"name": 1}', bytearray(b'{"name": 1}'), memoryview(b'{"name": 1}'), Text('{"name": 1}')):
            with self.subTest(type=type(text)):
                self.assertEqual(codes(rejoin.validate_json(text), "name"), ["wrong_type"])
        self.assertEqual(codes(rejoin.validate_json(memoryview(b"}1 :\"eman\"{")[::-1]), "name"), ["wrong_type"])

    def test_surrogates_and_bytes_that_are_no_text(self):
        self.assertEqual(codes(rejoin.validate_json('{"name": "\ud800"}'), "name"), ["malformed_text"])
        self.assertEqual(codes(rejoin.validate_json(b'{"name": "\xff"}')), ["malformed_json"])

    def test_what_is_no_text(self):
        for value in (None, {}, [], 5, base()):
            with self.assertRaises(TypeError):
                rejoin.validate_json(value)

    def test_a_large_text(self):
        self.assertEqual(codes(rejoin.validate_json(b'{"name": "' + b"x" * 10**6 + b'"}'), "name"), ["too_long"])


class ContextTest(unittest.TestCase):
    def test_what_python_has_for_a_list_and_for_a_time(self):
        from datetime import datetime, timedelta, timezone

        for names in (["a"], ("a",), {"a"}, frozenset("a"), {"a": 1}.keys(), collections.deque("a")):
            with self.subTest(type=type(names)):
                self.assertEqual(codes(rejoin.validate(base(name="A"), {"existingNames": names})), ["name_taken"])
        draft = base("entraBulkToken", bulkTokenExpiresAt="2030-01-01T00:00:00Z")
        for hours, expected in ((-48, ["bulk_token_expires_soon"]), (0, ["bulk_token_expired"])):
            now = datetime(2030, 1, 1, 2, tzinfo=timezone(timedelta(hours=2))) + timedelta(hours=hours)
            self.assertEqual(codes(rejoin.validate(draft, {"now": now})), expected)

    def test_mistakes(self):
        from datetime import datetime

        for context in ({"nwo": 1}, {"now": "today"}, {"now": datetime(2030, 1, 1)}, {"existingNames": "a"}, {1: 2}):
            with self.subTest(context=context), self.assertRaises(ValueError):
                rejoin.validate({}, context)
        for context in (5, "x", [], [("now", None)], b""):
            with self.subTest(context=context), self.assertRaises(TypeError):
                rejoin.validate({}, context)

    def test_a_context_that_holds_itself(self):
        names = []
        names.extend([names, names])
        with self.assertRaises(ValueError):
            rejoin.validate({}, {"existingNames": names})
        tenant = {"id": "1", "domain": "contoso.com"}
        tenant["more"] = [tenant, tenant]
        self.assertTrue(rejoin.validate(base(), {"tenants": [tenant]}))

    def test_a_deep_context(self):
        deep = []
        for _ in range(100_000):
            deep = [deep]
        self.assertTrue(rejoin.validate(base(), {"tenants": [{"id": "1", "domain": "a.com", "more": deep}]}))
        while deep:
            deep = deep.pop()

    def test_nothing_is_no_mistake(self):
        self.assertTrue(rejoin.validate(base(), {"now": None, "tenants": None}))
        self.assertTrue(rejoin.validate(base(), None))


if __name__ == "__main__":
    unittest.main()
