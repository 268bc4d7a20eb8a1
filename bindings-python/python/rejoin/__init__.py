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

from rejoin._errors import CatalogError, EngineError, FileError, KeyGenerationError, ValidationError
from rejoin._rejoin import (
    Batch,
    Catalog,
    Changes,
    FileBatch,
    FileRecord,
    FixResult,
    Form,
    FormField,
    Issue,
    Key,
    Language,
    Location,
    Record,
    Report,
    __version__,
    codes,
    define_language,
    fields,
    fix_file,
    generate_key,
    inspect_key,
    json_schema,
    key_fingerprint,
    key_from_bytes,
    key_matches,
    languages,
    validate,
    validate_batch,
    validate_file,
    validate_json,
)

__all__ = [
    "Batch",
    "Catalog",
    "CatalogError",
    "Changes",
    "EngineError",
    "FileBatch",
    "FileError",
    "FileRecord",
    "FixResult",
    "Form",
    "FormField",
    "Issue",
    "Key",
    "KeyGenerationError",
    "Language",
    "Location",
    "Record",
    "Report",
    "StoredCatalog",
    "ValidationError",
    "__version__",
    "codes",
    "define_language",
    "fields",
    "fix_file",
    "generate_key",
    "inspect_key",
    "json_schema",
    "key_fingerprint",
    "key_from_bytes",
    "key_matches",
    "languages",
    "validate",
    "validate_batch",
    "validate_file",
    "validate_json",
]

# As in `typing`, which takes longer to import than all of this.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from rejoin._store import StoredCatalog
else:

    def __getattr__(name):
        # What few programs use is loaded when one does.
        if name == "StoredCatalog":
            from rejoin._store import StoredCatalog

            return StoredCatalog
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
