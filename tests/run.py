"""Runs the conformance suite against the Python module; `run.rs` and `run.mjs` are its twins.

What a case holds and how it is compared: README.md.
"""

import json
import re
import sys
from pathlib import Path

import rejoin

FOLDER = Path(__file__).parent / "cases"
EXCLUDED = []
LANGUAGES = rejoin.languages()


def read(name):
    return json.loads((FOLDER / name).read_text("ascii"))


BASES = read("bases.json")


def draft_of(test):
    draft = dict(test["draft"] if "draft" in test else BASES[test["base"]])
    for key in test.get("unset", []):
        draft.pop(key, None)
    draft.update(test.get("set", {}))
    if repeat := test.get("repeat"):
        long = repeat["text"] * repeat["times"]
        draft[repeat["field"]] = repeat.get("prefix", "") + long + repeat.get("suffix", "")
    return draft


def report(test, language=None):
    context = test.get("context")
    if "bytes" in test:
        return rejoin.validate_json(bytes.fromhex(test["bytes"]), context, language=language)
    if "json" in test:
        return rejoin.validate_json(test["json"], context, language=language)
    draft = draft_of(test)
    report = rejoin.validate(draft, context, language=language)
    # The same as JSON text has the same answer.
    assert rejoin.validate_json(json.dumps(draft), context, language=language) == report
    return report


def exact(value):
    """A value in which 1 is not True, nor 1.0."""
    if isinstance(value, dict):
        return {key: exact(member) for key, member in value.items()}
    if isinstance(value, list):
        return [exact(item) for item in value]
    return type(value).__name__, value


def comparable(issue, loose):
    kept = {name: issue[name] for name in ("field", "code", "severity", "params", "suggestion") if name in issue}
    if loose:
        kept["params"] = [name for name, value in kept["params"].items() if value > 0]
    return exact(kept)


def check_report(test):
    answer = report(test)
    loose = test.get("paramsLoose", False)
    issues = answer.to_dict()["issues"]
    assert_equal([comparable(issue, loose) for issue in issues], [comparable(issue, loose) for issue in test["issues"]])
    valid = not any(issue["severity"] == "error" for issue in test["issues"])
    assert_equal((answer.valid, bool(answer), answer.connection is not None), (valid, valid, valid))
    for key, value in (test.get("connection") or {}).items():
        assert_equal(exact(answer.connection[key]), exact(value), key)
    for key in test.get("connectionLacks", []):
        assert key not in answer.connection, key
    if valid:
        assert_equal(rejoin.validate(answer.connection, test.get("context")).connection, answer.connection)
    for language in LANGUAGES:
        check_language(language, answer.to_dict(), report(test, language).to_dict())


def check_language(language, english, translated):
    """A language changes messages and help, and nothing else."""
    for one, other in zip(english["issues"], translated["issues"], strict=True):
        message = other["message"]
        assert len(message) <= 100 and not re.search(r"{\w+}", message), message
        same = [one.pop(name) == other.pop(name) for name in ("message", "help")]
        assert_equal(same, [language == "en"] * 2, message)
    assert_equal(exact(translated), exact(english))


def check_key(test):
    answer = rejoin.inspect_key(test["key"])
    assert_equal(answer.pop("message", None) is not None, "code" in test["expect"])
    assert_equal(exact(answer), exact(test["expect"]))


def assert_equal(found, expected, about=""):
    assert found == expected, f"{about} {found} instead of {expected}"


def check(test):
    if "key" in test:
        check_key(test)
    elif test.get("raises"):
        try:
            report(test)
        except (TypeError, ValueError):
            return
        raise AssertionError("it did not raise")
    else:
        check_report(test)


def main():
    passed, failed, codes = 0, [], set()
    for file in sorted(FOLDER.glob("*.json")):
        for test in read(file.name)["cases"] if file.name != "bases.json" else []:
            if test["name"] in EXCLUDED:
                continue
            codes.update(issue["code"] for issue in test.get("issues", []))
            try:
                check(test)
                passed += 1
            except Exception as error:
                failed.append(f"{file.name}: {test['name']}: {type(error).__name__}: {error}")
    # What only files have is for the tests of the package.
    missing = [row["code"] for row in rejoin.codes() if row["code"] not in codes and not row["filesOnly"]]
    if missing:
        failed.append(f"no case has the codes {', '.join(missing)}")
    print("\n".join(failed))
    print(f"Python module: {passed} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
