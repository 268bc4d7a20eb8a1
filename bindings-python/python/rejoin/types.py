"""The types of drafts, contexts and tables, for annotations.

They are not imported with the package itself, so that a script which needs none starts sooner.

>>> from rejoin.types import Context, Draft
>>> draft: Draft = {"name": "EMEA laptops", "role": "source"}
>>> context: Context = {"existingNames": ["APAC laptops"]}
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Literal, TypedDict, final

from rejoin._tables import *

KeyKind = Literal["configuration", "connection"]
Severity = Literal["error", "warning"]
FieldState = Literal["undecided", "applies", "doesNotApply"]
FileFormat = Literal["json", "ndjson", "yaml", "csv", "xlsx"]
# The value of a parameter of a message.
Param = int | str | list[str]


class PasswordPolicy(TypedDict, total=False):
    """What a domain asks of passwords: 1 to 128 characters, of 0 to 4 kinds."""

    minLength: int | None
    minCategories: int | None


class _Tenant(TypedDict):
    id: str
    domain: str


class Tenant(_Tenant, total=False):
    """A tenant that the host knows."""

    name: str | None


class AppProfile(TypedDict):
    """An app profile that the host knows."""

    name: str
    tenant: str
    delegated: bool


class Context(TypedDict, total=False):
    """What the host knows and the draft does not. Everything is optional."""

    now: str | datetime.datetime | None
    existingNames: Collection[str] | None
    storedSecrets: Collection[SecretFieldKey] | None
    passwordPolicy: PasswordPolicy | None
    tenants: Collection[Tenant] | None
    appProfiles: Collection[AppProfile] | None


class _IssueDict(TypedDict):
    field: str
    code: IssueCode
    severity: Severity
    message: str
    params: dict[str, Param]


class IssueDict(_IssueDict, total=False):
    """An issue as data."""

    help: str
    suggestion: str | bool | int


class ReportDict(TypedDict):
    """A report as data."""

    valid: bool
    connection: Connection | None
    issues: list[IssueDict]


class RecordDict(ReportDict):
    """A record of a file as data."""

    index: int
    line: int


class Summary(TypedDict):
    """What a batch came to."""

    records: int
    valid: int
    errors: int
    warnings: int
    byCode: dict[str, int]


@final
class GoodKey(TypedDict):
    """What may be shown of a key."""

    kind: KeyKind
    id: str
    version: int
    fingerprint: str
    masked: str


@final
class BadKey(TypedDict):
    """The first thing that is wrong with a text that is no key."""

    code: IssueCode
    params: dict[str, Param]
    message: str


class FormOption(TypedDict):
    """One of the values that a field offers."""

    value: str
    label: str
    hint: str


class FormNote(TypedDict):
    """What somebody who makes a choice should know, and the field beside which it stands."""

    id: NoteId
    field: FieldKey
    text: str


class Stored(TypedDict):
    """A secret that the host stores."""

    stored: Literal[True]


class StoredKey(TypedDict):
    """How to recognise a key that was given out."""

    id: str
    fingerprint: str
    masked: str


class Entry(TypedDict):
    """A saved connection. It holds no secret."""

    id: str
    connection: dict[str, str | bool | int]
    secrets: dict[str, Stored]
    keys: dict[str, StoredKey]
    createdAt: str
    modifiedAt: str


class CatalogDocument(TypedDict):
    """A catalog as one document."""

    format: Literal["rejoin-catalog"]
    version: Literal[1]
    entries: list[Entry]


class _Choice(TypedDict):
    value: str
    label: str
    hint: str


class Choice(_Choice, total=False):
    """A value of a choice."""

    offeredFor: list[str]


# When a field applies: while another has one of some values. `in` is a word of Python's own.
Condition = TypedDict("Condition", {"field": FieldKey, "in": "list[str | bool]"})


class Section(TypedDict):
    """A part of the form."""

    key: str
    label: str


class Action(TypedDict):
    """What a form offers to do beside a field."""

    kind: str
    label: str
    takes: list[FieldKey]
    gives: list[FieldKey]


class _FieldSpec(TypedDict):
    number: int
    key: FieldKey
    label: str
    kind: Literal["text", "secret", "key", "choice", "boolean", "integer"]
    required: bool
    section: Section
    hint: str
    example: str
    autocomplete: str
    secret: bool
    reads: list[FieldKey]
    affects: list[FieldKey]
    actions: list[Action]


class FieldSpec(_FieldSpec, total=False):
    """A row of the field table."""

    maxLength: int
    minimum: int
    maximum: int
    keyKind: KeyKind
    choices: list[Choice]
    appliesWhen: Condition


class CodeSpec(TypedDict):
    """A row of the code table."""

    code: IssueCode
    meaning: str
    severity: Severity
    warningIn: list[FieldKey]
    params: dict[str, Literal["number", "optionalNumber", "text", "list"]]
    message: str
    messageIn: dict[str, str]
    help: str
    filesOnly: bool
