"""Batches: every source of records, what streams, and what is counted."""

import io
import json
import threading
import unittest

import rejoin
from drafts import base, codes

LINES = [json.dumps(base()), "", '{"name": "x"}', "[]", '{"name": ', json.dumps(base(name="é \u2013 日"), ensure_ascii=False)]
TEXT = "\n".join(LINES) + "\n"
EXPECTED = [(0, 1, []), (1, 3, ["required"] * 2), (2, 4, ["not_an_object"]), (3, 5, ["malformed_json"]), (4, 6, ["non_ascii"])]


def seen(batch):
    return [(record.index, record.line, codes(record)) for record in batch]


class Pieces:
    """A file that gives a few characters at a time, whatever it is asked for."""

    def __init__(self, text, size=3):
        self.text, self.size = text, size

    def read(self, size):
        piece, self.text = self.text[: self.size], self.text[self.size :]
        return piece


class BatchTest(unittest.TestCase):
    def test_all_that_holds_text(self):
        expected = seen(rejoin.validate_batch(TEXT))
        self.assertEqual([record[:2] for record in expected], [record[:2] for record in EXPECTED])
        self.assertEqual([record[2] for record in expected[:4]], [record[2] for record in EXPECTED[:4]])
        data = TEXT.encode()
        for drafts in (
            data,
            bytearray(data),
            memoryview(data),
            b"\xef\xbb\xbf" + data,
            io.BytesIO(data),
            io.StringIO(TEXT),
            Pieces(data),
            Pieces(TEXT),
        ):
            with self.subTest(type=type(drafts)):
                self.assertEqual(seen(rejoin.validate_batch(drafts)), expected)

    def test_an_array(self):
        batch = rejoin.validate_batch(json.dumps([base(), 3, {}]))
        self.assertEqual([len(record.issues) for record in batch], [0, 1, 3])

    def test_mappings(self):
        batch = rejoin.validate_batch(iter([base(), None, {}, "x", b"{}", [], 5]))
        self.assertEqual(
            seen(batch),
            [(0, None, []), (1, None, ["not_an_object"]), (2, None, ["required"] * 3)]
            + [(index, None, ["not_an_object"]) for index in range(3, 7)],
        )

    def test_a_record(self):
        record = next(rejoin.validate_batch([base()]))
        self.assertTrue(record)
        self.assertEqual((record.index, record.line, record.valid, record.issues), (0, None, True, []))
        self.assertEqual(record.connection, base())
        self.assertEqual(record.report, rejoin.validate(base()))
        self.assertEqual(record, next(rejoin.validate_batch([base()])))
        self.assertNotEqual(record, next(rejoin.validate_batch([{}])))
        self.assertEqual(repr(record), "Record(index=0, line=None, valid=True, issues=0)")

    def test_the_summary_counts_what_was_given(self):
        batch = rejoin.validate_batch([base(), {}, {}])
        empty = {"records": 0, "valid": 0, "errors": 0, "warnings": 0, "byCode": {}}
        self.assertEqual(batch.summary, empty)
        next(batch)
        next(batch)
        self.assertEqual(batch.summary, {"records": 2, "valid": 1, "errors": 3, "warnings": 0, "byCode": {"required": 3}})
        self.assertEqual(len(list(batch)), 1)
        self.assertEqual(batch.summary["records"], 3)
        self.assertEqual(list(batch), [])

    def test_a_context(self):
        batch = rejoin.validate_batch([base(name="a"), base(name="b")], {"existingNames": ["b"]})
        self.assertEqual([codes(record) for record in batch], [[], ["name_taken"]])

    def test_nothing(self):
        for drafts in ("", b"", " \n", "[]", [], iter(()), io.BytesIO()):
            self.assertEqual(list(rejoin.validate_batch(drafts)), [])

    def test_surrogates(self):
        text = '{"name": "\ud800"}\n{"name": "x"}'
        found = [codes(record, "name") for record in map(lambda record: record.report, rejoin.validate_batch(text))]
        self.assertEqual(found, [["malformed_text"], []])

    def test_what_is_no_batch(self):
        for drafts in (None, 5, object(), {}, base()):
            with self.subTest(type=type(drafts)), self.assertRaises(TypeError):
                rejoin.validate_batch(drafts)
        with self.assertRaises(TypeError):
            next(rejoin.validate_batch(Pieces([1])))
        with self.assertRaises(ValueError):
            rejoin.validate_batch([], {"nwo": 1})

    def test_it_streams(self):
        taken = []

        def drafts():
            for number in range(10):
                taken.append(number)
                yield base(name=str(number))
            raise RuntimeError("the source broke")

        batch = rejoin.validate_batch(drafts())
        self.assertEqual(taken, [])
        next(batch)
        next(batch)
        self.assertEqual(taken, [0, 1])
        with self.assertRaisesRegex(RuntimeError, "the source broke"):
            list(batch)
        self.assertEqual(batch.summary["records"], 10)
        self.assertEqual(list(batch), [])

    def test_a_file_is_read_as_its_records_are_asked_for(self):
        line = json.dumps(base()).encode() + b"\n"
        file = io.BytesIO(line * 20_000)
        batch = rejoin.validate_batch(file)
        next(batch)
        self.assertLess(file.tell(), 1 << 20)
        self.assertEqual(sum(1 for _ in batch), 19_999)
        self.assertEqual(batch.summary["valid"], 20_000)

    def test_a_batch_within_itself(self):
        def drafts():
            yield {}
            next(batch)

        batch = rejoin.validate_batch(drafts())
        next(batch)
        with self.assertRaises(RuntimeError):
            next(batch)

    def test_other_threads_run(self):
        text = (json.dumps(base()) + "\n").encode() * 5000
        results = []
        threads = [
            threading.Thread(target=lambda: results.append(sum(map(bool, rejoin.validate_batch(text))))) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(results, [5000] * 4)


if __name__ == "__main__":
    unittest.main()
