"""What the documentation shows is what happens."""

import contextlib
import doctest
import inspect
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import rejoin
import rejoin.types
from rejoin import cli

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


class CommandLineTest(unittest.TestCase):
    """What the README shows of the command line."""

    def test_the_commands_print_what_is_shown(self):
        readme = (PROJECT / "bindings-python" / "README.md").read_text("utf-8")
        shown = re.findall(r"```(yaml|console)\n(.*?)```", readme, re.DOTALL)
        self.assertGreater([kind for kind, _ in shown].count("console"), 1)
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        environment = {**os.environ, "AD_PASSWORD": "Blue-Kettle-72", "PYTHONUTF8": "1"}
        environment.pop("COLUMNS", None)
        for kind, text in shown:
            if kind == "yaml":
                (Path(folder) / "connections.yaml").write_text(text, "utf-8")
                continue
            for call in re.split(r"(?m)^\$ ", text)[1:]:
                command, _, promised = call.partition("\n")
                script = f'rejoin() {{ "{sys.executable}" -m rejoin "$@"; }}\n{command}'
                ran = subprocess.run(
                    ["bash", "-c", script], cwd=folder, env=environment, stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT, encoding="utf-8",
                )  # fmt: skip
                with self.subTest(command):
                    # A key differs each time, and three dots stand for it.
                    pattern = re.escape(promised.strip()).replace(r"\.\.\.", "[0-9a-z.…]+")
                    self.assertRegex(ran.stdout.strip(), f"^{pattern}$")


    def test_every_command_that_is_named_is_one(self):
        for readme in (PROJECT / "README.md", PROJECT / "bindings-python" / "README.md"):
            shown = "".join(re.findall(r"```(?:sh|console)\n(.*?)```", readme.read_text("utf-8"), re.DOTALL))
            calls = re.findall(r"(?m)^(?:\$ )?rejoin (.*?)(?:  +#.*)?$", shown)
            self.assertGreater(len(calls), 3)
            for call in calls:
                with self.subTest(call):
                    cli.parser().parse_args(shlex.split(call.split(" > ")[0]))


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
