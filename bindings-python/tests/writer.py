"""A process that changes a catalog until it is killed, and says before each change what it will do, and after it what it has done.

`python writer.py FILE NAME COUNT`: the names of its connections begin with NAME; it ends after COUNT changes.
"""

import itertools
import random
import sys

import rejoin
from drafts import base

# So many connections it keeps; then it takes out as many at once as it likes.
KEPT = 12


def main(path, prefix, count):
    with rejoin.Catalog.open(path, timeout=60) as catalog:
        say("ready")
        own = [entry for entry in catalog.list(order="created") if entry["connection"]["name"].startswith(prefix)]
        for number in itertools.count() if count == 0 else range(count):
            name = f"{prefix} {random.getrandbits(64):016x}"
            if len(own) > KEPT:
                gone, own = own[:-2], own[-2:]
                change("delete", [entry["connection"]["name"] for entry in gone], lambda: catalog.delete([entry["id"] for entry in gone]))
            elif number % 5 == 3:
                several = [f"{name} {index}" for index in range(3)]
                own += change("add", several, lambda: add_all(catalog, several))
            elif number % 3 == 2 and own:
                old = own.pop()
                connection = {**old["connection"], "name": name}
                own.append(change("rename", [old["connection"]["name"], name], lambda: catalog.update(old["id"], connection)))
            else:
                own.append(change("add", [name], lambda: catalog.add(base(name=name))))
    say("end")


def add_all(catalog, names):
    with catalog.transaction():
        return [catalog.add(base(name=name)) for name in names]


def change(what, names, work):
    say("will", what, *names)
    result = work()
    say("done")
    return result


def say(*words):
    sys.stdout.write("\t".join(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
