"""Writes a file of connections, some of them bad, to measure and to try things with.

The same arguments give the same file, anywhere and at any time:

    python connections.py --count 1000000 --bad 10 connections.ndjson
    python connections.py --count 1000000 --references connections.csv

The last line that is printed says what a check must count.
"""

import argparse
import csv
import json
import random
import sys
from pathlib import Path

import rejoin

BASES = json.loads((Path(__file__).parents[2] / "tests/cases/bases.json").read_text("ascii"))
FIELDS = {field["key"]: field for field in rejoin.fields()}
NAME = rejoin.fields()[0]["key"]


def connection(rng, number, references):
    """A connection without anything wrong."""
    draft = dict(rng.choice(list(BASES.values())))
    draft[NAME] = f"{rng.choice(['EMEA', 'APAC', 'LATAM', 'NORAM'])} {rng.choice(['laptops', 'tablets', 'kiosks'])} {number:07}"
    for key in draft:
        if FIELDS[key]["kind"] == "key":
            draft[key] = rejoin.key_from_bytes(FIELDS[key]["keyKind"], rng.randbytes(40))
        if FIELDS[key]["secret"] and references:
            draft[key] = f"op://connections/{number:07}/{key}"
    return draft


def spoil(rng, draft):
    """Makes one mistake that people make, which is an error whatever the connection."""
    required = [key for key in draft if FIELDS[key]["required"] and FIELDS[key]["kind"] != "boolean" and not FIELDS[key]["secret"]]
    texts = [key for key in required if FIELDS[key]["kind"] == "text"]
    choices = [key for key in required if FIELDS[key]["kind"] == "choice"]
    mistake = rng.randrange(5)
    if mistake == 0:
        draft[rng.choice(required)] = ""
    elif mistake == 1:
        key = rng.choice(required)
        draft[key[:2] + key[3:]] = draft.pop(key)
    elif mistake == 2:
        draft[rng.choice(choices)] += "s"
    elif mistake == 3:
        draft[rng.choice(texts)] = "x" * 40_000 if rng.random() < 0.001 else "a\u0007b"
    else:
        draft[NAME] = " "
    return draft


def connections(count, bad, seed, references):
    """The connections, of which so many percent are bad."""
    rng = random.Random(seed)
    spoilt = set(rng.sample(range(count), count * bad // 100))
    for number in range(count):
        draft = connection(rng, number, references)
        yield spoil(rng, draft) if number in spoilt else draft


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="what to write; the ending says the format: .ndjson, .json, .yaml or .csv")
    parser.add_argument("--count", type=int, default=100_000, help="how many connections (%(default)s)")
    parser.add_argument("--bad", type=int, default=10, metavar="PERCENT", help="how many of them have an error (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="another number gives another file (%(default)s)")
    parser.add_argument("--references", action="store_true", help="write references in place of secrets")
    arguments = parser.parse_args()
    drafts = connections(arguments.count, arguments.bad, arguments.seed, arguments.references)
    with arguments.file.open("w", encoding="utf-8", newline="") as file:
        match arguments.file.suffix:
            case ".csv":
                # A key that is no field is a column of its own, so the misspelt ones must be known before.
                misspelt = {key[:2] + key[3:]: None for key in FIELDS}
                writer = csv.DictWriter(file, [*FIELDS, *misspelt], restval="")
                writer.writeheader()
                writer.writerows(drafts)
            case ".ndjson":
                file.writelines(json.dumps(draft) + "\n" for draft in drafts)
            case ".json":
                file.writelines(("[\n" if number == 0 else ",\n") + json.dumps(draft) for number, draft in enumerate(drafts))
                file.write("\n]\n" if arguments.count else "[]\n")
            case ".yaml":
                file.writelines("- " + json.dumps(draft, ensure_ascii=False) + "\n" for draft in drafts)
            case ending:
                sys.exit(f"no format ends in {ending!r}; see --help")
    print(json.dumps({"records": arguments.count, "valid": arguments.count - arguments.count * arguments.bad // 100}))


if __name__ == "__main__":
    main()
