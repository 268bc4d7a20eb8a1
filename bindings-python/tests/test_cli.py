"""The command line as a whole: what every command has in common."""

import contextlib
import io
import os
import subprocess
import sys
import unittest

import rejoin
from drafts import SECRET
from rejoin import cli


def call(*arguments):
    """Runs the command line in this process: its exit code, and what it wrote to both streams."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(arguments)
    return code, out.getvalue(), err.getvalue()


def commands(parser=None, before=()):
    """Every command and those below it, with its parser."""
    parser = parser or cli.parser()
    yield before, parser
    for action in parser._actions:
        if isinstance(action.choices, dict):
            for name, below in action.choices.items():
                yield from commands(below, (*before, name))


class HelpTest(unittest.TestCase):
    def test_every_command_has_help_with_examples(self):
        self.assertGreater(len(list(commands())), 2)
        for words, _ in commands():
            with self.subTest(words):
                code, out, err = call(*words, "--help")
                self.assertEqual((code, err), (0, ""))
                self.assertIn("examples:\n  # ", out)
                self.assertTrue(all(len(line) <= 100 for line in out.splitlines()))

    def test_the_examples_are_ones_that_the_parser_takes(self):
        for words, parser in commands():
            lines = [line.strip() for line in (parser.epilog or "").splitlines()]
            for line in lines:
                if line.startswith("rejoin "):
                    with self.subTest(line):
                        typed = line.split("|")[0].split(">")[0].split()[1:]
                        cli.parser().parse_args(typed)

    def test_version(self):
        self.assertEqual(call("--version"), (0, f"rejoin {rejoin.__version__}\n", ""))

    def test_the_module_runs(self):
        ran = subprocess.run([sys.executable, "-m", "rejoin", "--version"], capture_output=True, text=True)
        self.assertEqual((ran.returncode, ran.stdout), (0, f"rejoin {rejoin.__version__}\n"))

    def test_the_help_loads_little(self):
        script = (
            "import sys\nfrom rejoin import cli\ncli.main(['--help'])\n"
            "print(*[name for name in sys.modules if name.startswith(('rejoin.', 'rich', 'json'))], file=sys.stderr)"
        )
        ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        self.assertEqual(
            sorted(ran.stderr.split()),
            ["rejoin._errors", "rejoin._rejoin", "rejoin.cli", "rejoin.cli._console", "rejoin.cli._parser", "rejoin.cli._text"],
        )


class MisuseTest(unittest.TestCase):
    def test_misuse_is_2_and_repeats_no_argument(self):
        for words, parser in commands():
            # The name of a file is no secret, and has to be said.
            takes_files = any(action.metavar in ("FILE", "CATALOG") and not action.option_strings for action in parser._actions)
            for wrong in (
                [SECRET], [f"--{SECRET}"], [f"--color={SECRET}"], [f"--quiet={SECRET}"], ["--format", SECRET],
                ["--nope", SECRET], [SECRET, SECRET, SECRET, "--nope"], [f"-{SECRET}"],
            ):  # fmt: skip
                if takes_files and wrong == [SECRET]:
                    continue
                with self.subTest((*words, *wrong)):
                    code, out, err = call(*words, *wrong)
                    self.assertEqual((code, out), (2, ""))
                    self.assertNotIn(SECRET, err)

    def test_a_slip_is_put_right(self):
        self.assertIn("did you mean schema?", call("shcema")[2])
        self.assertIn("did you mean --format?", call("fields", "--fromat", "json")[2])
        self.assertEqual(call()[0], 2)

    @unittest.skipUnless(os.path.exists("/dev/full"), "no full device")
    def test_a_full_disk_is_said(self):
        for words in ("fields", "codes", "schema", "key generate connection --count 2000"):
            with open("/dev/full", "w") as full:
                command = [sys.executable, "-m", "rejoin", *words.split()]
                ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
            self.assertEqual((ran.returncode, ran.stderr), (2, "error: the output cannot be written: No space left on device\n"))

    def test_general_options_stand_anywhere(self):
        for words in (("--color", "always", "fields"), ("fields", "--color", "always")):
            self.assertIn("\x1b[", call(*words)[1])
        self.assertNotIn("\x1b[", call("fields")[1])


if __name__ == "__main__":
    unittest.main()
