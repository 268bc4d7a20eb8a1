"""Validates the connections of a Windows device migration, and makes their keys.

>>> import rejoin
>>> report = rejoin.validate({"name": "EMEA laptops"})
>>> if not report:
...     for issue in report.issues:
...         print(f"{issue.field}: {issue.message}")
type: Select the connection type
role: Select whether this connection is the source or the destination

What is wrong with a draft is in the report and never raised; `report.raise_for_errors()` raises it for those
who prefer that. The types of drafts, contexts and tables, for annotations, are in `rejoin.types`.
"""

from rejoin._errors import CatalogError, EngineError, KeyGenerationError, ValidationError
from rejoin._rejoin import (
    Batch,
    Catalog,
    Changes,
    Form,
    FormField,
    Issue,
    Key,
    Record,
    Report,
    __version__,
    codes,
    fields,
    generate_key,
    inspect_key,
    json_schema,
    key_fingerprint,
    key_from_bytes,
    key_matches,
    validate,
    validate_batch,
    validate_json,
)

__all__ = [
    "Batch",
    "Catalog",
    "CatalogError",
    "Changes",
    "EngineError",
    "Form",
    "FormField",
    "Issue",
    "Key",
    "KeyGenerationError",
    "Record",
    "Report",
    "ValidationError",
    "__version__",
    "codes",
    "fields",
    "generate_key",
    "inspect_key",
    "json_schema",
    "key_fingerprint",
    "key_from_bytes",
    "key_matches",
    "validate",
    "validate_batch",
    "validate_json",
]
