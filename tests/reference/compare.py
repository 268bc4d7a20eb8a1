"""Holds an implementation against the reference: the same random drafts to both, and no answer may differ.

    python3 compare.py --seed 1 --count 20000 -- COMMAND [ARG ...]

COMMAND reads a draft on each line of its standard input and writes its answer on a line, as `reference.py` does. Texts are
not compared, nor where exactly malformed JSON is found to be so.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SHOWN = 3


def comparable(line: str) -> str:
    answer = json.loads(line)
    for issue in answer.get("issues", []):
        if issue["code"] == "malformed_json":
            issue["params"] = {}
    # The order of a connection's members is part of the answer, that of an issue's is not.
    members = list(answer.get("connection") or {})
    return json.dumps([members, answer], sort_keys=True)


def lines_of(text: str) -> list[str]:
    # Not splitlines(): JSON may hold other line separators as they are.
    return text.rstrip("\n").split("\n")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--seed", type=int, default=1, help="another seed is another set of drafts")
    arguments.add_argument("--count", type=int, default=20_000, help="how many drafts")
    arguments.add_argument("command", nargs="+", help="what to hold against the reference, behind --")
    given = arguments.parse_args()

    def output(command: list[str], text: str = "") -> str:
        return subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=True).stdout

    python = [sys.executable]
    drafts = output([*python, str(HERE / "generate.py"), "--seed", str(given.seed), "--count", str(given.count)])
    expected = lines_of(output([*python, str(HERE / "reference.py")], drafts))
    answers = lines_of(output(given.command, drafts))
    if not len(expected) == len(answers) == given.count:
        print(f"{given.count} drafts, {len(expected)} answers of the reference, {len(answers)} of {given.command[0]}")
        return 1
    lines = zip(lines_of(drafts), expected, answers)
    different = [line for line in lines if comparable(line[1]) != comparable(line[2])]
    for draft, wanted, got in different[:SHOWN]:
        print(f"draft:     {draft}\nreference: {wanted}\nanswer:    {got}\n")
    print(f"{given.command[0]}: {given.count} drafts of seed {given.seed}, {len(different)} disagreements")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
