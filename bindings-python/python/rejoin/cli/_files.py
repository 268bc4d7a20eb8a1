"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from rejoin.cli._parser import Failure


@contextmanager
def whole(path: str, *, private: bool = False) -> Iterator[TextIO]:
    """A file to write text to. It takes the place of an older one when all is written, and only then.

    A private file is for its owner alone; any other keeps the permissions that it has.
    """
    target = os.path.realpath(path)
    try:
        descriptor, name = tempfile.mkstemp(prefix=".rejoin-", dir=os.path.dirname(target), text=False)
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror}") from None
    try:
        with open(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if not private:
            os.chmod(name, permissions(target))
        os.replace(name, target)
    except BaseException as error:
        os.unlink(name)
        if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
            raise Failure(f"{path} cannot be written: {error.strerror}") from None
        raise


def permissions(path: str) -> int:
    """The permissions of a file, or those that a new one has here."""
    try:
        return os.stat(path).st_mode & 0o777
    except OSError:
        # There is no way to ask for the mask but to set it.
        mask = os.umask(0o077)
        os.umask(mask)
        return 0o666 & ~mask
