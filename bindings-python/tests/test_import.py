"""How long the first line of a script takes."""

import statistics
import subprocess
import sys
import time
import unittest

ROUNDS = 15

#: What an import may take, in seconds.
LIMIT = 0.005

#: What a Python that does nothing takes to start where the limit was set. A slower machine has more time.
USUAL_START = 0.020


def process(code):
    start = time.perf_counter()
    subprocess.run([sys.executable, "-I", "-c", code], check=True)
    return time.perf_counter() - start


class ImportTest(unittest.TestCase):
    def test_it_takes_at_most_5_ms(self):
        process("import rejoin")
        pairs = [(process("import rejoin"), process("pass")) for _ in range(ROUNDS)]
        start = statistics.median(bare for _, bare in pairs)
        took = statistics.median(whole - bare for whole, bare in pairs)
        self.assertLess(took, LIMIT * max(1.0, start / USUAL_START))

    def test_it_loads_little(self):
        code = "import sys; before = set(sys.modules); import rejoin; print(*sorted(set(sys.modules) - before))"
        loaded = subprocess.run([sys.executable, "-I", "-c", code], check=True, capture_output=True, text=True).stdout
        heavy = {"argparse", "asyncio", "dataclasses", "inspect", "json", "re", "rich", "sqlite3", "typing"}
        self.assertEqual(heavy.intersection(loaded.split()), set())


if __name__ == "__main__":
    unittest.main()
