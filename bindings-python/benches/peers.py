"""Measures Rejoin side by side with pydantic, msgspec, jsonschema-rs and Python written by hand, on the same records.

    python -m pip install -r requirements.txt
    python peers.py --records 100000 --rounds 9

The models in `models/` have the same rules, as far as each library has words for them: a model for each kind of
connection, lengths, patterns of GUIDs, keys, accounts, domains and paths, control characters, no unknown keys, and,
in Python, the classes of a password and the fields that must not be the same. They check less than Rejoin: no
checksum of a key, no name that is reserved, no warning, no suggestion. Before anything is measured, the verdicts are
compared: a record that a peer judges otherwise is counted and left out, so that all agree on what is measured.
msgspec stops at the first error; jsonschema-rs has one error for all unknown keys and one for each rule that a text
breaks; the others give every one.

The peers take turns within each round. A time is the median over the rounds, in brackets the least one; a ratio is
the median of the ratios within the rounds, and so holds on a busy machine, too.
"""

import argparse
import functools
import gc
import json
import os
import statistics
import subprocess
import sys
import time

import rejoin
from connections import BASES, FIELDS, NAME, connections
from models import handwritten, with_jsonschema, with_msgspec, with_pydantic


class Rejoin:
    name = "rejoin"

    def dict(self, draft):
        return rejoin.validate(draft).valid

    def errors(self, draft):
        return [(issue.field, issue.code, issue.message) for issue in rejoin.validate(draft).issues]

    def json(self, text):
        return rejoin.validate_json(text).valid

    def lines(self, text):
        return sum(record.valid for record in rejoin.validate_batch(text))


def lines(peer, text):
    """How many lines of NDJSON are good; Rejoin has a function for that, its peers take them one by one."""
    if isinstance(peer, Rejoin):
        return peer.lines(text)
    return sum(peer.json(line) for line in text.splitlines())


def five_errors():
    """A connection with five mistakes that every peer sees, none of them in a choice: that would hide the rest."""
    draft = dict(BASES["hybridOnline"])
    texts = [key for key in draft if FIELDS[key]["kind"] == "text" and key != NAME]
    draft[NAME] = ""
    draft[texts[0]] = ""
    draft[texts[-1]] = ""
    draft["colour"] = "red"
    draft["size"] = "large"
    return draft


def seconds(work, value, times):
    gc.collect()
    start = time.perf_counter()
    for _ in range(times):
        work(value)
    return (time.perf_counter() - start) / times


def agreed(peers, records):
    """The records on whose verdict all agree, and how many mistakes each peer alone has no words for.

    Fails where a peer refuses what Rejoin takes, or is of two minds."""
    kept, missed = [], dict.fromkeys((peer.name for peer in peers[1:]), 0)
    for record in records:
        text = json.dumps(record).encode()
        answers = {peer.name: {peer.dict(record), peer.json(text)} for peer in peers}
        ours = answers[peers[0].name]
        others = [name for name in missed if answers[name] != ours]
        if ours != {False} and others or any(len(answer) > 1 for answer in answers.values()):
            sys.exit(f"no agreement about a record of the fields {', '.join(record)}: {answers}")
        for name in others:
            missed[name] += 1
        if not others:
            kept.append(record)
    return kept, missed


def start(modules):
    """How long a new process takes to import modules, over what one takes that does nothing."""
    def process(code):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - begun

    return max(process(f"import {modules}") - process("pass"), 0.0)


def row(peers, title, rounds, measure):
    """One line of the table: of each peer the time, and how many times that of Rejoin it is."""
    times = {peer.name: [] for peer in peers}
    for number in range(rounds):
        # Each peer is first in some round.
        turn = number % len(peers)
        for peer in peers[turn:] + peers[:turn]:
            times[peer.name].append(measure(peer))
    cells = []
    for peer in peers:
        own = [f"{statistics.median(times[peer.name]) * 1e6:.2f} [{min(times[peer.name]) * 1e6:.2f}]"]
        if peer is not peers[0]:
            pairs = zip(times[peer.name], times[peers[0].name], strict=True)
            own.append(f"{statistics.median(theirs / ours for theirs, ours in pairs if ours):.1f}x")
        cells.append(" ".join(own))
    print(f"| {title} | {' | '.join(cells)} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000, help="how many records NDJSON has (%(default)s)")
    parser.add_argument("--rounds", type=int, default=9, help="how often each peer has its turn (%(default)s)")
    parser.add_argument("--calls", type=int, default=5_000, help="how many calls make up one time (%(default)s)")
    arguments = parser.parse_args()
    rounds, calls = arguments.rounds, arguments.calls
    if hasattr(os, "sched_setaffinity"):
        # The peers use one processor each, so Rejoin has no more than that.
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    else:
        print("This system cannot hold a process on one processor: NDJSON is on all of them.\n")
    peers = [Rejoin()] + [module.Peer() for module in (with_pydantic, with_msgspec, with_jsonschema, handwritten)]
    broken = five_errors()
    for draft in (*BASES.values(), broken):
        if agreed(peers, [draft])[0] != [draft]:
            sys.exit("no agreement about a record that is measured by itself")
    print("Errors found of five:", ", ".join(f"{peer.name} {len(peer.errors(broken))}" for peer in peers))
    made = list(connections(arguments.records, 10, 0, False))
    records, missed = agreed(peers, made)
    text = b"".join(json.dumps(record).encode() + b"\n" for record in records)
    bad = sum(not peers[0].dict(record) for record in records)
    print(f"{len(records)} of {len(made)} records, on which all agree, {bad} of them bad; microseconds, median [least].")
    counts = ", ".join(f"{name} {count}" for name, count in missed.items())
    print(f"Left out, since a peer took for good what is bad: {counts}")
    print()
    print(f"| | {' | '.join(peer.name for peer in peers)} |\n|---|{'---|' * len(peers)}")
    for kind, draft in BASES.items():
        row(peers, f"dict, {kind}", rounds, lambda peer, draft=draft: seconds(peer.dict, draft, calls))
    def in_turn(peer):
        return statistics.mean(seconds(peer.dict, draft, calls // len(BASES)) for draft in BASES.values())

    row(peers, "dict, mean of these", rounds, in_turn)
    row(peers, "dict, five errors", rounds, lambda peer: seconds(peer.errors, broken, calls))
    one = json.dumps(BASES["hybridOnline"]).encode()
    row(peers, "JSON bytes, hybridOnline", rounds, lambda peer: seconds(peer.json, one, calls))
    each = f"NDJSON, {len(records)} records, each"
    row(peers, each, rounds, lambda peer: seconds(functools.partial(lines, peer), text, 1) / len(records))
    # What a peer imports when it is first used is named, too.
    modules = ["rejoin", "pydantic.main", "msgspec.json", "jsonschema_rs, orjson", "orjson, re"]
    imports = dict(zip((peer.name for peer in peers), modules, strict=True))
    row(peers, "import", rounds, lambda peer: start(imports[peer.name]))


if __name__ == "__main__":
    main()
