"""What a careful person writes without a library, but for orjson to read JSON."""

import re

import orjson

from models import rules

TEXTS = {key: (least, most, re.compile(pattern).fullmatch) for key, (least, most, pattern) in rules.TEXTS.items()}
CLASSES = [re.compile(pattern).search for pattern in rules.CLASSES]
EVERYWHERE = ("name",)

#: By destination and method: the texts that must be there, and all the keys that may.
KINDS = {}
for destination, methods in rules.DESTINATIONS.items():
    for method in methods:
        cloud = () if destination == "activeDirectory" else rules.IN_THE_CLOUD
        keys = EVERYWHERE + cloud + rules.METHODS[method]
        texts = tuple(key for key in keys if key in TEXTS and key not in rules.OPTIONAL)
        KINDS[destination, method] = texts, frozenset((*keys, "type", "role", "destination", "rejoinMethod"))
SOURCE = EVERYWHERE + rules.SOURCE
SOURCE_KEYS = frozenset((*SOURCE, *rules.ADMINISTRATOR, "type", "role", "createLocalAdministrator", "connectEntraId"))


def check_texts(draft, keys, errors):
    for key in keys:
        value = draft.get(key)
        if type(value) is not str:
            errors.append((key, "Enter a text"))
            continue
        least, most, matches = TEXTS[key]
        if not least <= len(value) <= most:
            errors.append((key, f"Enter {least} to {most} characters"))
        elif not matches(value):
            errors.append((key, "Enter a value of the right form"))


def check_source(draft, errors):
    check_texts(draft, SOURCE, errors)
    create = draft.get("createLocalAdministrator", False)
    if type(create) is not bool:
        errors.append(("createLocalAdministrator", "Say true or false"))
    elif create:
        check_administrator(draft, errors)
    elif "localAdministratorUsername" in draft or "localAdministratorPassword" in draft:
        errors.append(("createLocalAdministrator", "Leave the administrator out"))
    if type(draft.get("connectEntraId", False)) is not bool:
        errors.append(("connectEntraId", "Say true or false"))
    if not errors and draft["clientSecret"] == draft["applicationId"]:
        errors.append(("clientSecret", "Enter the secret, not the application's ID"))


def check_administrator(draft, errors):
    before = len(errors)
    check_texts(draft, rules.ADMINISTRATOR, errors)
    if len(errors) > before:
        return
    name, password = draft["localAdministratorUsername"], draft["localAdministratorPassword"]
    if sum(1 for occurs in CLASSES if occurs(password)) < 3:
        errors.append(("localAdministratorPassword", "Use three kinds of characters"))
    if len(name) >= 3 and name.lower() in password.lower():
        errors.append(("localAdministratorPassword", "Leave out the name of the account"))


def check_destination(draft, errors):
    kind = KINDS.get((draft.get("destination"), draft.get("rejoinMethod")))
    if kind is None:
        errors.append(("rejoinMethod", "Choose a destination and one of its methods"))
        return None
    texts, keys = kind
    check_texts(draft, texts, errors)
    if "bulkTokenLifetimeDays" in keys:
        days = draft.get("bulkTokenLifetimeDays")
        if type(days) is not int or not rules.DAYS[0] <= days <= rules.DAYS[1]:
            errors.append(("bulkTokenLifetimeDays", "Enter 1 to 180 days"))
        if "bulkTokenExpiresAt" in draft:
            check_texts(draft, rules.OPTIONAL, errors)
    return keys


def check(draft):
    """The errors of a draft, each a field and a message."""
    errors = []
    if draft.get("type") != rules.TYPE:
        errors.append(("type", "Choose a type"))
    role = draft.get("role")
    if role == "source":
        check_source(draft, errors)
        keys = SOURCE_KEYS
    elif role == "destination":
        keys = check_destination(draft, errors)
    else:
        errors.append(("role", "Choose source or destination"))
        keys = None
    if keys is not None and not draft.keys() <= keys:
        errors += [(key, "No such field") for key in draft.keys() - keys]
    return errors


class Peer:
    name = "by hand"

    def dict(self, draft):
        return not check(draft)

    def errors(self, draft):
        return check(draft)

    def json(self, text):
        return not check(orjson.loads(text))
