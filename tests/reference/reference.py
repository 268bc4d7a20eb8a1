#!/usr/bin/env python3
"""A second reading of the specification, for differential testing.

Written from the specification alone, in plain Python, and sharing nothing with
the core: where the two disagree, one of them has misread the page. Section
numbers in the comments are those of the specification. Issues carry no
`message` and no `help`, because wording is not what is compared.

    python3 reference.py < cases.ndjson      one compact report per line
    python3 reference.py --self-test         known answers, properties, coverage

Needs Python 3.10 or newer. The Unicode tables of Python 3.11 are version 14;
other versions may differ on characters that the specification leaves out.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import re
import sys
import unicodedata
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Callable, NamedTuple

# --------------------------------------------------------------------------
# Section 2, Text: characters, lengths, positions
# --------------------------------------------------------------------------

BLANKS = (
    "\t\n\v\f\r \x85\xa0\u1680"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
    "\u200b\u200c\u200d\u2060\ufeff"
)
BLANK_SET = frozenset(BLANKS)
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
INVISIBLE = re.compile(
    "[\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
SURROGATE = re.compile("[\ud800-\udfff]")
NON_ASCII = re.compile("[^\x00-\x7e]")
MASKED = re.compile("[*•●]{3,}")
REPLACEMENT = "\ufffd"
SAFE = 2**53 - 1

_ASCII_LOWER = {c: c + 32 for c in range(ord("A"), ord("Z") + 1)}


def trim(text: str) -> str:
    """Section 2, Text: without leading and trailing blanks."""
    return text.strip(BLANKS)


def units(text: str) -> int:
    """Section 2, Text: the length in UTF-16 code units."""
    return len(text) if text.isascii() else len(text) + sum(c > "\uffff" for c in text)


def lower(text: str) -> str:
    """Section 2, Text: lower-casing of A-Z only."""
    return text.lower() if text.isascii() else text.translate(_ASCII_LOWER)


def unicode_lower(text: str) -> str:
    """Section 2, Text: the simple mapping, one code point to one.

    Only U+0130 has a longer full mapping; its first character is the simple
    one. Going character by character also keeps the final sigma out of it.
    """
    return text.lower() if text.isascii() else "".join(c.lower()[0] for c in text)


def decodable(text: str) -> str:
    """Section 2, Text: what cannot be decoded reaches the rules as U+FFFD."""
    return text if text.isascii() else SURROGATE.sub(REPLACEMENT, text)


def position(pattern: re.Pattern[str], text: str) -> int | None:
    """The UTF-16 position of the first match, or None."""
    found = pattern.search(text)
    return None if found is None else units(text[: found.start()])


def occurring(text: str, wanted: str | frozenset[str]) -> str:
    """The `characters` param: each once, in order of appearance."""
    return "".join(dict.fromkeys(c for c in text if c in wanted))


def edged_by_blank(text: str) -> bool:
    return text[0] in BLANK_SET or text[-1] in BLANK_SET


# Alphabetic beyond the letters (L*), the letter numbers (Nl) and the derived
# Uppercase and Lowercase: the part of Other_Alphabetic that Python does not
# know, as of Unicode 14.
_OTHER_ALPHABETIC = """
5B0-5BD 5BF 5C1-5C2 5C4-5C5 5C7 610-61A 64B-657 659-65F 670 6D6-6DC 6E1-6E4 6E7-6E8 6ED 711
730-73F 7A6-7B0 816-817 81B-823 825-827 829-82C 8D4-8DF 8E3-8E9 8F0-903 93A-93B 93E-94C 94E-94F
955-957 962-963 981-983 9BE-9C4 9C7-9C8 9CB-9CC 9D7 9E2-9E3 A01-A03 A3E-A42 A47-A48 A4B-A4C A51
A70-A71 A75 A81-A83 ABE-AC5 AC7-AC9 ACB-ACC AE2-AE3 AFA-AFC B01-B03 B3E-B44 B47-B48 B4B-B4C
B56-B57 B62-B63 B82 BBE-BC2 BC6-BC8 BCA-BCC BD7 C00-C03 C3E-C44 C46-C48 C4A-C4C C55-C56 C62-C63
C81-C83 CBE-CC4 CC6-CC8 CCA-CCC CD5-CD6 CE2-CE3 D00-D03 D3E-D44 D46-D48 D4A-D4C D57 D62-D63
D81-D83 DCF-DD4 DD6 DD8-DDF DF2-DF3 E31 E34-E3A E4D EB1 EB4-EB9 EBB-EBC ECD F71-F81 F8D-F97
F99-FBC 102B-1036 1038 103B-103E 1056-1059 105E-1060 1062-1064 1067-106D 1071-1074 1082-108D
108F 109A-109D 1712-1713 1732-1733 1752-1753 1772-1773 17B6-17C8 1885-1886 18A9 1920-192B
1930-1938 1A17-1A1B 1A55-1A5E 1A61-1A74 1ABF-1AC0 1ACC-1ACE 1B00-1B04 1B35-1B43 1B80-1B82
1BA1-1BA9 1BAC-1BAD 1BE7-1BF1 1C24-1C36 1DE7-1DF4 2DE0-2DFF A674-A67B A69E-A69F A802 A80B
A823-A827 A880-A881 A8B4-A8C3 A8C5 A8FF A926-A92A A947-A952 A980-A983 A9B4-A9BF A9E5 AA29-AA36
AA43 AA4C-AA4D AA7B-AA7D AAB0 AAB2-AAB4 AAB7-AAB8 AABE AAEB-AAEF AAF5 ABE3-ABEA FB1E 10376-1037A
10A01-10A03 10A05-10A06 10A0C-10A0F 10D24-10D27 10EAB-10EAC 11000-11002 11038-11045 11073-11074
11082 110B0-110B8 110C2 11100-11102 11127-11132 11145-11146 11180-11182 111B3-111BF 111CE-111CF
1122C-11234 11237 1123E 112DF-112E8 11300-11303 1133E-11344 11347-11348 1134B-1134C 11357
11362-11363 11435-11441 11443-11445 114B0-114C1 115AF-115B5 115B8-115BE 115DC-115DD 11630-1163E
11640 116AB-116B5 1171D-1172A 1182C-11838 11930-11935 11937-11938 1193B-1193C 11940 11942
119D1-119D7 119DA-119DF 119E4 11A01-11A0A 11A35-11A39 11A3B-11A3E 11A51-11A5B 11A8A-11A97
11C2F-11C36 11C38-11C3E 11C92-11CA7 11CA9-11CB6 11D31-11D36 11D3A 11D3C-11D3D 11D3F-11D41 11D43
11D47 11D8A-11D8E 11D90-11D91 11D93-11D96 11EF3-11EF6 16F4F 16F51-16F87 16F8F-16F92 16FF0-16FF1
1BC9E 1E000-1E006 1E008-1E018 1E01B-1E021 1E023-1E024 1E026-1E02A 1E947
"""


def _ranges(text: str) -> frozenset[int]:
    found: set[int] = set()
    for item in text.split():
        first, _, last = item.partition("-")
        found.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(found)


OTHER_ALPHABETIC = _ranges(_OTHER_ALPHABETIC)
PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def character_class(char: str) -> str | None:
    """Section 4.7: the first class that fits.

    On a single character `isupper` and `islower` are the derived properties
    (Roman numerals and circled letters included), while `isalpha` is L* only.
    """
    if "0" <= char <= "9":
        return "digit"
    if char in PUNCTUATION:
        return "special"
    if char.isupper():
        return "uppercase"
    if char.islower():
        return "lowercase"
    alphabetic = (
        char.isalpha()
        or ord(char) in OTHER_ALPHABETIC
        or unicodedata.category(char) == "Nl"
    )
    return "caseless" if alphabetic else None


# --------------------------------------------------------------------------
# Section 2: the fields
# --------------------------------------------------------------------------

AD_METHODS = ("onlineCredentials", "offlineAgent")
ENTRA_METHODS = ("bulkToken", "enrollmentFile")
ALL_METHODS = AD_METHODS + ENTRA_METHODS
METHODS_OF = {
    "activeDirectory": AD_METHODS,
    "hybridIdentity": AD_METHODS,
    "entraId": ENTRA_METHODS,
}
DESTINATIONS = tuple(METHODS_OF)
CLOUD_DESTINATIONS = ("hybridIdentity", "entraId")

CHOICES = {
    "type": ("activeDirectoryEntraIdDevices",),
    "role": ("source", "destination"),
    "destination": DESTINATIONS,
}


class Field(NamedTuple):
    """One row of the table; `parent` and `wanted` say what it hangs on."""

    key: str
    kind: str  # text, choice, secret, key, boolean, integer
    limit: int = 0
    parent: str | None = None
    wanted: tuple[Any, ...] = ()
    required: bool = True


FIELDS = (
    Field("name", "text", 256),
    Field("type", "choice"),
    Field("role", "choice"),
    Field("applicationId", "text", 128, "role", ("source",)),
    Field("clientSecret", "secret", 512, "role", ("source",)),
    Field("configurationKey", "key", 1024, "role", ("source",)),
    Field("createLocalAdministrator", "boolean", 0, "role", ("source",), False),
    Field("localAdministratorUsername", "text", 20, "createLocalAdministrator", (True,)),
    Field("localAdministratorPassword", "secret", 256, "createLocalAdministrator", (True,)),
    Field("connectEntraId", "boolean", 0, "role", ("source",), False),
    Field("destination", "choice", 0, "role", ("destination",)),
    Field("tenant", "text", 253, "destination", CLOUD_DESTINATIONS),
    Field("appProfile", "text", 256, "destination", CLOUD_DESTINATIONS),
    Field("rejoinMethod", "choice", 0, "destination", DESTINATIONS),
    Field("adUsername", "text", 1024, "rejoinMethod", ("onlineCredentials",)),
    Field("adPassword", "secret", 256, "rejoinMethod", ("onlineCredentials",)),
    Field("adDomain", "text", 1024, "rejoinMethod", ("onlineCredentials",)),
    Field("connectionKey", "key", 1024, "rejoinMethod", ("offlineAgent",)),
    Field("bulkTokenDisplayName", "text", 256, "rejoinMethod", ("bulkToken",)),
    Field("bulkTokenLifetimeDays", "integer", 0, "rejoinMethod", ("bulkToken",)),
    Field("bulkToken", "secret", 16384, "rejoinMethod", ("bulkToken",)),
    Field("bulkTokenExpiresAt", "text", 64, "rejoinMethod", ("bulkToken",), False),
    Field("enrollmentFilePath", "text", 32767, "rejoinMethod", ("enrollmentFile",)),
)
FIELD_KEYS = tuple(field.key for field in FIELDS)
FIELD_OF = {field.key: field for field in FIELDS}
SECRET_KEYS = frozenset(f.key for f in FIELDS if f.kind in ("secret", "key"))

# A cross check asks for the finished state of a later field, so these two go
# before the field that asks. The report is put back into the page's order.
EVALUATION_ORDER = tuple(
    FIELD_OF[key]
    for key in FIELD_KEYS[:12]
    + ("rejoinMethod", "appProfile", "adDomain", "adUsername", "adPassword")
    + FIELD_KEYS[17:]
)

APPLIES, DOES_NOT_APPLY, UNDECIDED = "applies", "does not apply", "undecided"


# --------------------------------------------------------------------------
# Section 2: nearest name
# --------------------------------------------------------------------------


def edit_distance(a: str, b: str) -> int:
    """Section 2: optimal string alignment, in code points."""
    before: list[int] = []
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            best = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, previous = previous, row
    return previous[-1]


def nearest(text: str, names: tuple[str, ...]) -> str | None:
    """Section 2: the name within distance 2, ties to the earlier."""
    text = lower(text)
    best, best_distance = None, 3
    for name in names:
        if abs(len(name) - len(text)) < best_distance:
            distance = edit_distance(text, lower(name))
            if distance < best_distance:
                best, best_distance = name, distance
    return best


# --------------------------------------------------------------------------
# Section 3: context
# --------------------------------------------------------------------------

CONTEXT_MEMBERS = (
    "now", "existingNames", "storedSecrets", "passwordPolicy", "tenants", "appProfiles",
)


def whole_number(value: Any) -> int | None:
    """Section 2: whole and at most 2^53 - 1 in size; booleans are no numbers."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and abs(value) <= SAFE else None


def _list(value: Any, what: str, item: type) -> list[Any]:
    if not isinstance(value, (list, tuple)):
        raise TypeError(f"{what} must be a list")
    if not all(isinstance(one, item) for one in value):
        raise TypeError(f"{what} has an entry of a wrong type")
    return list(value)


def _member(entry: Mapping[str, Any], key: str, kind: type, what: str) -> Any:
    value = entry.get(key)
    if not isinstance(value, kind):
        raise TypeError(f"{what}.{key} is missing or of a wrong type")
    return decodable(value) if isinstance(value, str) else value


class Context:
    """Section 3. Whatever is wrong here raises: it is no issue."""

    def __init__(self, given: Mapping[str, Any] | None) -> None:
        if given is None:
            given = {}
        if not isinstance(given, Mapping):
            raise TypeError("the context must be a mapping")
        unknown = [key for key in given if key not in CONTEXT_MEMBERS]
        if unknown:
            raise ValueError(f"unknown context member {unknown[0]!r}")
        self.now = self._now(given.get("now"))
        self.existing_names = self._existing_names(given.get("existingNames"))
        self.stored_secrets = self._stored_secrets(given.get("storedSecrets"))
        self.min_length, self.min_categories = self._policy(given.get("passwordPolicy"))
        self.tenants = self._tenants(given.get("tenants"))
        self.app_profiles = self._app_profiles(given.get("appProfiles"))

    @staticmethod
    def _now(value: Any) -> Fraction | None:
        if value is None:
            return None
        if not isinstance(value, str):
            raise TypeError("now must be text")
        instant = parse_instant(value)
        if instant is None:
            raise ValueError("now must be an RFC 3339 date-time")
        return instant

    @staticmethod
    def _existing_names(value: Any) -> frozenset[str]:
        names = [] if value is None else _list(value, "existingNames", str)
        return frozenset(unicode_lower(trim(decodable(name))) for name in names)

    @staticmethod
    def _stored_secrets(value: Any) -> frozenset[str]:
        keys = frozenset([] if value is None else _list(value, "storedSecrets", str))
        if keys - SECRET_KEYS:
            raise ValueError("storedSecrets names what is no secret field")
        return keys

    @staticmethod
    def _policy(value: Any) -> tuple[int, int]:
        if value is None:
            value = {}
        if not isinstance(value, Mapping):
            raise TypeError("passwordPolicy must be a mapping")
        bounds = {"minLength": (7, 1, 128), "minCategories": (3, 0, 4)}
        if any(key not in bounds for key in value):
            raise ValueError("unknown member of passwordPolicy")
        numbers = []
        for key, (default, low, high) in bounds.items():
            given = value.get(key)
            number = default if given is None else whole_number(given)
            if number is None:
                raise TypeError(f"passwordPolicy.{key} must be an integer")
            if not low <= number <= high:
                raise ValueError(f"passwordPolicy.{key} must be {low} to {high}")
            numbers.append(number)
        return numbers[0], numbers[1]

    @staticmethod
    def _tenants(value: Any) -> list[tuple[str, str]] | None:
        """(id, domain) in lower case: both are compared so everywhere."""
        if value is None:
            return None
        entries = _list(value, "tenants", Mapping)
        for entry in entries:
            if not isinstance(entry.get("name"), (str, type(None))):
                raise TypeError("tenants.name must be text")
        return [
            (
                lower(_member(entry, "id", str, "tenants")),
                lower(_member(entry, "domain", str, "tenants")),
            )
            for entry in entries
        ]

    @staticmethod
    def _app_profiles(value: Any) -> list[tuple[str, str, bool]] | None:
        if value is None:
            return None
        return [
            (
                _member(entry, "name", str, "appProfiles"),
                _member(entry, "tenant", str, "appProfiles"),
                _member(entry, "delegated", bool, "appProfiles"),
            )
            for entry in _list(value, "appProfiles", Mapping)
        ]

    def ids_of_tenant(self, text: str) -> set[str]:
        """Section 4.9: the ids of the entries in which the text stands."""
        text = lower(text)
        return {id_ for id_, domain in self.tenants or () if text in (id_, domain)}

    def same_tenant(self, a: str, b: str) -> bool:
        """Section 4.9: whether two texts name the same tenant."""
        if lower(a) == lower(b):
            return True
        ids_a, ids_b = self.ids_of_tenant(a), self.ids_of_tenant(b)
        if ids_a and ids_b:
            return bool(ids_a & ids_b)
        return (read_guid(a) is None) != (read_guid(b) is None)


# --------------------------------------------------------------------------
# Findings
# --------------------------------------------------------------------------


class Findings:
    """The issues of one field, in order. Both methods return None, so that a
    check says `return found.error(...)` where the page says *stop*."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.issues: list[dict[str, Any]] = []
        self.failed = False

    def _add(self, severity: str, code: str, suggestion: Any, params: dict[str, Any]) -> None:
        issue = {"field": self.key, "code": code, "severity": severity, "params": params}
        if suggestion is not None:
            issue["suggestion"] = suggestion
        self.issues.append(issue)

    def error(self, code: str, suggestion: Any = None, **params: Any) -> None:
        self.failed = True
        self._add("error", code, suggestion, params)

    def warn(self, code: str, suggestion: Any = None, **params: Any) -> None:
        self._add("warning", code, suggestion, params)

    def warn_invisible(self, text: str) -> None:
        where = position(INVISIBLE, text)
        if where is not None:
            self.warn("invisible_character", position=where)


def make_report(issues: list[dict[str, Any]], connection: dict[str, Any]) -> dict[str, Any]:
    """Section 6, without the texts."""
    valid = all(issue["severity"] != "error" for issue in issues)
    return {"valid": valid, "connection": connection if valid else None, "issues": issues}


# --------------------------------------------------------------------------
# Section 2 and the first part of section 4: one draft
# --------------------------------------------------------------------------


class Run:
    """The validation of one draft."""

    def __init__(
        self, draft: Mapping[Any, Any], context: Context, duplicates: frozenset[str] = frozenset()
    ) -> None:
        self.draft = {decodable(str(key)): value for key, value in draft.items()}
        self.context = context
        self.duplicates = duplicates
        self.found = {key: Findings(key) for key in FIELD_KEYS}
        self.states: dict[str, str] = {}
        self.chosen: dict[str, Any] = {}  # the valid choices so far
        self.values: dict[str, Any] = {}  # normalised; only meaningful without an error

    def report(self) -> dict[str, Any]:
        for field in EVALUATION_ORDER:
            self.visit(field)
        issues = [issue for key in FIELD_KEYS for issue in self.found[key].issues]
        for key in sorted(self.draft.keys() - FIELD_OF.keys()):
            issues += self.unknown(key)
        connection = {
            key: self.values[key] for key in FIELD_KEYS if self.values.get(key) is not None
        }
        return make_report(issues, connection)

    def unknown(self, key: str) -> list[dict[str, Any]]:
        """Section 2: a key that is no field, whatever its value."""
        found = Findings(key)
        if key in self.duplicates:
            found.error("duplicate_field")
        found.error("unknown_field", nearest(key, FIELD_KEYS))
        return found.issues

    def state(self, field: Field) -> str:
        """Section 2: applies, does not apply, or undecided."""
        if field.parent is None:
            return APPLIES
        above = self.states[field.parent]
        if above != APPLIES:
            return above
        if field.parent not in self.chosen:
            return UNDECIDED
        return APPLIES if self.chosen[field.parent] in field.wanted else DOES_NOT_APPLY

    def visit(self, field: Field) -> None:
        found, raw = self.found[field.key], self.draft.get(field.key)
        if isinstance(raw, str):
            raw = decodable(raw)
        if field.key in self.duplicates:
            found.error("duplicate_field")
        state = self.states[field.key] = self.state(field)
        if state == APPLIES:
            self.values[field.key] = self.examine(field, raw, found)
        elif state == DOES_NOT_APPLY and not is_empty(field, raw):
            if not (field.kind == "boolean" and raw is False):
                found.warn("not_applicable")

    def examine(self, field: Field, raw: Any, found: Findings) -> Any:
        """Section 4, Any field: type and presence, then what the kind asks."""
        if field.kind == "boolean":
            return self.examine_boolean(field, raw, found)
        empty = is_empty(field, raw)
        if not empty and not has_right_type(field, raw):
            expected = "integer" if field.kind == "integer" else "text"
            return found.error("wrong_type", json_reading(field, raw), expected=expected)
        if empty:
            if field.required and field.key not in self.context.stored_secrets:
                found.error("required")
            return None
        if field.kind == "integer":
            return CHECKS[field.key](found, whole_number(raw), self)
        if field.kind == "choice":
            return self.examine_choice(field, trim(raw), found)
        return self.examine_text(field, raw if field.kind == "secret" else trim(raw), found)

    def examine_boolean(self, field: Field, raw: Any, found: Findings) -> Any:
        """Section 4, Any field, and 4.5."""
        if not isinstance(raw, bool):
            if not is_empty(field, raw):
                return found.error("wrong_type", json_reading(field, raw), expected="boolean")
            raw = False
        if field.key == "createLocalAdministrator":
            self.chosen[field.key] = raw
            if not raw:
                found.warn("no_local_administrator")
        return raw

    def examine_choice(self, field: Field, value: str, found: Findings) -> Any:
        """Section 4, Any choice, and 4.10."""
        choices = CHOICES.get(field.key)
        if choices is None:
            choices = METHODS_OF[self.chosen["destination"]]
            if value in ALL_METHODS and value not in choices:
                return found.error("method_not_for_destination", choices=list(choices))
        if value not in choices:
            suggestion = nearest(value, choices)
            return found.error("unknown_choice", suggestion, choices=list(choices))
        self.chosen[field.key] = value
        return value

    def examine_text(self, field: Field, value: str, found: Findings) -> Any:
        """Section 4, Any text or secret; 4.3 and 4.6 have a check before."""
        if field.key == "clientSecret" and lower(value).startswith("-----begin"):
            return found.error("secret_is_certificate")
        if field.key == "localAdministratorUsername" and ("\\" in value or "@" in value):
            return found.error("account_has_domain")
        if REPLACEMENT in value:
            return found.error("malformed_text")
        if units(value) > field.limit:
            return found.error("too_long", max=field.limit)
        where = position(CONTROL, value)
        if where is not None:
            return found.error("control_character", position=where)
        if field.kind == "secret" and not self.examine_secret(value, found):
            return None
        return CHECKS[field.key](found, value, self)

    @staticmethod
    def examine_secret(value: str, found: Findings) -> bool:
        """Section 4, Any secret but the keys; false where it says stop."""
        if MASKED.fullmatch(value):
            found.error("masked")
            return False
        if MASKED.match(value) or MASKED.fullmatch(value[-3:]):
            found.warn("partly_masked")
        if edged_by_blank(value):
            found.warn("edge_whitespace")
        return True

    # What cross checks may see of another field.

    def held(self, key: str) -> str | None:
        """What the draft holds as text, trimmed unless secret; None if empty."""
        raw = self.draft.get(key)
        if not isinstance(raw, str):
            return None
        value = decodable(raw)
        return (value if key in SECRET_KEYS else trim(value)) or None

    def sound(self, key: str) -> Any:
        """The normalised value while the field has one and no error."""
        return None if self.found[key].failed else self.values.get(key)


def is_empty(field: Field, raw: Any) -> bool:
    """Section 2: empty in the field's own sense."""
    if raw is None or (isinstance(raw, str) and raw == ""):
        return True
    return field.kind in ("text", "choice") and isinstance(raw, str) and not trim(raw)


def has_right_type(field: Field, raw: Any) -> bool:
    if field.kind == "integer":
        return whole_number(raw) is not None
    return isinstance(raw, str)


def json_reading(field: Field, raw: Any) -> Any:
    """Section 4, Any field, 1: the JSON value that a text reads as."""
    if not isinstance(raw, str):
        return None
    text = lower(trim(raw))
    if field.kind == "boolean":
        return {"true": True, "false": False}.get(text)
    if field.kind == "integer" and re.fullmatch("-?[0-9]+", text):
        digits = text.lstrip("-").lstrip("0") or "0"
        if len(digits) <= 16 and int(digits) <= SAFE:
            return -int(digits) if text[0] == "-" else int(digits)
    return None


# --------------------------------------------------------------------------
# Section 4, Placeholder; 4.2, GUIDs; 4.8, host of a URL
# --------------------------------------------------------------------------

PLACEHOLDER_WORDS = frozenset(
    ("changeme", "undefined", "null", "none", "todo", "xxx", "n/a")
)
PLACEHOLDER_STARTS = ("your_", "your-", "enter_your")


def is_placeholder(value: str, dot_excuses: bool = False) -> bool:
    """Section 4, Placeholder; `dot_excuses` in fields 12 and 17."""
    if len(value) >= 3 and value[0] == "<" and value[-1] == ">":
        return True
    if len(value) >= 5 and value.startswith("{{") and value.endswith("}}"):
        return True
    if len(value) >= 3 and value[0] == "[" and value[-1] == "]":
        if any(c in BLANK_SET for c in value[1:-1]):
            return True
    folded = lower(value)
    if folded in PLACEHOLDER_WORDS:
        return True
    return folded.startswith(PLACEHOLDER_STARTS) and not (dot_excuses and "." in value)


GUID = re.compile("[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")
GUID_PAIRS = ("{}", "()", "<>", '""', "''", "“”")
PATH_PAIRS = ('""', "“”", "''")
HEX = re.compile("[0-9A-Fa-f]+")


def inside_pair(value: str, pairs: tuple[str, ...]) -> str | None:
    """What one pair encloses, without the blanks at its ends."""
    if len(value) >= 2 and value[0] + value[-1] in pairs:
        return trim(value[1:-1])
    return None


def without_urn(value: str) -> str:
    return value[9:] if lower(value[:9]) == "urn:uuid:" else value


def read_guid(value: str) -> str | None:
    """Section 4.2: reading as a GUID."""
    value = without_urn(value)
    inside = inside_pair(value, GUID_PAIRS)
    value = value if inside is None else inside
    if len(value) == 32 and HEX.fullmatch(value):
        value = "-".join((value[:8], value[8:12], value[12:16], value[16:20], value[20:]))
    return value.lower() if GUID.fullmatch(value) else None


def is_guid_placeholder(value: str, dot_excuses: bool = False) -> bool:
    """Section 4.2: Placeholder, and the same on what is inside the pair."""
    inside = inside_pair(without_urn(value), GUID_PAIRS)
    return is_placeholder(value, dot_excuses) or (
        inside is not None and is_placeholder(inside, dot_excuses)
    )


def is_reserved_guid(guid: str) -> bool:
    return set(guid) in ({"0", "-"}, {"f", "-"})


_LOOKALIKES = {code: "-" for code in (*range(0x2010, 0x2016), 0x2212, 0xFF0D)}
_LOOKALIKES |= {ord(c): "0" for c in "Oo\uff2f\uff4f"} | {ord(c): "1" for c in "lI\uff4c\uff29"}
for _first, _count in ((0xFF10, 10), (0xFF21, 26), (0xFF41, 26)):
    for _code in range(_first, _first + _count):
        _LOOKALIKES.setdefault(_code, chr(_code - 0xFEE0))


def repaired_guid(value: str) -> str | None:
    """Section 4.2: the suggestion. The steps are done in one: a full-width
    O, o, l or I becomes its ASCII first and then the digit."""
    return read_guid(value.translate(_LOOKALIKES))


NO_HOST_SUGGESTION = (
    "login.microsoftonline.com", "login.microsoftonline.us", "login.windows.net",
    "portal.azure.com", "entra.microsoft.com", ".sharepoint.com",
)


def host_of_url(value: str) -> str | None:
    """Section 4.8, host of a URL, or None where no suggestion is made."""
    host = value.partition("://")[2] if "://" in value else value
    host = re.split(r"[/?#\\]", host, maxsplit=1)[0].rpartition("@")[2]
    host = lower(re.sub(r":[0-9]*\Z", "", host))
    return None if not host or host.endswith(NO_HOST_SUGGESTION) else host


def without_trailing_dot(value: str) -> str:
    """Sections 4.8 and 4.13: less one trailing dot and blanks before it."""
    return value[:-1].rstrip(BLANKS) if value.endswith(".") else value


# --------------------------------------------------------------------------
# Sections 4.1 to 4.7
# --------------------------------------------------------------------------

WELL_KNOWN_APPLICATIONS = frozenset((
    "00000002-0000-0000-c000-000000000000", "00000003-0000-0000-c000-000000000000",
    "00000014-0000-0000-c000-000000000000", "04b07795-8ddb-461a-bbee-02f9e1bf7b46",
    "14d82eec-204b-4c2f-b7e8-296a70dab67e", "1950a258-227b-4e31-a9cf-717495945fc2",
    "1b730954-1685-4b74-9bfd-dac224a7b894",
))
CERTIFICATE_ENDINGS = (".pfx", ".p12", ".cer", ".crt", ".pem", ".key")
ENTRA_SECRET = re.compile(r"[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}")
PERCENT_ENCODED = re.compile("%(?:7E|2B|2F|3D)", re.I | re.A)
ACCOUNT_FORBIDDEN = '"/[]:;|=,+*?<>'
LOCAL_RESERVED = frozenset((
    "administrator", "guest", "defaultaccount", "wdagutilityaccount", "system",
    "local service", "network service", "everyone", "none", "administrators", "users", "guests",
))
LIKELY_TAKEN = frozenset((
    "administrateur", "administrador", "amministratore", "administratör",
    "järjestelmänvalvoja", "rendszergazda", "администратор", "helpassistant",
    "defaultuser0", "krbtgt", "power users", "backup operators", "remote desktop users",
))
DEVICE = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9])(?:\.|\Z)", re.I | re.A)
COMMON_PASSWORDS = frozenset((
    "password1", "password1!", "p@ssw0rd", "p@ssword1", "passw0rd!", "welcome1", "welcome1!",
    "qwerty123!", "abc123!", "admin123!", "changeme1!", "summer2024!", "winter2024!",
))


def check_name(found: Findings, value: str, run: Run) -> str:
    """Section 4.1."""
    if units(value) > 120:
        found.warn("longer_than_recommended", recommended=120)
    found.warn_invisible(value)
    if value[0] in "=+-@":
        found.warn("spreadsheet_formula")
    if GUID.fullmatch(value) or re.match(r"\\\\|[A-Za-z]:\\", value):
        found.warn("wrong_box")
    if unicode_lower(value) in run.context.existing_names:
        found.error("name_taken")
    return value


def check_application_id(found: Findings, value: str, run: Run) -> str | None:
    """Section 4.2."""
    guid = read_guid(value)
    if guid is None:
        if is_guid_placeholder(value):
            return found.error("placeholder")
        return found.error("guid_malformed", repaired_guid(value))
    if is_reserved_guid(guid):
        return found.error("guid_reserved")
    blocks = re.findall("....", guid.replace("-", ""))
    if all(len(set(block)) == 1 for block in blocks) or guid.startswith("12345678-1234-1234-1234-"):
        found.warn("guid_placeholder")
    if guid in WELL_KNOWN_APPLICATIONS:
        found.warn("well_known_application")
    return guid


def check_client_secret(found: Findings, value: str, run: Run) -> str | None:
    """Section 4.3, after the check that comes first of all."""
    if is_placeholder(value):
        return found.error("placeholder")
    if lower(value).endswith(CERTIFICATE_ENDINGS):
        return found.error("secret_is_certificate")
    guid = read_guid(trim(value))
    if guid is not None:
        if guid == read_guid(run.held("applicationId") or ""):
            return found.error("same_as_application_id")
        found.warn("secret_is_secret_id")
    if len(value) in (40, 64) and HEX.fullmatch(value):
        found.warn("secret_is_thumbprint")
    if ENTRA_SECRET.fullmatch(value):
        found.warn("secret_is_entra_secret")
    if len(value) >= 2 and value[0] + value[-1] in PATH_PAIRS:
        found.warn("quoted")
    if PERCENT_ENCODED.search(value):
        found.warn("percent_encoded")
    if NON_ASCII.search(value):
        found.warn("non_ascii")
    if units(value) < 16:
        found.warn("suspiciously_short", min=16)
    return value


def check_configuration_key(found: Findings, value: str, run: Run) -> str | None:
    return check_key(found, value, "configuration")


def check_connection_key(found: Findings, value: str, run: Run) -> str | None:
    return check_key(found, value, "connection")


def check_key(found: Findings, value: str, kind: str) -> str | None:
    """Section 4.4."""
    if "…" in value or MASKED.search(value):
        return found.error("masked")
    try:
        return parse_key(value, kind).text
    except KeyProblem as problem:
        return found.error(problem.code, **problem.params)


def check_local_administrator_username(found: Findings, value: str, run: Run) -> str | None:
    """Section 4.6, after the check that comes first of all."""
    forbidden = occurring(value, ACCOUNT_FORBIDDEN)
    if forbidden:
        return found.error("forbidden_character", characters=forbidden)
    if not value.strip(". "):
        return found.error("only_dots_and_spaces")
    if value.endswith("."):
        found.error("trailing_period")
    if lower(value) in LOCAL_RESERVED:
        found.error("reserved_name")
    if unicode_lower(value) in LIKELY_TAKEN:
        found.warn("likely_taken_name")
    if DEVICE.match(value):
        found.warn("device_name")
    found.warn_invisible(value)
    if NON_ASCII.search(value):
        found.warn("non_ascii")
    return value


def check_local_administrator_password(found: Findings, value: str, run: Run) -> str:
    """Section 4.7."""
    required = run.context.min_categories
    if units(value) < run.context.min_length:
        found.error("too_short", min=run.context.min_length)
    classes = {character_class(char) for char in value}
    unclassed = None in classes
    classes.discard(None)
    too_few = len(classes) < required
    if too_few:
        missing = [c for c in ("uppercase", "lowercase", "digit", "special") if c not in classes]
        found.error(
            "password_too_few_categories",
            found=len(classes), required=required, missing=missing,
        )
    if required:
        check_password_against_name(found, value, run)
    if not too_few and len(classes - {"caseless"}) < required:
        found.warn("password_relies_on_caseless_letters")
    if too_few and "special" not in classes and unclassed:
        found.warn("symbol_not_counted")
    if lower(value) in COMMON_PASSWORDS:
        found.warn("password_common")
    if NON_ASCII.search(value):
        found.warn("non_ascii")
    if value == run.held("clientSecret"):
        found.warn("same_as_other_secret", other="clientSecret")
    return value


def check_password_against_name(found: Findings, value: str, run: Run) -> None:
    """Section 4.7: what a Windows policy says about the account's name."""
    name = lower(run.held("localAdministratorUsername") or "")
    password = lower(value)
    if units(name) >= 3 and name in password:
        found.error("password_contains_account_name")
    elif any(units(part) >= 3 and part in password for part in re.split(r"[,.\-_# \t]", name)):
        found.warn("password_contains_name_part")


# --------------------------------------------------------------------------
# Sections 4.8 and 4.9
# --------------------------------------------------------------------------

CONSUMER_TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad"
LABEL = re.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
INITIAL_DOMAIN = re.compile(r"(?:.*\.)?([^.]+)\.(?:onmicrosoft\.(?:com|us)|partner\.onmschina\.cn)")
DIGITS = re.compile("[0-9]+")


def check_tenant(found: Findings, value: str, run: Run) -> str | None:
    """Section 4.8."""
    tenant = read_guid(value)
    if tenant is None:
        tenant = check_tenant_domain(found, value)
    elif is_reserved_guid(tenant):
        return found.error("guid_reserved")
    elif tenant == CONSUMER_TENANT:
        return found.error("tenant_is_consumer")
    if tenant is None:
        return None
    if run.context.tenants is not None and not run.context.ids_of_tenant(tenant):
        found.error("unknown_tenant")
    return tenant


def check_tenant_domain(found: Findings, value: str) -> str | None:
    """Section 4.8, "Any other"; None where it says stop."""
    if is_guid_placeholder(value, dot_excuses=True):
        return found.error("placeholder")
    domain = without_trailing_dot(lower(value))
    if domain in ("common", "organizations", "consumers"):
        return found.error("tenant_is_alias")
    if "/" in domain:  # "://" has one, too
        return found.error("is_url", host_of_url(domain))
    if "@" in domain:
        return found.error("is_user", domain.rpartition("@")[2] or None)
    labels = domain.split(".")
    if len(labels) < 2 or not all(map(LABEL.fullmatch, labels)) or DIGITS.fullmatch(labels[-1]):
        return found.error("tenant_malformed")
    if domain.endswith(".onmicrosoft.de"):
        found.error("tenant_closed_cloud")
    if domain.endswith(".local"):
        found.warn("tenant_is_ad_domain")
    initial = INITIAL_DOMAIN.fullmatch(domain)
    if initial and (len(initial[1]) > 27 or "-" in initial[1]):
        found.warn("tenant_unusual_initial_domain")
    return domain


def check_app_profile(found: Findings, value: str, run: Run) -> str | None:
    """Section 4.9."""
    if is_placeholder(value):
        return found.error("placeholder")
    found.warn_invisible(value)
    if run.context.app_profiles is None:
        return value
    left = [profile for profile in run.context.app_profiles if profile[0] == value]
    if not left:
        return found.error("unknown_app_profile")
    tenant = run.sound("tenant")
    if tenant is not None:
        left = [profile for profile in left if run.context.same_tenant(profile[1], tenant)]
        if not left:
            return found.error("app_profile_other_tenant")
    if run.sound("rejoinMethod") == "bulkToken" and not any(profile[2] for profile in left):
        found.error("app_profile_not_delegated")
    return value


# --------------------------------------------------------------------------
# Sections 4.11 to 4.13
# --------------------------------------------------------------------------

SID = re.compile("S-1-[0-9]", re.I | re.A)
NAMING_CONTEXT = re.compile(f"(?:\\A|,[{BLANKS}]*)(?:CN|OU|DC)=", re.I | re.A)
NO_DOMAIN = frozenset((
    ".", "localhost", "builtin", "nt authority", "nt service", "azuread", "microsoftaccount",
))
AD_RESERVED = frozenset((
    "system", "localsystem", "local service", "network service", "krbtgt", "guest",
))
UPN_USUAL = re.compile(r"[A-Za-z0-9'.\-_!#^~]*")


def check_ad_username(found: Findings, value: str, run: Run) -> str | None:
    """Section 4.11: first the shapes that stop, then by form."""
    if is_placeholder(value):
        return found.error("placeholder")
    where = position(INVISIBLE, value)
    if where is not None:
        return found.error("invisible_character", position=where)
    if SID.match(value):
        return found.error("is_sid")
    if NAMING_CONTEXT.search(value):
        return found.error("is_distinguished_name")
    if "://" in value:
        return found.error("is_url")
    if "/" in value:
        once = value.replace("/", "\\") if value.count("/") == 1 else None
        return found.error("forward_slash", once)
    if "\\\\" in value:
        return found.error("doubled_backslash", re.sub(r"\\+", r"\\", value))
    if "\\" in value and "@" in value:
        return found.error("mixed_forms")
    if value.count("\\") > 1 or value.count("@") > 1:
        return found.error("multiple_separators")
    if value[0] in "\\@" or value[-1] in "\\@":
        return found.error("empty_part")
    if "@" in value:
        check_upn(found, *value.split("@"), run)
    elif "\\" in value:
        check_down_level(found, *value.split("\\"), run)
    else:
        check_bare(found, value, run)
    return value


def check_down_level(found: Findings, domain: str, user: str, run: Run) -> None:
    """Section 4.11, `DOMAIN\\user`."""
    if lower(domain) in NO_DOMAIN:
        return found.error("not_a_domain_account")
    if "." in domain:
        found.warn("fqdn_with_backslash", f"{user}@{domain}")
    elif units(domain) > 15:
        found.error("netbios_too_long", max=15)
    check_user(found, user)
    ad_domain = run.sound("adDomain")
    if ad_domain is not None and "." not in domain:
        first = ad_domain.split(".")[0]
        if lower(domain) not in (first, first_units(first, 15)):
            found.warn("domain_differs")


def first_units(text: str, count: int) -> str:
    """The first UTF-16 code units; half a pair equals nothing."""
    return text.encode("utf-16-le")[: 2 * count].decode("utf-16-le", "surrogatepass")


def check_bare(found: Findings, user: str, run: Run) -> None:
    """Section 4.11, a name without a domain."""
    ad_domain = run.sound("adDomain")
    found.warn("no_domain_part", None if ad_domain is None else f"{user}@{ad_domain}")
    check_user(found, user)


def check_user(found: Findings, user: str) -> None:
    """Section 4.11, "Both"."""
    if units(user) > 20:
        found.error("account_name_too_long", max=20)
    forbidden = occurring(user, ACCOUNT_FORBIDDEN)
    if forbidden:
        found.error("forbidden_character", characters=forbidden)
    if user.endswith("."):
        found.error("trailing_period")
    if lower(user) in AD_RESERVED:
        found.error("reserved_name")
    if lower(user) == "administrator":
        found.warn("builtin_administrator")
    if user.endswith("$"):
        found.warn("computer_account")


def check_upn(found: Findings, user: str, suffix: str, run: Run) -> None:
    """Section 4.11, `user@suffix`."""
    if not UPN_USUAL.fullmatch(user) or user.endswith("."):
        found.warn("upn_unusual_character")
    before, after = units(user), units(suffix)
    if before > 64 or after > 48 or before + 1 + after > 113:
        found.warn("upn_long_for_entra")
    if "." not in suffix:
        found.warn("upn_single_label")
    ad_domain = run.sound("adDomain")
    if lower(suffix).endswith(".onmicrosoft.com"):
        found.warn("upn_cloud_only")
    elif ad_domain is not None and lower(suffix) != ad_domain:
        found.warn("domain_differs")


def check_ad_password(found: Findings, value: str, run: Run) -> str:
    """Section 4.12."""
    username = lower(run.held("adUsername") or "")
    names = {username}
    if username.count("\\") == 1:
        names.add(username.partition("\\")[2])
    if username.count("@") == 1:
        names.add(username.partition("@")[0])
    if lower(value) in names:
        found.warn("same_as_username")
    return value


_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
IPV4 = re.compile(rf"(?:{_OCTET}\.){{3}}{_OCTET}")
PORT = re.compile(r":[0-9]+\Z")
DOMAIN_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-_.")
SPECIAL_USE = frozenset((
    "local", "localhost", "invalid", "test", "example", "onion", "internal", "lan", "corp", "home",
))
RESERVED_LABELS = frozenset((
    "anonymous", "batch", "builtin", "dialup", "domain", "enterprise", "interactive", "internet",
    "local", "network", "null", "proxy", "restricted", "self", "server", "service", "system",
    "users", "world",
))
CONTROLLER = re.compile("(?:dc|pdc|bdc|addc)[0-9]*")


def is_ip_address(value: str) -> bool:
    """Section 4.13: IPv4, or IPv6 without a zone, in one pair of [] or none."""
    if len(value) >= 2 and value[0] == "[" and value[-1] == "]":
        value = value[1:-1]
    if ":" not in value:
        return IPV4.fullmatch(value) is not None
    if "%" in value:
        return False
    try:
        ipaddress.IPv6Address(value)
    except ValueError:
        return False
    return True


def domain_components(value: str) -> list[str] | None:
    """Section 4.13: the values, where every comma-part starts with DC=."""
    parts = [trim(part) for part in value.split(",")]
    if not all(lower(part[:3]) == "dc=" for part in parts):
        return None
    return [trim(part[3:]) for part in parts]


def check_ad_domain(found: Findings, value: str, run: Run) -> str | None:
    """Section 4.13: as typed, then normalised, then the warnings."""
    if is_placeholder(without_trailing_dot(value), dot_excuses=True):
        return found.error("placeholder")
    if "/" in value:  # "://" has one, too
        return found.error("is_url", host_of_url(value))
    if "@" in value:
        return found.error("is_user", value.rpartition("@")[2] or None)
    components = domain_components(value)
    if components is not None:
        joined = ".".join(components) if all(components) else None
        return found.error("is_distinguished_name", joined)
    if "\\" in value:
        return found.error("has_backslash")
    if is_ip_address(value):
        return found.error("is_ip_address")
    if PORT.search(value):
        return found.error("has_port")
    where = position(INVISIBLE, value)
    if where is not None:
        return found.error("invisible_character", position=where)
    domain = lower(without_trailing_dot(value))
    error = domain_error(domain)
    if error:
        return found.error(error[0], **error[1])
    warn_about_domain(found, domain)
    return domain


def is_forbidden_in_domain(char: str) -> bool:
    return char in BLANK_SET or (char < "\x80" and char not in DOMAIN_CHARACTERS)


def domain_error(domain: str) -> tuple[str, dict[str, Any]] | None:
    """Section 4.13: the first error of the normalised name."""
    labels = domain.split(".")
    if not all(labels):
        return "empty_label", {}
    if any(len(label.encode()) > 63 for label in labels):
        return "label_too_long", {"max": 63}
    if units(domain) > 64:
        return "too_long", {"max": 64}
    if units(domain) < 2:
        return "too_short", {"min": 2}
    if any("-" in (label[0], label[-1]) for label in labels):
        return "label_hyphen", {}
    forbidden = dict.fromkeys(filter(is_forbidden_in_domain, domain))
    if forbidden:
        return "forbidden_character", {"characters": "".join(forbidden)}
    if DIGITS.fullmatch(labels[-1]):
        return "numeric_top_label", {}
    return ("is_localhost", {}) if domain == "localhost" else None


def warn_about_domain(found: Findings, domain: str) -> None:
    """Section 4.13, "Then W, each"."""
    labels = domain.split(".")
    if len(labels) == 1:
        found.warn("single_label")
    if "_" in domain:
        found.warn("underscore")
    if NON_ASCII.search(domain):
        found.warn("non_ascii")
    if labels[-1] in SPECIAL_USE:
        found.warn("special_use_domain")
    if labels[0] in RESERVED_LABELS:
        found.warn("reserved_name")
    if len(labels) >= 3 and CONTROLLER.fullmatch(labels[0]):
        found.warn("looks_like_domain_controller")
    if domain.endswith(".onmicrosoft.com"):
        found.warn("is_entra_domain")
    if len(labels) > 5:
        found.warn("many_labels")


# --------------------------------------------------------------------------
# Section 4.14
# --------------------------------------------------------------------------

DATE_TIME = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d+)?(?:[Zz]|([+-])(\d\d):(\d\d))", re.A
)
DAY = 86400


def parse_instant(text: str) -> Fraction | None:
    """Section 4.14: seconds on a scale of our own, or None if not RFC 3339."""
    match = DATE_TIME.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = map(int, match.groups()[:6])
    fraction, sign, offset_hour, offset_minute = match.groups()[6:]
    try:  # a year of the same shape, since Python's dates lack the year 0
        days = date(year % 400 + 400, month, day).toordinal() + year // 400 * 146097
    except ValueError:
        return None
    offset = int(offset_hour or 0), int(offset_minute or 0)
    if hour > 23 or minute > 59 or second > 59 or offset[0] > 23 or offset[1] > 59:
        return None
    shift = (offset[0] * 60 + offset[1]) * (-60 if sign == "-" else 60)
    whole = days * DAY + hour * 3600 + minute * 60 + second - shift
    return whole + Fraction("0" + fraction if fraction else 0)


def check_bulk_token_display_name(found: Findings, value: str, run: Run) -> str:
    found.warn_invisible(value)
    if lower(value).startswith("package_"):
        found.warn("package_prefix")
    return value


def check_bulk_token_lifetime_days(found: Findings, value: int, run: Run) -> int:
    if not 1 <= value <= 180:
        found.error("out_of_range", min=1, max=180)
    elif value < 7:
        found.warn("short_lifetime", recommended=7)
    return value


def check_bulk_token(found: Findings, value: str, run: Run) -> str:
    return value


def check_bulk_token_expires_at(found: Findings, value: str, run: Run) -> str | None:
    instant = parse_instant(value)
    if instant is None:
        return found.error("malformed_date_time")
    if run.context.now is not None:
        left = instant - run.context.now
        if left <= 0:
            found.error("bulk_token_expired")
        elif left <= 7 * DAY:
            found.warn("bulk_token_expires_soon", days=left // DAY)
    return value


# --------------------------------------------------------------------------
# Section 4.15
# --------------------------------------------------------------------------

URL_STARTS = ("http:", "https:", "file:", "smb:")
WRONG_SEPARATORS = {**dict.fromkeys(map(ord, "\xa5\u20a9\uffe5\uff3c"), "\\"), 0xFF1A: ":"}
VARIABLE = re.compile(r"%[A-Za-z0-9_()]+%")
DRIVE = re.compile("[A-Za-z]:")
HOST_BAD = re.compile(r"[^A-Za-z0-9\-_.\x80-\U0010ffff]")
SHARE_BAD = re.compile(r'["\[\]:|<>+=;,*?]')
COMPONENT_FORBIDDEN = '<>"|?*:'
PATH_DEVICE = re.compile("(?:CON|PRN|AUX|NUL|COM[1-9]|LPT[1-9])", re.I | re.A)
ADMIN_SHARE = re.compile(r"(?:[A-Z]|ADMIN)\$", re.I | re.A)
TEMPORARY = re.compile(r"[A-Z]:\\(?:Windows\\)?Temp\\", re.I | re.A)
USER_PROFILE = re.compile(r"[A-Z]:\\Users\\(?!Public\\)", re.I | re.A)


class PathError(Exception):
    """In this section the first E ends the field's checks, however deep."""

    def __init__(self, code: str, suggestion: str | None = None, **params: Any) -> None:
        super().__init__(code)
        self.code, self.suggestion, self.params = code, suggestion, params


def check_enrollment_file_path(found: Findings, value: str, run: Run) -> str | None:
    """Section 4.15."""
    try:
        return examine_path(found, value)
    except PathError as error:
        return found.error(error.code, error.suggestion, **error.params)


def examine_path(found: Findings, value: str) -> str:
    inside = inside_pair(value, PATH_PAIRS)
    path = value if inside is None else inside
    # Every blank and every quote is one UTF-16 unit.
    before = 0 if inside is None else len(value) - 1 - len(value[1:-1].lstrip(BLANKS))
    if not path:
        raise PathError("required")
    if is_placeholder(path):
        raise PathError("placeholder")
    check_path_as_typed(path, before)
    prefix, path = split_prefix(unify_separators(path))
    if prefix:
        found.warn("path_extended_prefix")
    check_path_root(path)
    components = check_unc_root(path) if path.startswith("\\\\") else path[3:].split("\\")
    check_components(found, components)
    limit = 32767 if prefix else 259
    if units(path) > limit:
        raise PathError("too_long", max=limit)
    warn_about_path(found, path)
    if DRIVE.match(path):
        return prefix + path[0].upper() + path[1:]
    return prefix + path[2:] if prefix else path


def check_path_as_typed(path: str, before: int) -> None:
    """Up to the separators; `before` is how much stood in front of the path."""
    if "://" in path or lower(path).startswith(URL_STARTS):
        raise PathError("path_is_url")
    if path[0] == "~" or (path[0] == "/" and path[1:2] != "/"):
        raise PathError("path_posix")
    repaired = path.translate(WRONG_SEPARATORS)
    if repaired != path:
        raise PathError("path_wrong_separator", repaired)
    found = INVISIBLE.search(path)
    if found:
        raise PathError("invisible_character", position=before + units(path[: found.start()]))


def unify_separators(path: str) -> str:
    """`/` becomes `\\`; a run at the start becomes two, any other one."""
    path = path.replace("/", "\\")
    doubled = path.startswith("\\\\")
    return ("\\" if doubled else "") + re.sub(r"\\+", r"\\", path)


def split_prefix(path: str) -> tuple[str, str]:
    """The extended prefix, if any, and what is checked in the path's place."""
    if path.startswith("\\\\.\\"):
        raise PathError("path_device_namespace")
    if lower(path).startswith("\\\\?\\unc\\"):
        return "\\\\?\\UNC\\", "\\\\" + path[8:]
    if path.startswith("\\\\?\\"):
        return "\\\\?\\", path[4:]
    return "", path


def check_path_root(path: str) -> None:
    if VARIABLE.search(path) or lower(path).startswith("$env:"):
        raise PathError("path_environment_variable")
    drive = DRIVE.match(path)
    if drive and path[2:3] != "\\":
        raise PathError("path_drive_relative")
    unc = path.startswith("\\\\")
    if path.startswith("\\") and not unc:
        raise PathError("path_root_relative")
    if not drive and not unc:
        raise PathError("path_not_absolute")
    if path.endswith("\\"):
        raise PathError("path_is_directory")


def check_unc_root(path: str) -> list[str]:
    """UNC: host and share; returns the components after them."""
    parts = path[2:].split("\\")
    if len(parts) < 3:
        raise PathError("unc_incomplete")
    host, share = parts[:2]
    if HOST_BAD.search(host) or units(host) > 255:
        raise PathError("unc_bad_host")
    if SHARE_BAD.search(share) or units(share) > 80:
        raise PathError("unc_bad_share")
    return parts[2:]


def check_components(found: Findings, components: list[str]) -> None:
    if "." in components or ".." in components:
        warned = False
    for component in components:
        if component in (".", ".."):
            if not warned:
                found.warn("path_dot_segment")
            warned = True
        else:
            check_component(component)
    last = components[-1]
    if not lower(last).endswith(".ppkg") or last == last[-5:]:
        raise PathError("path_wrong_extension")


def check_component(component: str) -> None:
    forbidden = occurring(component, COMPONENT_FORBIDDEN)
    if forbidden:
        raise PathError("forbidden_character", characters=forbidden)
    if component[-1] in ". ":
        raise PathError("path_trailing_dot_or_space")
    if PATH_DEVICE.fullmatch(component.partition(".")[0].rstrip(" ")):
        raise PathError("path_reserved_name")
    if units(component) > 255:
        raise PathError("path_component_too_long", max=255)


def warn_about_path(found: Findings, path: str) -> None:
    """Section 4.15, "Then W, each"."""
    if USER_PROFILE.match(path):
        found.warn("path_user_profile")
    if DRIVE.match(path) and path[0] not in "CcDd":
        found.warn("path_mapped_drive")
    if TEMPORARY.match(path) or "\\appdata\\local\\temp\\" in lower(path):
        found.warn("path_temporary")
    if path.startswith("\\\\"):
        warn_about_unc(found, *path[2:].split("\\")[:2])


def warn_about_unc(found: Findings, host: str, share: str) -> None:
    if ADMIN_SHARE.fullmatch(share):
        found.warn("unc_admin_share")
    if lower(host) in ("localhost", "127.0.0.1"):
        found.warn("unc_localhost")
    elif IPV4.fullmatch(host):
        found.warn("unc_ip_address")
    elif "." not in host:
        found.warn("unc_short_host")


CHECKS: dict[str, Callable[[Findings, Any, Run], Any]] = {
    "name": check_name,
    "applicationId": check_application_id,
    "clientSecret": check_client_secret,
    "configurationKey": check_configuration_key,
    "localAdministratorUsername": check_local_administrator_username,
    "localAdministratorPassword": check_local_administrator_password,
    "tenant": check_tenant,
    "appProfile": check_app_profile,
    "adUsername": check_ad_username,
    "adPassword": check_ad_password,
    "adDomain": check_ad_domain,
    "connectionKey": check_connection_key,
    "bulkTokenDisplayName": check_bulk_token_display_name,
    "bulkTokenLifetimeDays": check_bulk_token_lifetime_days,
    "bulkToken": check_bulk_token,
    "bulkTokenExpiresAt": check_bulk_token_expires_at,
    "enrollmentFilePath": check_enrollment_file_path,
}


# --------------------------------------------------------------------------
# Section 5: keys
# --------------------------------------------------------------------------

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
VALUE_OF = {char: value for value, char in enumerate(ALPHABET)}
PREFIXES = {"configuration": "rjcfg", "connection": "rjcon"}
KIND_OF = {prefix + "1": kind for kind, prefix in PREFIXES.items()}
KEY_LENGTH = 78
START = 6  # where the data begins, after the prefix and its "1"
BECH32M = 0x2BC830A3
GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


class KeyProblem(ValueError):
    """The first finding about a key that is none."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


class Key(NamedTuple):
    kind: str
    version: int
    id: str
    text: str

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def masked(self) -> str:
        return f"{PREFIXES[self.kind]}1…{self.text[-4:]}"


def polymod(values: list[int], state: int = 1) -> int:
    for value in values:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(GENERATOR):
            if top >> bit & 1:
                state ^= term
    return state


def expand(prefix: str) -> list[int]:
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def encode_key(prefix: str, data: list[int]) -> str:
    """BIP-350: the 5-bit groups with their checksum."""
    rest = polymod(expand(prefix) + data + [0] * 6) ^ BECH32M
    groups = data + [rest >> 5 * (5 - i) & 31 for i in range(6)]
    return prefix + "1" + "".join(ALPHABET[group] for group in groups)


def to_groups(data: bytes) -> list[int]:
    """8 bits to 5, with zero padding at the end."""
    count = -(-len(data) * 8 // 5)
    number = int.from_bytes(data, "big") << (count * 5 - len(data) * 8)
    return [number >> 5 * (count - 1 - i) & 31 for i in range(count)]


def _error_positions() -> dict[int, int]:
    """Which position a remainder points to, if one character is wrong. The
    code is linear: an error adds its own remainder, whatever the key."""
    table = {}
    for index in range(START, KEY_LENGTH):
        for delta in range(1, 32):
            table[polymod([delta] + [0] * (KEY_LENGTH - 1 - index), 0)] = index
    return table


ERROR_POSITIONS = _error_positions()


def parse_key(text: str, expected: str | None = None) -> Key:
    """Section 5, Parse."""
    text = trim(decodable(text))
    folded = lower(text)
    kind = KIND_OF.get(folded[:START])
    if kind is None:
        raise KeyProblem("key_not_a_key")
    if expected is not None and kind != expected:
        raise KeyProblem("key_wrong_kind", expected=expected, found=kind)
    if units(text) != KEY_LENGTH:
        raise KeyProblem("key_wrong_length", expected=KEY_LENGTH, found=units(text))
    for index, char in enumerate(folded):
        if index >= START and char not in VALUE_OF:
            raise KeyProblem("key_bad_character", position=index)
    if text not in (folded, text.upper()):
        raise KeyProblem("key_mixed_case")
    return decode_key(kind, folded)


def decode_key(kind: str, text: str) -> Key:
    """Section 5, Parse, from the checksum on; the text is in lower case."""
    groups = [VALUE_OF[char] for char in text[START:]]
    remainder = polymod(expand(PREFIXES[kind]) + groups) ^ BECH32M
    if remainder:
        where = ERROR_POSITIONS.get(remainder)
        raise KeyProblem("key_checksum", **({} if where is None else {"position": where}))
    number = 0
    for group in groups[:-6]:
        number = number << 5 | group
    if number & 3:
        raise KeyProblem("key_checksum")
    data = (number >> 2).to_bytes(41, "big")
    if data[0] != 1:
        raise KeyProblem("key_unsupported_version", version=data[0])
    if len(set(data[9:])) == 1:
        raise KeyProblem("key_weak")
    return Key(kind, data[0], data[1:9].hex(), text)


def key_from_bytes(kind: str, data: bytes) -> str:
    """Section 5: the key of 40 given bytes; a weak one raises."""
    if kind not in PREFIXES:
        raise ValueError("kind must be configuration or connection")
    if len(data) != 40:
        raise ValueError("a key is made from 40 bytes")
    if len(set(data[8:])) == 1:
        raise ValueError("key_weak")
    return encode_key(PREFIXES[kind], to_groups(b"\x01" + bytes(data)))


def inspect_key(text: str) -> dict[str, Any]:
    """Section 8: what a key is, or the first finding about it."""
    if not isinstance(text, str):
        raise TypeError("a key is text")
    try:
        key = parse_key(text)
    except KeyProblem as problem:
        return {"code": problem.code, "params": problem.params}
    return {
        "kind": key.kind, "id": key.id, "version": key.version,
        "fingerprint": key.fingerprint, "masked": key.masked,
    }


# --------------------------------------------------------------------------
# Section 2, From JSON text
# --------------------------------------------------------------------------

MAX_DEPTH = 128
WRONG_NUMBER = 0.5  # stands for every number that is no integer of ours
JSON_SPACE = re.compile("[ \t\n\r]*")
JSON_NUMBER = re.compile(r"(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")
JSON_STRING = re.compile(
    r'"([^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\x00-\x1f]*)*)"'
)
JSON_ESCAPE = re.compile(
    r"\\(?:u([dD][89abAB][0-9A-Fa-f]{2})\\u([dD][c-fC-F][0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|(.))"
)
SIMPLE_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
JSON_WORDS = (("true", True), ("false", False), ("null", None))


class MalformedJson(ValueError):
    def __init__(self, offset: int) -> None:
        super().__init__(f"malformed JSON near {offset}")
        self.offset = offset


def _unescape(match: re.Match[str]) -> str:
    high, low, single, simple = match.groups()
    if high:
        return chr(0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF))
    if single:
        return decodable(chr(int(single, 16)))
    return SIMPLE_ESCAPES.get(simple, simple)


def exact_number(sign: str, whole: str, fraction: str | None, exponent: str | None) -> int | float:
    """Section 2: an integer when its exact value is one of ours. The exponent
    may be of any size, so nothing is computed before the size is known."""
    digits = (whole + (fraction or "")).lstrip("0")
    significant = digits.rstrip("0")
    if not significant:
        return 0
    power = bounded_exponent(exponent or "0") - len(fraction or "") + len(digits) - len(significant)
    if power < 0 or len(significant) + power > 16:
        return WRONG_NUMBER
    number = int(significant) * 10**power
    if number > SAFE:
        return WRONG_NUMBER
    return -number if sign else number


def bounded_exponent(text: str) -> int:
    """The exponent, or one beyond every document's length."""
    digits = text.lstrip("+-").lstrip("0")
    size = int(digits or "0") if len(digits) <= 18 else 10**18
    return -size if text[0] == "-" else size


class Scanner:
    """A strict JSON reader that notes the keys given twice in the outer object."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.duplicates: set[str] = set()

    def document(self) -> Any:
        value = self.value(1)
        self.space()
        if self.at != len(self.text):
            raise MalformedJson(self.at)
        return value

    def space(self) -> None:
        self.at = JSON_SPACE.match(self.text, self.at).end()

    def next_is(self, char: str) -> bool:
        self.space()
        if self.text.startswith(char, self.at):
            self.at += 1
            return True
        return False

    def expect(self, char: str) -> None:
        if not self.next_is(char):
            raise MalformedJson(self.at)

    def value(self, depth: int) -> Any:
        """`depth` is that of an array or object, should one begin here."""
        self.space()
        char = self.text[self.at : self.at + 1]
        if char in ("{", "[") and depth > MAX_DEPTH:
            raise MalformedJson(self.at)
        if char == "{":
            return self.object(depth)
        if char == "[":
            return self.array(depth)
        if char == '"':
            return self.string()
        for word, meaning in JSON_WORDS:
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return meaning
        return self.number()

    def object(self, depth: int) -> dict[str, Any]:
        self.expect("{")
        members: dict[str, Any] = {}
        if self.next_is("}"):
            return members
        while True:
            self.space()
            key = self.string()
            self.expect(":")
            if depth == 1 and key in members:
                self.duplicates.add(key)
            members[key] = self.value(depth + 1)
            if not self.next_is(","):
                self.expect("}")
                return members

    def array(self, depth: int) -> list[Any]:
        self.expect("[")
        items: list[Any] = []
        if self.next_is("]"):
            return items
        while True:
            items.append(self.value(depth + 1))
            if not self.next_is(","):
                self.expect("]")
                return items

    def string(self) -> str:
        match = JSON_STRING.match(self.text, self.at)
        if match is None:
            raise MalformedJson(self.at)
        self.at = match.end()
        return JSON_ESCAPE.sub(_unescape, match[1]) if "\\" in match[1] else match[1]

    def number(self) -> int | float:
        match = JSON_NUMBER.match(self.text, self.at)
        if match is None:
            raise MalformedJson(self.at)
        self.at = match.end()
        return exact_number(*match.groups())


def refusal(code: str, **params: Any) -> dict[str, Any]:
    """Section 2: a report with one issue on field "" and no connection."""
    found = Findings("")
    found.error(code, **params)
    return make_report(found.issues, {})


def malformed(before: str) -> dict[str, Any]:
    """`line` and `column`, from 1, of the place after the text before it."""
    line = before.count("\n") + 1
    return refusal("malformed_json", line=line, column=len(before) - before.rfind("\n"))


# --------------------------------------------------------------------------
# The two entrances
# --------------------------------------------------------------------------


def validate(draft: Mapping[Any, Any], context: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Section 6, for a draft in Python values."""
    if not isinstance(draft, Mapping):
        raise TypeError("a draft must be a mapping")
    return Run(draft, Context(context)).report()


def validate_json(data: bytes, context: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Section 6, for a draft in JSON text."""
    known = Context(context)
    data = bytes(data).removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return malformed(data[: error.start].decode("utf-8"))
    scanner = Scanner(text)
    try:
        draft = scanner.document()
    except MalformedJson as error:
        return malformed(text[: error.offset])
    if not isinstance(draft, dict):
        return refusal("not_an_object")
    return Run(draft, known, frozenset(scanner.duplicates)).report()


# --------------------------------------------------------------------------
# As a program
# --------------------------------------------------------------------------


def answer(record: dict[str, Any]) -> dict[str, Any]:
    """One line: a draft, a JSON text, or a key."""
    if "key" in record:
        return inspect_key(record["key"])
    context = record.get("context")
    if "json" in record:
        return validate_json(record["json"].encode("utf-8", "surrogatepass"), context)
    return validate(record["draft"], context)


def compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def main(arguments: list[str]) -> int:
    if arguments == ["--self-test"]:
        import self_test  # beside this file; kept out of the way of the rules

        return self_test.run()
    if arguments:
        sys.exit("usage: reference.py [--self-test] < cases.ndjson")
    for line in sys.stdin.buffer:
        if line.strip():
            sys.stdout.write(compact(answer(json.loads(line))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
