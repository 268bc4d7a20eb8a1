"""Measures Rejoin side by side with pydantic, msgspec and jsonschema-rs, on the same records.

    python -m pip install -r requirements.txt
    python peers.py --records 100000 --rounds 9

Each peer has the rules that it can express: jsonschema-rs the schema that Rejoin exports, pydantic and msgspec
one flat model with types, choices, lengths and patterns, and no unknown keys. They check less than Rejoin, which
also reads GUIDs, keys and names of accounts, and says which fields belong together. Before anything is measured,
the verdicts are compared: what a peer has no rule for is counted and left out, so that all agree on what is
measured. msgspec stops at the first error; the others give all of them.

The peers take turns within each round. A time is the median over the rounds, in brackets the least one; a ratio is
the median of the ratios within the rounds, and so holds on a busy machine, too.
"""

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import time
from typing import Annotated, Literal

import jsonschema_rs
import msgspec
import pydantic

import rejoin
from connections import BASES, FIELDS, NAME, connections

#: A text with something in it, on one line.
SHOWN = r"^[^\x00-\x1f]*[^\x00-\x20][^\x00-\x1f]*$"

#: The kinds of fields that hold no text.
PLAIN = {"boolean": bool, "integer": int}


def annotation(field, meta):
    """The type of a field, in the words that pydantic and msgspec share."""
    if field["kind"] == "choice":
        return Literal[tuple(choice["value"] for choice in field["choices"])]
    if field["kind"] in PLAIN:
        return PLAIN[field["kind"]]
    return Annotated[str, meta(min_length=1, max_length=field.get("maxLength", 1024), pattern=SHOWN)]


def pydantic_model():
    def member(field):
        kind = annotation(field, pydantic.StringConstraints)
        return (kind, ...) if field["key"] in ALWAYS else (kind | None, None)

    config = pydantic.ConfigDict(extra="forbid", strict=True)
    members = {key: member(field) for key, field in FIELDS.items()}
    return pydantic.create_model("Connection", __config__=config, **members)


def msgspec_model():
    def member(field):
        kind = annotation(field, msgspec.Meta)
        return (field["key"], kind) if field["key"] in ALWAYS else (field["key"], kind | None, None)

    members = sorted((member(field) for field in FIELDS.values()), key=len)
    return msgspec.defstruct("Connection", members, forbid_unknown_fields=True, gc=False)


#: The fields that every connection has.
ALWAYS = set.intersection(*(set(base) for base in BASES.values()))


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


class Pydantic:
    name = "pydantic"

    def __init__(self):
        validator = pydantic_model().__pydantic_validator__
        self.check, self.check_json = validator.validate_python, validator.validate_json

    def dict(self, draft):
        try:
            self.check(draft)
        except pydantic.ValidationError:
            return False
        return True

    def errors(self, draft):
        try:
            self.check(draft)
        except pydantic.ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
            return [(issue["loc"], issue["type"], issue["msg"]) for issue in found]
        return []

    def json(self, text):
        try:
            self.check_json(text)
        except pydantic.ValidationError:
            return False
        return True

    def lines(self, text):
        return sum(self.json(line) for line in text.splitlines())


class Msgspec:
    name = "msgspec"

    def __init__(self):
        self.model = msgspec_model()
        self.decode = msgspec.json.Decoder(self.model).decode

    def dict(self, draft):
        return not self.errors(draft)

    def errors(self, draft):
        try:
            msgspec.convert(draft, self.model)
        except msgspec.ValidationError as error:
            return [str(error)]
        return []

    def json(self, text):
        try:
            self.decode(text)
        except msgspec.ValidationError:
            return False
        return True

    def lines(self, text):
        return sum(self.json(line) for line in text.splitlines())


class JsonSchema:
    name = "jsonschema-rs"

    def __init__(self):
        self.validator = jsonschema_rs.validator_for(rejoin.json_schema())

    def dict(self, draft):
        return self.validator.is_valid(draft)

    def errors(self, draft):
        found = self.validator.iter_errors(draft)
        return [(tuple(error.instance_path), error.message) for error in found]

    def json(self, text):
        return self.dict(json.loads(text))

    def lines(self, text):
        return sum(self.json(line) for line in text.splitlines())


def five_errors():
    """A connection with five mistakes that every peer sees."""
    draft = dict(BASES["hybridOnline"])
    texts = [key for key in draft if FIELDS[key]["kind"] == "text" and key != NAME]
    choices = [key for key in draft if FIELDS[key]["kind"] == "choice"]
    draft[NAME] = ""
    draft[texts[0]] = ""
    draft[choices[-1]] += "s"
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


def start(module, also=""):
    """How long a new process takes to import a module, over what one takes that does nothing."""
    def process(code):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - begun

    return max(process(f"import {module}{also}") - process("pass"), 0.0)


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
    peers = [Rejoin(), Pydantic(), Msgspec(), JsonSchema()]
    broken = five_errors()
    for draft in (*BASES.values(), broken):
        if agreed(peers, [draft])[0] != [draft]:
            sys.exit("no agreement about a record that is measured by itself")
    made = list(connections(arguments.records, 10, 0, False))
    records, missed = agreed(peers, made)
    lines = b"".join(json.dumps(record).encode() + b"\n" for record in records)
    bad = sum(not peers[0].dict(record) for record in records)
    print(f"{len(records)} of {len(made)} records, on which all agree, {bad} of them bad; microseconds, median [least].")
    counts = ", ".join(f"{name} {count}" for name, count in missed.items())
    print(f"Left out, since a peer took for good what is bad: {counts}")
    print()
    print(f"| | {' | '.join(peer.name for peer in peers)} |\n|---|{'---|' * len(peers)}")
    for kind, draft in BASES.items():
        row(peers, f"dict, {kind}", rounds, lambda peer, draft=draft: seconds(peer.dict, draft, calls))
    row(peers, "dict, five errors", rounds, lambda peer: seconds(peer.errors, broken, calls))
    text = json.dumps(BASES["hybridOnline"]).encode()
    row(peers, "JSON bytes, hybridOnline", rounds, lambda peer: seconds(peer.json, text, calls))
    each = f"NDJSON, {len(records)} records, each"
    row(peers, each, rounds, lambda peer: seconds(peer.lines, lines, 1) / len(records))
    modules = {"rejoin": "rejoin", "pydantic": "pydantic", "msgspec": "msgspec", "jsonschema-rs": "jsonschema_rs"}
    # pydantic imports what it needs when it is first used.
    also = {"pydantic": ".main"}
    row(peers, "import", rounds, lambda peer: start(modules[peer.name], also.get(peer.name, "")))


if __name__ == "__main__":
    main()
