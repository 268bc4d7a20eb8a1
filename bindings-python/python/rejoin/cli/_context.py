"""What the host knows: the options that say it, and the context that they come to."""

from __future__ import annotations

import argparse
import datetime
import json
from typing import Any

import rejoin
from rejoin.cli._parser import Failure


def add(group: Any) -> None:
    """Adds the options."""
    group.add_argument("--context", metavar="FILE", help="JSON with what the host knows: tenants, names in use, ...")
    group.add_argument("--now", metavar="TIME", help="the time to check against, in RFC 3339 (the current time)")


def read(arguments: argparse.Namespace) -> dict[str, Any]:
    """The context: that of the file, and the time."""
    context: dict[str, Any] = {}
    if arguments.context is not None:
        try:
            with open(arguments.context, encoding="utf-8-sig") as file:
                context = json.load(file)
        except OSError as error:
            raise Failure(f"--context: the file cannot be read: {error.strerror}") from None
        except ValueError:
            raise Failure("--context: the file is not JSON") from None
        if not isinstance(context, dict):
            raise Failure("--context: the file must hold a JSON object")
    if arguments.now is not None:
        context["now"] = arguments.now
    context.setdefault("now", datetime.datetime.now(datetime.timezone.utc).isoformat())
    try:
        rejoin.validate({}, context)
    except (TypeError, ValueError) as error:
        raise Failure(f"{'--now' if arguments.context is None else '--context'}: {error}") from None
    return context
