"""What the documentation shows is what happens."""

import contextlib
import doctest
import inspect
import io
import re
import unittest
from pathlib import Path

import rejoin
import rejoin.types

PROJECT = Path(__file__).resolve().parents[2]


def blocks(readme):
    return re.findall(r"```python\n(.*?)```", readme.read_text("utf-8"), re.DOTALL)


def promised(block):
    """What the comments behind the prints of a block say is printed; those of a loop have a `;`."""
    return [line for said in re.findall(r"print\(.*\)  +# (.*)", block) for line in said.split("; ")]


class ReadmeTest(unittest.TestCase):
    def check(self, readme, promises):
        found = blocks(readme)
        self.assertTrue(found)
        names = {}
        for block in found:
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(block, str(readme), "exec"), names)
            if promises:
                self.assertEqual(printed.getvalue().splitlines(), promised(block))
            else:
                self.assertTrue(printed.getvalue())

    def test_the_blocks_of_the_package_print_what_they_say(self):
        self.check(PROJECT / "bindings-python" / "README.md", promises=True)

    def test_the_quick_start_of_the_project_runs(self):
        self.check(PROJECT / "README.md", promises=False)


class DocStringTest(unittest.TestCase):
    def described(self):
        for name in rejoin.__all__:
            value = getattr(rejoin, name)
            if not callable(value):
                continue
            yield name, value
            if isinstance(value, type) and not issubclass(value, Exception):
                for member, what in vars(value).items():
                    if not member.startswith("_"):
                        yield f"{name}.{member}", what

    def test_everything_public_is_described(self):
        for name, value in self.described():
            with self.subTest(name):
                self.assertTrue(inspect.getdoc(value))

    def test_examples_give_what_they_show(self):
        parser, runner = doctest.DocTestParser(), doctest.DocTestRunner()
        texts = [(name, inspect.getdoc(value)) for name, value in self.described()]
        texts += [("rejoin", rejoin.__doc__), ("rejoin.types", rejoin.types.__doc__)]
        for name, text in texts:
            with self.subTest(name):
                said = io.StringIO()
                runner.run(parser.get_doctest(text, {}, name, None, 0), out=said.write)
                self.assertEqual(said.getvalue(), "")
        self.assertGreater(runner.tries, 40)

    def test_functions_have_examples(self):
        for name, value in self.described():
            if "." not in name and not issubclass(type(value), type):
                self.assertIn(">>> ", value.__doc__, name)


if __name__ == "__main__":
    unittest.main()
