"""Writers that are killed, and writers that come at once: what was said to be written is there, and nothing half.

It kills a few dozen for each kind of file. `REJOIN_KILLS=1000 python -m unittest test_store_killed` takes longer.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

import rejoin

KILLS = int(os.environ.get("REJOIN_KILLS", "30"))
WRITER = Path(__file__).with_name("writer.py")


def writer(path, name, count=0):
    command = [sys.executable, str(WRITER), str(path), name, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def after(names, words):
    """The names after a change of a writer."""
    kind, *about = words
    if kind == "delete":
        return names - set(about)
    if kind == "rename":
        return names - {about[0]} | {about[1]}
    return names | set(about)


def told(lines, names):
    """What a writer has said: the names that must be there, those that would be after what it was at, and how much."""
    pending, count = None, 0
    for line in lines:
        # Of a line without an end we do not know what it was to say.
        if not line.endswith("\n"):
            continue
        word, *rest = line.rstrip("\n").split("\t")
        if word == "will":
            pending = rest
        elif word == "done":
            names, pending, count = after(names, pending), None, count + 1
    return names, after(names, pending) if pending else names, count


def names_in(path, prefix=""):
    with rejoin.Catalog.open(path, create=False) as catalog:
        return {name for name in catalog.names() if name.startswith(prefix)}


class KilledTest(unittest.TestCase):
    def check(self, suffix):
        seed = random.randrange(1 << 32)
        dice = random.Random(seed)
        at_work = changes = 0
        with tempfile.TemporaryDirectory() as folder, self.subTest(seed=seed):
            path = Path(folder, f"connections{suffix}")
            names = set()
            for _ in range(KILLS):
                child, lines = writer(path, "w"), []
                # Now and then before it has begun, else after some changes, in the middle of the next.
                if dice.random() < 0.97:
                    self.assertEqual(child.stdout.readline(), "ready\n")
                    whole = dice.randrange(5)
                    while lines.count("done\n") < whole:
                        lines.append(child.stdout.readline())
                        self.assertTrue(lines[-1], "the writer has ended")
                time.sleep(dice.uniform(0, 0.01))
                child.send_signal(signal.SIGKILL)
                before, then, count = told([*lines, *child.stdout.readlines()], names)
                child.stdout.close()
                child.wait()
                if not path.exists() or path.stat().st_size == 0 and not names:
                    names = set()
                    continue
                names = names_in(path)
                self.assertIn(names, (before, then))
                at_work += before != then
                changes += count
            left = {file.name for file in Path(folder).iterdir()}
            self.assertLessEqual(left, {path.name, f"{path.name}.lock", f"{path.name}.tmp", f"{path.name}-journal"})
        # Else the test is about nothing.
        self.assertGreater(at_work, KILLS // 4)
        self.assertGreater(changes, KILLS // 2)
        if KILLS > 100:
            print(f"{suffix}: {KILLS} killed, {at_work} of them in a change, after {changes} whole changes")

    def check_among_others(self, suffix):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"connections{suffix}")
            others = {prefix: writer(path, prefix) for prefix in ("a", "b")}
            names = set()
            for _ in range(max(5, KILLS // 20)):
                child, lines = writer(path, "w"), []
                while lines.count("done\n") < 2:
                    lines.append(child.stdout.readline())
                child.kill()
                before, then, _ = told([*lines, *child.stdout.readlines()], names)
                child.stdout.close()
                child.wait()
                names = names_in(path, "w")
                self.assertIn(names, (before, then))
            for prefix, child in others.items():
                self.assertIsNone(child.poll())
                child.kill()
                before, then, count = told(child.stdout.readlines(), set())
                child.stdout.close()
                child.wait()
                self.assertGreater(count, 0)
                self.assertIn(names_in(path, prefix), (before, then))

    def test_among_writers_of_a_document(self):
        self.check_among_others(".json")

    def test_among_writers_of_a_database(self):
        self.check_among_others(".db")

    @unittest.skipUnless(hasattr(signal, "SIGKILL"), "needs SIGKILL")
    def test_a_document(self):
        self.check(".json")

    @unittest.skipUnless(hasattr(signal, "SIGKILL"), "needs SIGKILL")
    def test_a_database(self):
        self.check(".db")


class TogetherTest(unittest.TestCase):
    def check(self, suffix, writers):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"connections{suffix}")
            children = [writer(path, f"w{number}", count=25) for number in range(writers)]
            expected = set()
            for child in children:
                said, _ = child.communicate()
                self.assertEqual(child.returncode, 0)
                before, then, count = told(said.splitlines(keepends=True), set())
                self.assertEqual((before, count), (then, 25))
                expected |= before
            self.assertEqual(names_in(path), expected)

    def test_writers_of_a_document(self):
        for writers in (2, 4):
            self.check(".json", writers)

    def test_writers_of_a_database(self):
        for writers in (2, 4):
            self.check(".db", writers)


if __name__ == "__main__":
    unittest.main()
