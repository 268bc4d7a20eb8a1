"""The exceptions. The compiled part raises them; they are written here, where they are short."""

from __future__ import annotations

# As in `typing`, which takes longer to import than all of this.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from rejoin._rejoin import Issue, Report


class ValidationError(ValueError):
    """A draft has an error: `Report.raise_for_errors` raises it. It holds no secret.

    `issues` are those of the report, and `report` is the report itself; an exception that was pickled comes
    back without it.
    """

    __module__ = "rejoin"
    issues: list[Issue]
    report: Report | None

    def __init__(self, issues: list[Issue], report: Report | None = None) -> None:
        self.issues = issues
        self.report = report
        super().__init__(issues)

    def __reduce__(self) -> tuple[type[ValidationError], tuple[list[Issue]]]:
        return type(self), (self.issues,)

    def __str__(self) -> str:
        warnings = sum(issue.severity == "warning" for issue in self.issues)
        counts = [(len(self.issues) - warnings, "error"), (warnings, "warning")]
        lines = [", ".join(f"{count} {word}{'s' * (count != 1)}" for count, word in counts if count)]
        for issue in self.issues:
            about = f"{issue.field}: " if issue.field else ""
            weight = " (warning)" if issue.severity == "warning" else ""
            lines.append(f"  {about}{issue.message}{weight}")
        return "\n".join(lines)


class CatalogError(ValueError):
    """A catalog refused, and nothing in it has changed.

    `code` says why, for a program. Where it is about one entry of a document, `index` is its place from 0 and
    `id` its ID; where it is about a field, `field` is the key and `reason` the code of what is wrong with it; where
    it is about the file of a catalog on disk, `path` is that file.
    """

    __module__ = "rejoin"

    def __init__(
        self,
        code: str,
        message: str,
        index: int | None = None,
        id: str | None = None,
        field: str | None = None,
        reason: str | None = None,
        path: str | None = None,
    ) -> None:
        self.code = code
        self.message = message
        self.index = index
        self.id = id
        self.field = field
        self.reason = reason
        self.path = path
        super().__init__(code, message, index, id, field, reason, path)

    def __str__(self) -> str:
        return self.message


class FileError(ValueError):
    """A file could not be read, or not be written; `file` is its name, and `reason` says what to do.

    What is wrong with a record of it is no exception: it is in the report of the record.
    """

    __module__ = "rejoin"

    def __init__(self, file: str, reason: str) -> None:
        self.file = file
        self.reason = reason
        super().__init__(file, reason)

    def __str__(self) -> str:
        return f"{self.file}: {self.reason}"


class KeyGenerationError(RuntimeError):
    """No key was made, as the system's source of randomness is missing or does not work."""

    __module__ = "rejoin"


class EngineError(RuntimeError):
    """The engine failed, which is a mistake in this package and not in what it was given."""

    __module__ = "rejoin"
