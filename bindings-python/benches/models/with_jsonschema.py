"""A JSON Schema for each kind of connection, for jsonschema-rs; the kind is picked by hand, which is quicker
than `if` and `then`. JSON is read by orjson."""

import itertools

import jsonschema_rs
import orjson

from models import rules


def text(key):
    least, most, pattern = rules.TEXTS[key]
    schema = {"type": "string", "minLength": least, "maxLength": most, "pattern": f"^(?:{pattern})$"}
    if key == "localAdministratorPassword":
        threes = itertools.combinations(rules.CLASSES, 3)
        schema["anyOf"] = [{"allOf": [{"pattern": pattern} for pattern in three]} for three in threes]
    return schema


def schema(keys, choices, also=None):
    properties = {key: text(key) for key in ("name", *keys) if key in rules.TEXTS}
    properties |= {"type": {"const": rules.TYPE}} | {key: {"const": value} for key, value in choices.items()}
    if "bulkTokenLifetimeDays" in keys:
        properties["bulkTokenLifetimeDays"] = {"type": "integer", "minimum": rules.DAYS[0], "maximum": rules.DAYS[1]}
    required = [key for key in properties if key not in rules.OPTIONAL]
    whole = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
    if also:
        whole["properties"] = properties | also
    return whole


def validator(*arguments):
    # Backtracking is for what these patterns have not, and slower.
    return jsonschema_rs.Draft202012Validator(schema(*arguments), pattern_options=jsonschema_rs.RegexOptions())


BOOLEAN = {"type": "boolean"}


class Source:
    """With and without the administrator, as the draft says."""

    def __init__(self):
        create = {"createLocalAdministrator": {"const": True}, "connectEntraId": BOOLEAN}
        none = {"createLocalAdministrator": {"const": False}, "connectEntraId": BOOLEAN}
        role = {"role": "source"}
        self.kinds = {
            True: validator((*rules.SOURCE, *rules.ADMINISTRATOR), role, create),
            False: validator(rules.SOURCE, role, none),
        }


class Peer:
    name = "jsonschema-rs"

    def __init__(self):
        self.source = Source().kinds
        self.kinds = {}
        for destination, methods in rules.DESTINATIONS.items():
            for method in methods:
                cloud = () if destination == "activeDirectory" else rules.IN_THE_CLOUD
                choices = {"role": "destination", "destination": destination, "rejoinMethod": method}
                self.kinds[destination, method] = validator(cloud + rules.METHODS[method], choices)

    def validator(self, draft):
        if draft.get("role") == "source":
            return self.source[draft.get("createLocalAdministrator", False) is True]
        return self.kinds.get((draft.get("destination"), draft.get("rejoinMethod")))

    def dict(self, draft):
        validator = self.validator(draft)
        return validator is not None and validator.is_valid(draft)

    def errors(self, draft):
        validator = self.validator(draft)
        if validator is None:
            return [((), "Choose a destination and one of its methods")]
        return [(tuple(error.instance_path), error.message) for error in validator.iter_errors(draft)]

    def json(self, text):
        return self.dict(orjson.loads(text))
