"""Catalogs on disk: what is on the disk when, who waits for whom, and what is refused."""

import contextlib
import errno
import json
import multiprocessing
import os
import pathlib
import pickle
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from unittest import mock

import rejoin
from drafts import BASES, SECRET, base

POSIX = os.name == "posix"


def script(text, *arguments):
    """A process that runs a script, and waits to be spoken to."""
    command = [sys.executable, "-c", text, *map(str, arguments)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=os.path.dirname(__file__))


# Holds a transaction open until a line comes.
HOLDER = """
import sys, rejoin
from drafts import base
with rejoin.Catalog.open(sys.argv[1]) as catalog, catalog.transaction():
    catalog.add(base(name="held"))
    print("held", flush=True)
    sys.stdin.readline()
"""


class Stored:
    """What holds for every kind of file."""

    suffix = ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()
        self.path = self.folder / f"connections{self.suffix}"

    def open(self, path=None, **more):
        catalog = rejoin.Catalog.open(path or self.path, **more)
        self.addCleanup(catalog.close)
        return catalog

    def filled(self, count=len(BASES)):
        catalog = self.open()
        with catalog.transaction():
            for number in range(count):
                name, draft = list(BASES.items())[number % len(BASES)]
                catalog.add({**draft, "name": f"{name} {number}"})
        return catalog

    def files(self):
        """All that is on the disk, with links as they are."""
        return {file.name: file.read_bytes() for file in self.folder.iterdir() if file.is_file()}

    def assert_refused(self, code, call, *arguments, **more):
        with self.assertRaises(rejoin.CatalogError) as caught:
            call(*arguments, **more)
        self.assertEqual(caught.exception.code, code)
        self.assertIn(str(self.path), str(caught.exception))
        self.assertEqual(caught.exception.path, str(self.path))
        self.assertEqual(vars(pickle.loads(pickle.dumps(caught.exception))), vars(caught.exception))
        return str(caught.exception)

    # Opening and closing

    def test_opening(self):
        with self.assertRaises(FileNotFoundError):
            rejoin.Catalog.open(self.path, create=False)
        self.assertEqual(list(self.folder.iterdir()), [])
        for path in (self.path, str(self.path), os.path.relpath(self.path)):
            with self.open(path) as catalog:
                self.assertEqual((len(catalog), catalog.path), (0, str(self.path)))
        self.assertEqual(len(self.open(create=False)), 0)
        for wrong in (5, None, b"x.json", ["x"]):
            with self.assertRaises(TypeError):
                rejoin.Catalog.open(wrong)
        with self.assertRaises(FileNotFoundError):
            rejoin.Catalog.open(self.folder / "nowhere" / self.path.name, create=False)
        with self.assertRaises(OSError):
            rejoin.Catalog.open(self.folder / "nowhere" / self.path.name)
        directory = self.folder / f"directory{self.suffix}"
        directory.mkdir()
        with self.assertRaises(OSError):
            rejoin.Catalog.open(directory)

    def test_what_was_written_is_there_when_it_is_opened_again(self):
        document = self.filled().export()
        self.assertEqual(self.open().export(), document)
        self.assertEqual(rejoin.Catalog(document), self.open())

    def test_closing(self):
        catalog = self.filled()
        with catalog.transaction():
            self.assert_refused("in_transaction", catalog.close)
        catalog.close()
        catalog.close()
        self.assertTrue(catalog.closed)
        for call in (
            catalog.export, catalog.list, catalog.names, catalog.tenants, catalog.reload, catalog.to_json,
            lambda: len(catalog), lambda: catalog.get("x"), lambda: "x" in catalog, lambda: catalog == catalog,
            lambda: catalog.add(base()), lambda: catalog.update("x", base()), lambda: catalog.delete("x"),
            lambda: catalog.import_(rejoin.Catalog().export()), catalog.transaction().__enter__, catalog.__enter__,
        ):
            self.assert_refused("closed", call)
        self.assertEqual(len(self.open()), len(BASES))

    def test_its_looks(self):
        catalog = self.open()
        self.assertEqual(repr(catalog), f"<StoredCatalog {str(self.path)!r}>")
        catalog.close()
        self.assertEqual(repr(catalog), f"<StoredCatalog {str(self.path)!r} closed>")
        with self.assertRaises(TypeError):
            hash(catalog)

    def test_it_is_only_opened(self):
        with self.assertRaises(TypeError):
            rejoin.StoredCatalog(str(self.path), 1)
        self.assertIs(type(rejoin.StoredCatalog.open(self.path)), type(self.open()))

    def test_it_is_not_pickled(self):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with self.assertRaises(TypeError):
                pickle.dumps(self.open(), protocol)

    @unittest.skipUnless(POSIX, "needs links")
    def test_a_link_stays_one(self):
        link = self.folder / f"link{self.suffix}"
        link.symlink_to(self.path.name)
        self.open(link).add(base())
        self.assertTrue(link.is_symlink())
        self.assertEqual(len(self.open()), 1)

    @unittest.skipUnless(POSIX, "needs rights")
    def test_the_rights_of_a_file_stay(self):
        catalog = self.filled()
        self.path.chmod(0o640)
        catalog.add(base())
        self.assertEqual(self.path.stat().st_mode & 0o777, 0o640)

    # Several at once

    def test_each_sees_what_the_other_writes(self):
        one, other = self.open(), self.open()
        for number in range(20):
            entry = one.add(base(name=f"a{number}"))
            self.assertEqual(other.get(entry["id"]), entry)
            other.add(base(name=f"b{number}"))
            self.assertEqual(len(one), 2 * number + 2)
            with self.assertRaises(rejoin.CatalogError) as caught:
                one.add(base(name=f"B{number}"))
            self.assertEqual(caught.exception.code, "name_taken")
        self.assertEqual(one.names(), other.names())
        self.assertEqual(len(one.names()), 40)

    def test_threads(self):
        catalog, failed = self.open(), []

        def work(name):
            try:
                for number in range(20):
                    entry = catalog.add(base(name=f"{name} {number}"))
                    self.assertEqual(catalog.get(entry["id"]), entry)
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failed, [])
        self.assertEqual(len(self.open()), 80)

    def test_another_writer_is_waited_for(self):
        catalog = self.filled()
        hasty = self.open(timeout=0.05)
        holder = script(HOLDER, self.path)
        with holder:
            self.assertEqual(holder.stdout.readline(), "held\n")
            start = time.monotonic()
            said = self.assert_refused("catalog_locked", hasty.add, base(name="new"))
            self.assertGreater(time.monotonic() - start, 0.04)
            self.assertIn("0.05 s", said)
            self.assert_names_the_holder(said, holder.pid)
            # Who reads does not wait, and sees nothing that is not done.
            self.assertEqual(len(hasty), len(BASES))
            self.assertEqual(self.open().names(), catalog.names())
            threading.Timer(0.2, holder.stdin.close).start()
            catalog.add(base(name="patient"))
        self.assertEqual(holder.returncode, 0)
        self.assertEqual(hasty.names()[len(BASES):], ["held", "patient"])

    def assert_names_the_holder(self, said, pid):
        self.assertIn("another process", said)

    def test_a_writer_that_was_killed_is_not_waited_for(self):
        catalog = self.filled()
        holder = script(HOLDER, self.path)
        with holder:
            self.assertEqual(holder.stdout.readline(), "held\n")
            holder.kill()
        self.assertEqual(catalog.names(), self.open().names())
        catalog.add(base(name="new"))
        self.assertEqual(len(self.open()), len(BASES) + 1)

    @unittest.skipUnless(hasattr(os, "fork"), "needs fork")
    def test_a_process_that_was_forked(self):
        catalog = self.filled()
        context = multiprocessing.get_context("fork")
        children = [context.Process(target=catalog.add, args=(base(name=f"child {number}"),)) for number in range(3)]
        for child in children:
            child.start()
            catalog.add(base(name=f"parent of {child.pid}"))
        for child in children:
            child.join()
            self.assertEqual(child.exitcode, 0)
        self.assertEqual(len(catalog), len(BASES) + 6)
        self.assertEqual(len(self.open()), len(BASES) + 6)

    def test_one_process_does_not_wait_for_itself_for_ever(self):
        catalog, other = self.open(), self.open(timeout=0.05)
        with catalog.transaction():
            said = self.assert_refused("catalog_locked", other.add, base())
            self.assert_names_this_process(said)
        other.add(base())

    def assert_names_this_process(self, said):
        self.assertIn("another process", said)

    def test_who_reads_does_not_wait_for_a_large_transaction(self):
        catalog, other = self.open(), self.open(timeout=0)
        document = rejoin.Catalog()
        for number in range(5000):
            document.add(base(name=f"{number} {'x' * 200}"))
        with catalog.transaction():
            catalog.import_(document.to_json())
            self.assertEqual((len(catalog), len(other), other.list()), (5000, 0, []))
        self.assertEqual(len(other), 5000)

    # Transactions

    def test_a_transaction_is_written_once(self):
        catalog, other = self.open(), self.open()
        with catalog.transaction() as same:
            self.assertIs(same, catalog)
            before = self.files()
            entry = catalog.add(base(name="a"))
            catalog.add(base(name="b"))
            self.assertEqual((catalog.names(), other.names()), (["a", "b"], []))
            self.assertEqual(self.files()[self.path.name], before[self.path.name])
            catalog.update(entry["id"], base(name="c"))
            catalog.delete(catalog.list(search="b")[0]["id"])
        self.assertEqual((catalog.names(), other.names()), (["c"], ["c"]))

    def test_a_transaction_that_fails_leaves_nothing(self):
        catalog = self.filled()
        before = catalog.export()
        data = self.path.read_bytes()
        for error in (RuntimeError, KeyboardInterrupt):
            with self.assertRaises(error), catalog.transaction():
                catalog.add(base(name="a"))
                catalog.delete([entry["id"] for entry in catalog.list(search="hybrid")])
                raise error
            self.assertEqual((catalog.export(), self.open().export()), (before, before))
            self.assertEqual(self.path.read_bytes(), data)
        catalog.add(base(name="a"))
        self.assertEqual(len(self.open()), len(BASES) + 1)

    def test_what_is_refused_in_a_transaction_leaves_the_rest(self):
        catalog = self.filled()
        with catalog.transaction():
            catalog.add(base(name="a"))
            for wrong in (base(name="A"), base(name="b", applicationId="x")):
                with self.assertRaises(rejoin.CatalogError):
                    catalog.add(wrong)
            taken = rejoin.Catalog()
            for name in ("fine", "a"):
                taken.add(base(name=name))
            with self.assertRaises(rejoin.CatalogError):
                catalog.import_(taken.export())
            catalog.add(base(name="c"))
        self.assertEqual(self.open().names()[len(BASES):], ["a", "c"])

    def test_a_transaction_in_another(self):
        catalog = self.open()
        with catalog.transaction():
            catalog.add(base(name="a"))
            with contextlib.suppress(RuntimeError), catalog.transaction():
                catalog.add(base(name="b"))
                with catalog.transaction():
                    catalog.add(base(name="c"))
                raise RuntimeError
            self.assertEqual(catalog.names(), ["a"])
            with catalog.transaction():
                catalog.add(base(name="d"))
            catalog.reload()
        self.assertEqual(self.open().names(), ["a", "d"])
        with contextlib.suppress(RuntimeError), catalog.transaction():
            with catalog.transaction():
                catalog.add(base(name="e"))
            raise RuntimeError
        self.assertEqual((catalog.names(), self.open().names()), (["a", "d"], ["a", "d"]))

    def test_a_transaction_without_a_change_writes_nothing(self):
        catalog = self.filled()
        before = self.path.stat()
        with catalog.transaction():
            catalog.list()
        with self.assertRaises(rejoin.CatalogError):
            catalog.delete("nope")
        after = self.path.stat()
        self.assertEqual((after.st_ino, after.st_mtime_ns), (before.st_ino, before.st_mtime_ns))

    # What is refused

    def assert_left_alone(self, code, data):
        self.path.write_bytes(data)
        said = self.assert_refused(code, rejoin.Catalog.open, self.path)
        self.assert_refused(code, rejoin.Catalog.open, self.path, create=False)
        self.assertEqual(self.path.read_bytes(), data)
        self.assertLessEqual(set(self.files()), {self.path.name, self.path.name + ".lock"})
        return said

    def test_a_file_that_is_damaged_while_it_is_open(self):
        catalog = self.filled(40)
        data = self.path.read_bytes()
        broken = data[: len(data) // 2 // 4096 * 4096 + 100]
        self.path.write_bytes(broken)
        for call in (catalog.export, catalog.list, catalog.reload):
            with self.assertRaises(rejoin.CatalogError):
                call()
        with self.assertRaises(rejoin.CatalogError):
            for number in range(200):
                catalog.add(base(name=f"new {number}"))
        self.path.write_bytes(data)
        self.assertEqual(len(self.open()), 40)

    def test_a_file_that_is_gone_is_not_begun_anew(self):
        catalog = self.filled()
        self.path.unlink()
        for call in (catalog.export, catalog.names, lambda: catalog.add(base())):
            with self.assertRaises(FileNotFoundError):
                call()
        self.assertFalse(self.path.exists())

    def test_a_file_that_is_another_one_now(self):
        catalog = self.filled()
        with self.open(self.folder / f"other{self.suffix}") as other:
            other.add(base(name="other"))
        os.replace(other.path, self.path)
        self.assertEqual(catalog.names(), ["other"])
        catalog.add(base(name="more"))
        self.assertEqual(self.open().names(), ["other", "more"])

    @unittest.skipUnless(POSIX, "needs rights")
    def test_a_file_that_may_only_be_read(self):
        self.filled().close()
        self.path.chmod(0o444)
        self.folder.chmod(0o555)
        self.addCleanup(self.folder.chmod, 0o755)
        # The rights do not count for the superuser.
        user = os.geteuid()
        os.seteuid(user or 65534)
        try:
            catalog = self.open()
            self.assertEqual(len(catalog), len(BASES))
            with self.assertRaises(PermissionError):
                catalog.add(base())
            self.assertEqual(catalog.names(), self.open().names())
        finally:
            os.seteuid(user)

    # A disk that is full

    @unittest.skipUnless(POSIX, "needs limits")
    def test_a_disk_that_is_full(self):
        self.filled(20)
        before = self.path.read_bytes()
        limit = len(before) + 8192
        process = script(
            """
import resource, sys, rejoin
from drafts import base
path, limit = sys.argv[1], int(sys.argv[2])
catalog = rejoin.Catalog.open(path)
names = catalog.names()
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
try:
    with catalog.transaction():
        for number in range(200):
            catalog.add(base(name=f"new {number}"))
except OSError as error:
    print(type(error).__name__, error.filename == path, catalog.names() == names)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
catalog.add(base(name="after"))
""",
            self.path,
            limit,
        )
        said, _ = process.communicate()
        self.assertEqual((said, process.returncode), ("OSError True True\n", 0))
        self.assertEqual(self.open().names()[20:], ["after"])
        self.assertLessEqual(set(self.files()), {self.path.name, self.path.name + ".lock"})

    # Secrets

    def test_no_secret_is_on_the_disk(self):
        drafts = [
            base(clientSecret=SECRET, localAdministratorPassword=SECRET + "1a!"),
            base("activeDirectoryOnline", adPassword=SECRET),
            base("entraBulkToken", bulkToken=SECRET),
        ]
        key = rejoin.generate_key("configuration")
        canaries = [SECRET.encode(), key.encode(), key[6:30].encode()]

        def look():
            for name, data in self.files().items():
                for canary in canaries:
                    self.assertNotIn(canary, data, name)

        catalog = self.open()
        with mock.patch("os.fsync", side_effect=lambda file: look()):
            for draft in drafts:
                entry = catalog.add({**draft, **({"configurationKey": key} if "configurationKey" in draft else {})})
                look()
                catalog.update(entry["id"], {**draft, "name": draft["name"] + " 2"})
                with catalog.transaction():
                    catalog.update(entry["id"], draft)
                    look()
        holder = script(HOLDER.replace('base(name="held")', f'base(name="held", clientSecret={SECRET!r})'), self.path)
        with holder:
            holder.stdout.readline()
            look()
            holder.kill()
        look()
        self.assertEqual(len(catalog), len(drafts))
        for text in (repr(catalog), str(catalog), str(vars(catalog)), catalog.to_json(), str(catalog.export())):
            for canary in canaries:
                self.assertNotIn(canary.decode(), text)

    def test_no_secret_is_in_an_exception(self):
        catalog = self.open()
        wrong = [
            base(clientSecret=f"-----BEGIN {SECRET}"),
            base(clientSecret=SECRET + "\ud800"),
            base(configurationKey="rjcfg1" + SECRET),
            base(localAdministratorPassword=[SECRET]),
            {SECRET: SECRET},
        ]
        document = catalog.export()
        catalog.add(base())
        [entry] = catalog.export()["entries"]
        spoiled = {**entry, "connection": {**entry["connection"], "clientSecret": SECRET, "name": "x"}}
        told = {**entry, "secrets": {"clientSecret": SECRET}}
        calls = [lambda draft=draft: catalog.add(draft) for draft in wrong]
        calls += [lambda draft=draft: catalog.update(entry["id"], draft) for draft in wrong]
        calls += [lambda entry=entry: catalog.import_({**document, "entries": [entry]}) for entry in (spoiled, told)]
        calls += [lambda: catalog.delete(SECRET), lambda: catalog.update(SECRET, base())]
        for call in calls:
            with self.assertRaises(rejoin.CatalogError) as caught:
                call()
            error = caught.exception
            while error is not None:
                self.assertNotIn(SECRET, f"{error!r} {error} {vars(error)}")
                error = error.__cause__ or error.__context__


class DocumentTest(Stored, unittest.TestCase):
    suffix = ".json"

    def assert_names_the_holder(self, said, pid):
        self.assertIn(f"process {pid} on {os.uname().nodename}" if POSIX else f"process {pid}", said)

    def assert_names_this_process(self, said):
        self.assertIn("this process itself is writing", said)

    @unittest.skipUnless(POSIX, "needs a double for what Windows has")
    def test_the_lock_of_windows(self):
        # With a double that locks a byte as Windows does; the lock lies behind the note, which can be read.
        import fcntl

        class Msvcrt:
            LK_NBLCK, LK_UNLCK = 1, 2

            @staticmethod
            def locking(file, how, count):
                self.assertEqual((os.lseek(file, 0, os.SEEK_CUR), count), (1 << 30, 1))
                fcntl.flock(file, fcntl.LOCK_UN if how == 2 else fcntl.LOCK_EX | fcntl.LOCK_NB)

        source = pathlib.Path(rejoin._store.lock.__file__)
        names = {"__name__": "lock_of_windows"}
        with mock.patch("sys.platform", "win32"), mock.patch.dict("sys.modules", msvcrt=Msvcrt), mock.patch.dict(
            "os.environ", COMPUTERNAME="DESK-7"
        ):
            exec(compile(source.read_text("utf-8"), str(source), "exec"), names)
            one, other = (names["WriteLock"](str(self.path)) for _ in range(2))
            one.acquire(0)
            said = self.assert_refused("catalog_locked", other.acquire, 0.02)
            self.assertIn("this process itself", said)
            one._file, file = None, one._file
            names["_write_note"](file, "process 1 on DESK-8")
            self.assertIn("process 1 on DESK-8 is writing", self.assert_refused("catalog_locked", other.acquire, 0))
            one._file = file
            one.release()
            other.acquire(0)
            other.release()

    def test_what_is_refused_is_left_as_it_is(self):
        document = rejoin.Catalog(self.filled().export())
        text = document.to_json()
        for code, data in (
            ("malformed_json", ""),
            ("malformed_json", "\0" * 4096),
            ("malformed_json", text[: len(text) // 2]),
            ("malformed_json", text[:-5]),
            ("malformed_document", "{}"),
            ("malformed_document", json.dumps(list(BASES.values()))),
            ("malformed_document", text.replace('"version":1', '"version":0')),
            ("unsupported_version", text.replace('"version":1', '"version":2,"more":[1]')),
            ("invalid_entry", text.replace('"role":"source"', '"role":"sauce"', 1)),
            ("invalid_entry", text.replace('"stored":true', '"stored":false', 1)),
            ("duplicate_id", text.replace("[\n", "[\n" + text.splitlines()[1] + "\n", 1)),
        ):
            with self.subTest(code, data=data[:60]):
                self.assertNotEqual(data, text)
                self.assert_left_alone(code, data.encode())
        self.assertIn("version 2", self.assert_left_alone("unsupported_version", text.replace('"version":1', '"version":2').encode()))
        self.assert_left_alone("malformed_json", text.encode("utf-16"))

    def test_any_part_of_a_file_is_refused_and_left(self):
        data = self.filled().to_json().encode()
        dice = random.Random(7)
        for _ in range(50):
            self.assert_left_alone("malformed_json", data[: dice.randrange(len(data) - 2)])

    def test_a_file_that_somebody_wrote_by_hand(self):
        document = self.filled().export()
        self.path.write_text("\ufeff" + json.dumps(document, indent=4), "utf-8")
        before = self.path.read_bytes()
        catalog = self.open()
        self.assertEqual(catalog.export(), document)
        self.assertEqual(self.path.read_bytes(), before)
        catalog.add(base())
        self.assertEqual(len(self.path.read_bytes().splitlines()), len(BASES) + 3)

    def test_another_process_on_the_same_tick(self):
        # Two files of one size, written so fast that the clock of the file system does not move.
        catalog, other = self.open(), self.open()
        for name in "abcdefgh":
            entry = other.add(base(name=name), now="2026-11-22T12:00:00Z")
            self.assertEqual(catalog.names(), [name])
            status = self.path.stat()
            other.delete(entry["id"])
            os.utime(self.path, ns=(status.st_atime_ns, status.st_mtime_ns))
            self.assertEqual(catalog.names(), [])

    def test_the_look_of_a_file_is_enough_once_it_is_old(self):
        catalog = self.filled()
        old = time.time_ns() - 10**10
        os.utime(self.path, ns=(old, old))
        catalog.list()
        with mock.patch.object(rejoin._store.document, "patiently", side_effect=AssertionError):
            for _ in range(3):
                catalog.list()
        other = self.open()
        other.add(base())
        self.assertEqual(len(catalog), len(BASES) + 1)

    @unittest.skipUnless(POSIX, "needs rights")
    def test_a_lock_that_somebody_else_has_made(self):
        self.filled().close()
        lock = self.folder / f"{self.path.name}.lock"
        lock.chmod(0o444)
        self.folder.chmod(0o777)
        user = os.geteuid()
        os.seteuid(user or 65534)
        try:
            catalog, other = self.open(), self.open(timeout=0)
            with catalog.transaction():
                catalog.add(base())
                self.assertIn("another process", self.assert_refused("catalog_locked", other.add, base()))
            self.assertEqual(len(other), len(BASES) + 1)
        finally:
            os.seteuid(user)

    def test_a_file_of_a_writer_that_was_killed_is_in_nobodys_way(self):
        catalog = self.filled()
        beside = self.folder / f"{self.path.name}.tmp"
        beside.write_bytes(b"half")
        catalog.add(base())
        self.assertFalse(beside.exists())
        self.assertEqual(len(self.open()), len(BASES) + 1)

    @unittest.skipUnless(POSIX, "needs links")
    def test_links_beside_the_file_are_not_followed(self):
        catalog = self.filled()
        victim = self.folder / "victim"
        victim.write_bytes(b"precious")
        beside, lock = (self.folder / f"{self.path.name}{end}" for end in (".tmp", ".lock"))
        beside.symlink_to(victim)
        catalog.add(base())
        self.assertFalse(beside.is_symlink())
        lock.unlink()
        lock.symlink_to(victim)
        with self.assertRaises(OSError):
            catalog.add(base(name="new"))
        self.assertEqual(victim.read_bytes(), b"precious")

    def test_each_step_of_a_write_may_fail(self):
        full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        catalog = self.filled()
        before = self.path.read_bytes()
        for step in ("open", "write", "fsync", "replace", "close"):
            original = getattr(os, step)

            def failing(*arguments, original=original, step=step):
                about = self.path.name + ".tmp"
                if step in ("open", "replace") and str(arguments[0]).endswith(about):
                    raise full
                if step in ("write", "fsync", "close"):
                    # The lock is written, too, and closed.
                    link = f"/proc/self/fd/{arguments[0]}"
                    if os.path.exists(link) and os.readlink(link).endswith(about):
                        if step == "close":
                            original(*arguments)
                        raise full
                return original(*arguments)

            with self.subTest(step), mock.patch(f"os.{step}", side_effect=failing):
                if step in ("write", "fsync", "close") and not os.path.exists("/proc/self/fd"):
                    self.skipTest("needs /proc")
                full.filename = None
                with self.assertRaises(OSError) as caught:
                    catalog.add(base())
                self.assertEqual(str(caught.exception), f"[Errno {errno.ENOSPC}] {full.strerror}: {str(self.path)!r}")
                self.assertEqual(self.path.read_bytes(), before)
                self.assertEqual(len(catalog), len(BASES))
                self.assertNotIn(f"{self.path.name}.tmp", self.files())
        catalog.add(base())
        self.assertEqual(len(self.open()), len(BASES) + 1)

    @unittest.skipUnless(POSIX, "needs a folder that can be brought onto the disk")
    def test_a_folder_that_is_not_on_the_disk_is_said(self):
        # The change is in its place then, and may or may not be there after a loss of power.
        catalog = self.filled()
        with mock.patch("rejoin._store.document.sync_folder", side_effect=OSError(errno.EIO, "broken")):
            with self.assertRaises(OSError) as caught:
                catalog.add(base())
        self.assertEqual(caught.exception.filename, str(self.path))
        self.assertEqual(catalog.names(), self.open().names())
        self.assertEqual(len(catalog), len(BASES) + 1)

    @unittest.skipUnless(hasattr(os, "fork"), "needs fork")
    def test_a_kill_before_and_after_each_step(self):
        before = self.filled().names()
        data, ends = self.path.read_bytes(), set()
        steps = ("open", "write", "fsync", "replace", "unlink", "close", "fchmod", "fchown", "ftruncate")
        for last in range(1, 100):
            self.path.write_bytes(data)
            child = os.fork()
            if not child:
                self.write_until(last, steps)
            _, status = os.waitpid(child, 0)
            after = self.open().names()
            self.assertIn(after, (before, [*before, "new"]))
            ends.add(len(after))
            if os.waitstatus_to_exitcode(status) == 0:
                break
        self.assertGreater(last, 30)
        self.assertEqual(ends, {len(before), len(before) + 1})

    def write_until(self, last, steps):
        """Changes the catalog in a process that ends as one does that is killed, before or after a step."""
        count = 0

        def step(original):
            def counted(*arguments):
                nonlocal count
                count += 1
                if count == last:
                    os._exit(9)
                result = original(*arguments)
                count += 1
                if count == last:
                    os._exit(9)
                return result

            return counted

        try:
            catalog = rejoin.Catalog.open(self.path)
            for name in steps:
                setattr(os, name, step(getattr(os, name)))
            catalog.add(base(name="new"))
            os._exit(0)
        finally:
            os._exit(1)

    def test_a_write_that_is_short_goes_on(self):
        catalog = self.filled()
        write = os.write
        with mock.patch("os.write", side_effect=lambda file, data: write(file, data[:1000])):
            catalog.add(base())
        self.assertEqual(len(self.open()), len(BASES) + 1)

    def test_the_file_is_on_the_disk_before_it_is_in_its_place(self):
        catalog, steps = self.filled(), []
        fsync, replace = os.fsync, os.replace
        with mock.patch("os.fsync", side_effect=lambda file: (steps.append("fsync"), fsync(file))), mock.patch(
            "os.replace", side_effect=lambda *names: (steps.append("replace"), replace(*names))
        ):
            catalog.add(base())
        self.assertEqual(steps, ["fsync", "replace", "fsync"] if POSIX else ["fsync", "replace"])

    def test_windows_refuses_for_a_moment(self):
        patiently = rejoin._store.document.patiently
        answers = iter([PermissionError(), PermissionError(), 5])

        def work():
            answer = next(answers)
            if isinstance(answer, Exception):
                raise answer
            return answer

        with mock.patch("sys.platform", "win32"):
            self.assertEqual(patiently(work, 10), 5)
            with self.assertRaises(PermissionError):
                patiently(mock.Mock(side_effect=PermissionError), 0.03)
        with mock.patch("sys.platform", "linux"), self.assertRaises(PermissionError):
            patiently(mock.Mock(side_effect=[PermissionError, 5]), 10)

    def test_a_reader_never_sees_half_a_file(self):
        catalog = self.filled()
        stop, seen = threading.Event(), []

        def read():
            while not stop.is_set():
                seen.append(len(json.loads(self.path.read_bytes())["entries"]))

        reader = threading.Thread(target=read)
        reader.start()
        for number in range(60):
            catalog.add(base(name=f"new {number}"))
        stop.set()
        reader.join()
        self.assertEqual(seen, sorted(seen))
        self.assertGreater(len(seen), 10)


class DatabaseTest(Stored, unittest.TestCase):
    suffix = ".db"

    def test_the_names_of_databases(self):
        for name in ("a.db", "a.sqlite", "a.sqlite3", "A.DB"):
            self.open(self.folder / name).close()
            self.assertTrue((self.folder / name).read_bytes().startswith(b"SQLite format 3\0"))

    def changed(self, *statements):
        """The bytes of a good database after some statements."""
        self.path.unlink(missing_ok=True)
        self.filled().close()
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            for statement in statements:
                connection.execute(statement)
            connection.commit()
        return self.path.read_bytes()

    def test_what_is_refused_is_left_as_it_is(self):
        good = self.changed()
        for code, data in (
            ("not_a_catalog", b"x"),
            ("not_a_catalog", b"SQLite format 3\0"),
            ("not_a_catalog", b"\0" * 8192),
            ("not_a_catalog", rejoin.Catalog().to_json().encode()),
            ("not_a_catalog", self.changed("PRAGMA application_id = 5")),
            ("unsupported_version", self.changed("PRAGMA user_version = 2", "DROP TABLE connections")),
            ("malformed_document", self.changed("PRAGMA user_version = 0")),
            ("damaged_catalog", good[: len(good) // 2]),
            ("damaged_catalog", good[:4096] + b"\x5a" * (len(good) - 4096)),
        ):
            with self.subTest(code, data=data[:30]):
                self.assert_left_alone(code, data)
        said = self.assert_left_alone("unsupported_version", self.changed("PRAGMA user_version = 7"))
        self.assertIn("version 7", said)

    def test_a_later_version_with_a_log_is_not_even_opened(self):
        self.changed("PRAGMA user_version = 2")
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("CREATE TABLE more (x)")
            connection.commit()
            before = self.files()
            self.assert_refused("unsupported_version", rejoin.Catalog.open, self.path)
            self.assertEqual(self.files(), before)

    def test_a_row_that_is_no_entry_is_refused(self):
        for column in ("replace(entry, '\"stored\":true', '\"stored\":false')", "'{'", "'5'", "''", "5", "x'80'"):
            self.changed(f"UPDATE connections SET entry = {column} WHERE place = 1")
            code = "invalid_entry" if "replace" in column or "5" in column else "damaged_catalog"
            self.assert_refused(code, self.open().list)

    def test_a_table_that_lacks_something_is_refused(self):
        self.changed("ALTER TABLE connections RENAME COLUMN entry TO other")
        catalog = self.open()
        for call in (catalog.list, lambda: catalog.add(base())):
            self.assert_refused("damaged_catalog", call)
        self.changed("DROP TABLE connections")
        self.assert_refused("damaged_catalog", self.open().names)

    def test_what_is_damaged_is_said_as_that_and_as_nothing_else(self):
        good = self.changed()
        dice = random.Random(5)
        for _ in range(300):
            data = bytearray(good)
            for _ in range(dice.choice([1, 2, 20])):
                at = dice.randrange(100, len(data))
                data[at : at + 8] = dice.randbytes(8)
            self.path.write_bytes(data)
            with contextlib.suppress(rejoin.CatalogError), rejoin.Catalog.open(self.path) as catalog:
                for call in (catalog.list, catalog.names, catalog.tenants, catalog.export, lambda: catalog.add(base())):
                    with contextlib.suppress(rejoin.CatalogError):
                        call()

    def test_an_empty_file_is_a_database_that_nobody_has_written_to(self):
        self.path.touch()
        self.assert_refused("not_a_catalog", rejoin.Catalog.open, self.path, create=False)
        self.assertEqual(len(self.open()), 0)

    def test_a_write_ahead_log_that_somebody_turned_on_stays_on(self):
        self.changed("PRAGMA journal_mode = WAL")
        self.open().add(base())
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            self.assertEqual(connection.execute("PRAGMA journal_mode").fetchone(), ("wal",))
        self.assertEqual(len(self.open()), len(BASES) + 1)

    def test_columns_follow_from_the_entries(self):
        catalog = self.filled(24)
        for entry in catalog.list(search="online"):
            catalog.update(entry["id"], base(name=f"ÄÖÜ {entry['id']}"))
        with contextlib.closing(sqlite3.connect(self.path)) as connection:
            rows = connection.execute("SELECT * FROM connections ORDER BY place").fetchall()
        self.assertEqual(len(rows), 24)
        for (place, id, comparable, name, kind, tenant, text), entry in zip(rows, catalog.export()["entries"]):
            connection = entry["connection"]
            self.assertEqual(json.loads(text), entry)
            self.assertEqual((id, name, kind, tenant), (entry["id"], connection["name"], connection["type"], connection.get("tenant")))
            self.assertEqual(comparable, name.lower())

    def test_a_reader_that_does_not_let_go(self):
        self.filled()
        catalog = self.open(timeout=0.05)
        with contextlib.closing(sqlite3.connect(self.path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM connections").fetchone()
            self.assert_refused("catalog_locked", catalog.add, base())
        self.assertEqual(len(catalog), len(BASES))
        catalog.add(base())

    def test_what_sqlite_says_is_said_as_what_it_is(self):
        catalog = self.filled()
        said = rejoin._store.database.refusal
        for text, number in (
            ("database or disk is full", errno.ENOSPC),
            ("attempt to write a readonly database", errno.EACCES),
            ("unable to open database file", errno.EACCES),
            ("disk I/O error", errno.EIO),
        ):
            error = said(catalog.path, sqlite3.OperationalError(text), 1)
            self.assertEqual((error.errno, error.filename), (number, catalog.path))
        self.assertEqual(said("x", sqlite3.DatabaseError("malformed"), 1).code, "damaged_catalog")

    def test_a_full_disk_in_the_middle_of_a_transaction(self):
        catalog = self.filled()
        (pages,) = catalog._connection.execute("PRAGMA page_count").fetchone()
        catalog._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
        before = catalog.export()
        with self.assertRaises(OSError) as caught:
            with catalog.transaction():
                for number in range(200):
                    catalog.add(base(name=f"new {number}"))
        self.assertEqual(caught.exception.errno, errno.ENOSPC)
        self.assertEqual((catalog.export(), self.open().export()), (before, before))
        # Whoever passes over it inside gets all that was accepted, or none and is told.
        accepted, told = [], False
        try:
            with catalog.transaction(), contextlib.suppress(OSError):
                for number in range(200):
                    accepted.append(catalog.add(base(name=f"new {number}"))["connection"]["name"])
        except rejoin.CatalogError as error:
            self.assertEqual(error.code, "rolled_back")
            told = True
        self.assertLess(len(accepted), 200)
        self.assertEqual(self.open().names()[len(BASES):], [] if told else accepted)


if __name__ == "__main__":
    unittest.main()
