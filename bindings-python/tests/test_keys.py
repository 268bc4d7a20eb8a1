"""Keys."""

import copy
import unittest

import rejoin

BYTES = bytes(range(40))
KNOWN = {
    "configuration": (
        "rjcfg1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyudrzpey",
        "be93d0d4a01b24776b8ea37a300bdcabe1121f74c025bf2b917b347d9d094b12",
    ),
    "connection": (
        "rjcon1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyu7ax7fw",
        "ad6715d7451cbe8149267645f08f0d27d025521ea78931036530299e870a3b80",
    ),
}


class KeyTest(unittest.TestCase):
    def test_known_answers(self):
        for kind, (text, fingerprint) in KNOWN.items():
            for data in (BYTES, bytearray(BYTES), memoryview(BYTES)):
                self.assertEqual(rejoin.key_from_bytes(kind, data), text)
            self.assertEqual(rejoin.key_fingerprint(text.upper() + "\n"), fingerprint)
            self.assertIs(rejoin.key_matches(text, fingerprint), True)
            self.assertEqual(
                rejoin.inspect_key(text),
                {
                    "kind": kind,
                    "id": "0001020304050607",
                    "version": 1,
                    "fingerprint": fingerprint,
                    "masked": f"{text[:6]}…{text[-4:]}",
                },
            )

    def test_fresh_keys(self):
        for kind in KNOWN:
            keys = {rejoin.generate_key(kind) for _ in range(1000)}
            self.assertEqual(len(keys), 1000)
            for key in keys:
                self.assertEqual(rejoin.inspect_key(key)["kind"], kind)

    def test_bad_keys(self):
        text, fingerprint = KNOWN["connection"]
        info = rejoin.inspect_key(text[:-1])
        self.assertEqual((info["code"], info["params"]), ("key_wrong_length", {"expected": 78, "found": 77}))
        for call in (rejoin.key_fingerprint, rejoin.Key):
            with self.assertRaisesRegex(ValueError, info["message"].replace("(", r"\(")):
                call(text[:-1])
        self.assertIs(rejoin.key_matches(text, ""), False)
        self.assertIs(rejoin.key_matches(text, fingerprint[:-1] + "1"), False)
        self.assertIs(rejoin.key_matches("", fingerprint), False)

    def test_mistakes(self):
        for error, call in (
            (ValueError, lambda: rejoin.generate_key("other")),
            (ValueError, lambda: rejoin.generate_key("Connection")),
            (TypeError, lambda: rejoin.generate_key(None)),
            (ValueError, lambda: rejoin.key_from_bytes("connection", bytes(40))),
            (ValueError, lambda: rejoin.key_from_bytes("connection", bytes(39))),
            (TypeError, lambda: rejoin.key_from_bytes("connection", "x" * 40)),
            (TypeError, lambda: rejoin.key_from_bytes("connection", 40)),
            (TypeError, lambda: rejoin.inspect_key(b"x")),
            (TypeError, lambda: rejoin.key_fingerprint(None)),
            (TypeError, lambda: rejoin.key_matches("x", None)),
        ):
            with self.assertRaises(error):
                call()
        self.assertTrue(issubclass(rejoin.KeyGenerationError, RuntimeError))

    def test_the_class(self):
        for kind, (text, fingerprint) in KNOWN.items():
            key = rejoin.Key.from_bytes(kind, BYTES)
            self.assertEqual(key.reveal(), text)
            self.assertEqual((key.kind, key.id, key.version, key.fingerprint), (kind, "0001020304050607", 1, fingerprint))
            self.assertEqual(key.masked, f"{text[:6]}…{text[-4:]}")
            self.assertTrue(key.matches(fingerprint))
            self.assertEqual(repr(key), f"Key(kind='{kind}', id='0001020304050607')")
            self.assertEqual(key, rejoin.Key(text.upper()))
            self.assertEqual(len({key, rejoin.Key(text), rejoin.Key.generate(kind)}), 2)
            self.assertIs(copy.deepcopy(key), key)


if __name__ == "__main__":
    unittest.main()
