"""`rejoin completion`: the shells that are installed are asked what they would offer."""

import contextlib
import io
import shutil
import subprocess
import unittest

from rejoin import cli


def script(shell):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert cli.main(["completion", shell]) == 0
    return out.getvalue()


def ran(*command, given=None):
    return subprocess.run(command, capture_output=True, text=True, check=True, input=given).stdout.split("\n")


class CompletionTest(unittest.TestCase):
    @unittest.skipUnless(shutil.which("bash"), "no bash")
    def test_bash(self):
        ask = (
            '\nask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _rejoin; echo "${COMPREPLY[*]}"; }\n'
            'ask rejoin ke\nask rejoin key ""\nask rejoin key generate con\nask rejoin fields --format ""\n'
            "ask rejoin fields --for\nask rejoin --color n\nask rejoin key generate --count 3 connection --\n"
            "ask rejoin key inspect --file /etc/host"
        )
        offered = ran("bash", given=script("bash") + ask)
        self.assertEqual(
            offered[:7],
            ["key", "generate inspect fingerprint", "configuration connection", "text json", "--format", "never",
             "--help --color --quiet --verbose --count --output --format"],
        )  # fmt: skip
        self.assertIn("/etc/host", offered[7])

    @unittest.skipUnless(shutil.which("fish"), "no fish")
    def test_fish(self):
        def offered(line):
            asked = script("fish") + f"\ncomplete -C '{line}'"
            return [word.split("\t")[0] for word in ran("fish", "--no-config", "-c", asked) if word]

        self.assertEqual(offered("rejoin ke"), ["key"])
        self.assertEqual(offered("rejoin key "), ["fingerprint", "generate", "inspect"])
        self.assertEqual(offered("rejoin key generate "), ["configuration", "connection"])
        self.assertEqual(offered("rejoin fields --format "), ["json", "text"])
        self.assertEqual(offered("rejoin fields --fo"), ["--format"])

    @unittest.skipUnless(shutil.which("zsh"), "no zsh")
    def test_zsh(self):
        text = script("zsh")
        self.assertTrue(text.startswith("#compdef rejoin\n"))
        # Its completion works on a terminal only; here it is read, with a stand-in for what reads the options.
        ask = "\n_arguments() { print -l -- $@ }\n_rejoin_key_generate"
        offered = ran("zsh", "-f", given=f"compdef() {{ : }}\n{text}{ask}")
        self.assertIn("--format[text or json]:value:(text json)", offered)
        self.assertIn("*:argument:(configuration connection)", offered)

    def test_every_command_is_in_every_script(self):
        for shell in ("bash", "zsh", "fish"):
            text = script(shell)
            for name in cli.COMMANDS:
                self.assertIn(name, text)


if __name__ == "__main__":
    unittest.main()
