"""What the reference itself is held to: known answers, expectations worked out
by hand from the specification, properties, and that the generator reaches
every code of every field. Run as `python3 reference.py --self-test`."""

from __future__ import annotations

import json
from typing import Any

import generate
import reference as r

Draft = dict[str, Any]

BYTES = bytes(range(40))
CONFIGURATION_KEY = "rjcfg1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyudrzpey"
CONNECTION_KEY = "rjcon1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyu7ax7fw"
KNOWN_KEYS = (
    ("configuration", CONFIGURATION_KEY,
     "be93d0d4a01b24776b8ea37a300bdcabe1121f74c025bf2b917b347d9d094b12"),
    ("connection", CONNECTION_KEY,
     "ad6715d7451cbe8149267645f08f0d27d025521ea78931036530299e870a3b80"),
)

GUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
HEAD = {"name": "N", "type": "activeDirectoryEntraIdDevices"}
SOURCE = HEAD | {
    "role": "source", "applicationId": GUID, "clientSecret": "x" * 20,
    "configurationKey": CONFIGURATION_KEY,
}
ADMIN = SOURCE | {
    "createLocalAdministrator": True, "localAdministratorUsername": "ladmin",
    "localAdministratorPassword": "Tr0ub4dor&3",
}
ONLINE = HEAD | {
    "role": "destination", "destination": "activeDirectory", "rejoinMethod": "onlineCredentials",
    "adUsername": "joiner@contoso.com", "adPassword": "S3cret!", "adDomain": "contoso.com",
}
CLOUD = HEAD | {
    "role": "destination", "destination": "entraId", "tenant": "contoso.com", "appProfile": "P",
}
BULK = CLOUD | {
    "rejoinMethod": "bulkToken", "bulkTokenDisplayName": "B", "bulkTokenLifetimeDays": 30,
    "bulkToken": "tok",
}
FILE = CLOUD | {"rejoinMethod": "enrollmentFile", "enrollmentFilePath": "C:\\a.ppkg"}

BASE_OF = {
    **dict.fromkeys(r.FIELD_KEYS[:7] + ("connectEntraId",), SOURCE),
    "localAdministratorUsername": ADMIN, "localAdministratorPassword": ADMIN,
    "tenant": FILE, "appProfile": BULK, "adUsername": ONLINE, "adPassword": ONLINE,
    "adDomain": ONLINE, "bulkTokenLifetimeDays": BULK, "bulkTokenExpiresAt": BULK,
    "enrollmentFilePath": FILE,
}

# (field, value, the field's issues as `code`, `code?suggestion` or with params)
# A warning is written with a leading "~".
EXPECTATIONS: tuple[tuple[str, Any, list[str]], ...] = (
    ("name", " \u200b", ["required"]),
    ("name", "x" * 121, ["~longer_than_recommended {'recommended': 120}"]),
    ("name", "\U0001f600" * 128 + "x", ["too_long {'max': 256}"]),
    ("name", "\U0001f600\u200bx", ["~invisible_character {'position': 2}"]),
    ("name", "a\tb", ["control_character {'position': 1}"]),
    ("name", "=" + "a", ["~spreadsheet_formula"]),
    ("name", GUID.upper(), ["~wrong_box"]),
    ("name", 7, ["wrong_type {'expected': 'text'}"]),
    ("name", "\ud800", ["malformed_text"]),
    ("applicationId", "urn:uuid:{ " + GUID.replace("-", "").upper() + " }", []),
    ("applicationId", "<your id>", ["placeholder"]),
    ("applicationId", '"changeme"', ["placeholder"]),
    ("applicationId", GUID.replace("0", "O").replace("1", "l"), ["guid_malformed?" + GUID]),
    ("applicationId", "0" * 32, ["guid_reserved"]),
    ("applicationId", "12345678-1234-1234-1234-000000000000", ["~guid_placeholder"]),
    ("applicationId", "11112222333344445555666677778888", ["~guid_placeholder"]),
    ("clientSecret", "-----begin\x00", ["secret_is_certificate"]),
    ("clientSecret", "***", ["masked"]),
    ("clientSecret", "***" + "x" * 20 + " ", ["~partly_masked", "~edge_whitespace"]),
    ("clientSecret", " {" + GUID + "} ", ["~edge_whitespace", "same_as_application_id"]),
    ("clientSecret", "abc8Q~" + "x" * 34, ["~secret_is_entra_secret"]),
    ("clientSecret", "a" * 40, ["~secret_is_thumbprint"]),
    ("clientSecret", "'%2b'", ["~quoted", "~percent_encoded", "~suspiciously_short {'min': 16}"]),
    ("configurationKey", CONNECTION_KEY,
     ["key_wrong_kind {'expected': 'configuration', 'found': 'connection'}"]),
    ("configurationKey", " " + CONFIGURATION_KEY.upper() + "\n", []),
    ("configurationKey", CONFIGURATION_KEY[:-1], ["key_wrong_length {'expected': 78, 'found': 77}"]),
    ("configurationKey", CONFIGURATION_KEY[:-1] + "b", ["key_bad_character {'position': 77}"]),
    ("configurationKey", CONFIGURATION_KEY[:-1] + "Y", ["key_mixed_case"]),
    ("configurationKey", CONFIGURATION_KEY[:9] + "p" + CONFIGURATION_KEY[10:],
     ["key_checksum {'position': 9}"]),
    ("configurationKey", "rjcfg1…zpey", ["masked"]),
    ("configurationKey", "  ", ["key_not_a_key"]),
    ("createLocalAdministrator", " TRUE ", ["wrong_type?True {'expected': 'boolean'}"]),
    ("createLocalAdministrator", "", ["~no_local_administrator"]),
    ("localAdministratorUsername", "\ufffd@" + "x" * 30, ["account_has_domain"]),
    ("localAdministratorUsername", "a|b:|", ["forbidden_character {'characters': '|:'}"]),
    ("localAdministratorUsername", ". .", ["only_dots_and_spaces"]),
    ("localAdministratorUsername", "con.", ["trailing_period", "~device_name"]),
    ("localAdministratorUsername", "ADMINISTRATÖR", ["~likely_taken_name", "~non_ascii"]),
    ("localAdministratorPassword", "Aa€€€€€",
     ["password_too_few_categories {'found': 2, 'required': 3, 'missing': ['digit', 'special']}",
      "~symbol_not_counted", "~non_ascii"]),
    ("localAdministratorPassword", "中Aaaaaa", ["~password_relies_on_caseless_letters", "~non_ascii"]),
    ("localAdministratorPassword", "xLADMINx1", ["password_contains_account_name"]),
    ("localAdministratorUsername", "aux.x", ["~device_name"]),
    ("tenant", "CONTOSO.com .", []),
    ("tenant", "Common.", ["tenant_is_alias"]),
    ("tenant", "https://u@Contoso.com:1/x", ["is_url?contoso.com"]),
    ("tenant", "https://portal.azure.com/", ["is_url"]),
    ("tenant", "bob@X.com", ["is_user?x.com"]),
    ("tenant", "your_x.com", ["tenant_malformed"]),
    ("tenant", "a-b.onmicrosoft.com", ["~tenant_unusual_initial_domain"]),
    ("tenant", "a.onmicrosoft.de", ["tenant_closed_cloud"]),
    ("adUsername", "CONTOSO/a", ["forward_slash?CONTOSO\\a"]),
    ("adUsername", "A\\\\\\b\\\\c", ["doubled_backslash?A\\b\\c"]),
    ("adUsername", ".\\a", ["not_a_domain_account"]),
    ("adUsername", "a.b\\c", ["~fqdn_with_backslash?c@a.b"]),
    ("adUsername", "guest", ["~no_domain_part?guest@contoso.com", "reserved_name"]),
    ("adUsername", "CORP\\a$", ["~computer_account", "~domain_differs"]),
    ("adUsername", "a.@b", ["~upn_unusual_character", "~upn_single_label", "~domain_differs"]),
    ("adPassword", "JOINER", ["~same_as_username"]),
    ("adDomain", "DC=a , dc= b", ["is_distinguished_name?a.b"]),
    ("adDomain", "[::ffff:1.2.3.4]", ["is_ip_address"]),
    ("adDomain", "a:1", ["has_port"]),
    ("adDomain", "a..b", ["empty_label"]),
    ("adDomain", "é" * 32 + ".a", ["label_too_long {'max': 63}"]),
    ("adDomain", "a b!.c", ["forbidden_character {'characters': ' !'}"]),
    ("adDomain", "LOCALHOST.", ["is_localhost"]),
    ("adDomain", "dc1.x.local", ["~special_use_domain", "~looks_like_domain_controller"]),
    ("bulkTokenLifetimeDays", "030", ["wrong_type?30 {'expected': 'integer'}"]),
    ("bulkTokenLifetimeDays", 6.0, ["~short_lifetime {'recommended': 7}"]),
    ("bulkTokenLifetimeDays", 181, ["out_of_range {'min': 1, 'max': 180}"]),
    ("bulkTokenExpiresAt", "2023-02-29T00:00:00Z", ["malformed_date_time"]),
    ("bulkTokenExpiresAt", "0000-02-29t23:59:59.5z", []),
    ("enrollmentFilePath", '" "', ["required"]),
    ("enrollmentFilePath", '" C:\\a\u200b.ppkg"', ["invisible_character {'position': 6}"]),
    ("enrollmentFilePath", "C：￥a.ppkg", ["path_wrong_separator?C:\\a.ppkg"]),
    ("enrollmentFilePath", "//?/unc/h/s/a.ppkg", ["~path_extended_prefix", "~unc_short_host"]),
    ("enrollmentFilePath", "e:/users/x/./a.ppkg",
     ["~path_dot_segment", "~path_user_profile", "~path_mapped_drive"]),
    ("enrollmentFilePath", "C:\\aux .x\\b.ppkg", ["path_reserved_name"]),
    ("enrollmentFilePath", "C:\\.ppkg", ["path_wrong_extension"]),
    ("enrollmentFilePath", "\\\\127.0.0.1\\c$\\a.ppkg", ["~unc_admin_share", "~unc_localhost"]),
)

JSON_EXPECTATIONS: tuple[tuple[bytes, list[str]], ...] = (
    (b"", ["malformed_json"]), (b"[]", ["not_an_object"]), (b"\xef\xbb\xbf[]", ["not_an_object"]),
    (b"\xef\xbb\xbf\xef\xbb\xbf[]", ["malformed_json"]), (b'{"a":NaN}', ["malformed_json"]),
    (b'{"a":1,}', ["malformed_json"]), (b'"\xff"', ["malformed_json"]),
    (b'"\xed\xa0\x80"', ["malformed_json"]),
    (b"[" * 128 + b"]" * 128, ["not_an_object"]), (b"[" * 129 + b"]" * 129, ["malformed_json"]),
    (b'{"x":1,"\\u0078":2}', ["required"] * 3 + ["duplicate_field", "unknown_field"]),
    (b'{"name":"a","name":null}', ["duplicate_field"] + ["required"] * 3),
)
NUMBERS = (
    ("30.0", 30), ("3e1", 30), ("300E-1", 30), ("-0", 0), ("0e99999999999999999999", 0),
    ("9007199254740991.0", r.SAFE), ("9007199254740992", None), ("1e-400", None), ("30.5", None),
    ("1e99999999999999999999", None), ("1" + "0" * 400 + "e-400", 1),
)

SECRET_CODES = "required wrong_type not_applicable duplicate_field malformed_text too_long control_character"
TEXT = SECRET_CODES.split()
CHOICE = ["required", "wrong_type", "duplicate_field", "unknown_choice"]
HANGING = ["not_applicable"]
SECRET = TEXT + ["masked", "partly_masked", "edge_whitespace"]
KEY = TEXT + (
    "masked key_not_a_key key_wrong_kind key_wrong_length key_bad_character key_mixed_case "
    "key_checksum key_unsupported_version key_weak"
).split()
ALWAYS = [code for code in TEXT if code != "not_applicable"]

# Every code of every field, as section 4 lists them.
CODES: dict[str, list[str]] = {
    "": ["malformed_json", "not_an_object"],
    "name": ALWAYS + "longer_than_recommended invisible_character spreadsheet_formula wrong_box name_taken".split(),
    "type": CHOICE,
    "role": CHOICE,
    "applicationId": TEXT + "placeholder guid_malformed guid_reserved guid_placeholder well_known_application".split(),
    "clientSecret": SECRET + (
        "placeholder secret_is_certificate same_as_application_id secret_is_secret_id secret_is_thumbprint "
        "secret_is_entra_secret quoted percent_encoded non_ascii suspiciously_short").split(),
    "configurationKey": KEY,
    "createLocalAdministrator": "wrong_type not_applicable duplicate_field no_local_administrator".split(),
    "localAdministratorUsername": TEXT + (
        "account_has_domain forbidden_character only_dots_and_spaces trailing_period reserved_name "
        "likely_taken_name device_name invisible_character non_ascii").split(),
    "localAdministratorPassword": SECRET + (
        "too_short password_too_few_categories password_contains_account_name password_contains_name_part "
        "password_relies_on_caseless_letters symbol_not_counted password_common non_ascii same_as_other_secret").split(),
    "connectEntraId": "wrong_type not_applicable duplicate_field".split(),
    "destination": CHOICE + HANGING,
    "tenant": TEXT + (
        "guid_reserved tenant_is_consumer placeholder tenant_is_alias is_url is_user tenant_malformed "
        "tenant_closed_cloud tenant_is_ad_domain tenant_unusual_initial_domain unknown_tenant").split(),
    "appProfile": TEXT + (
        "placeholder invisible_character unknown_app_profile app_profile_other_tenant app_profile_not_delegated").split(),
    "rejoinMethod": CHOICE + HANGING + ["method_not_for_destination"],
    "adUsername": TEXT + (
        "placeholder invisible_character is_sid is_distinguished_name is_url forward_slash doubled_backslash "
        "mixed_forms multiple_separators empty_part not_a_domain_account netbios_too_long fqdn_with_backslash "
        "no_domain_part account_name_too_long forbidden_character trailing_period reserved_name "
        "builtin_administrator computer_account upn_unusual_character upn_long_for_entra upn_single_label "
        "upn_cloud_only domain_differs").split(),
    "adPassword": SECRET + ["same_as_username"],
    "adDomain": TEXT + (
        "placeholder is_url is_user is_distinguished_name has_backslash is_ip_address has_port invisible_character "
        "empty_label label_too_long too_short label_hyphen forbidden_character numeric_top_label is_localhost "
        "single_label underscore non_ascii special_use_domain reserved_name looks_like_domain_controller "
        "is_entra_domain many_labels").split(),
    "connectionKey": KEY,
    "bulkTokenDisplayName": TEXT + ["invisible_character", "package_prefix"],
    "bulkTokenLifetimeDays": "required wrong_type not_applicable duplicate_field out_of_range short_lifetime".split(),
    "bulkToken": SECRET,
    "bulkTokenExpiresAt": [code for code in TEXT if code != "required"] + (
        "malformed_date_time bulk_token_expired bulk_token_expires_soon").split(),
    "enrollmentFilePath": TEXT + (
        "placeholder path_is_url path_posix path_wrong_separator invisible_character path_device_namespace "
        "path_extended_prefix path_environment_variable path_drive_relative path_root_relative path_not_absolute "
        "path_is_directory unc_incomplete unc_bad_host unc_bad_share path_dot_segment forbidden_character "
        "path_trailing_dot_or_space path_reserved_name path_component_too_long path_wrong_extension "
        "path_user_profile path_mapped_drive path_temporary unc_admin_share unc_localhost unc_ip_address "
        "unc_short_host").split(),
    "(unknown)": ["unknown_field", "duplicate_field"],
}


class Tally:
    """Counts what was checked and prints what failed."""

    def __init__(self) -> None:
        self.checked = self.failed = 0

    def same(self, what: str, got: Any, wanted: Any) -> None:
        self.checked += 1
        if got != wanted:
            self.failed += 1
            print(f"FAILED {what}\n  got    {got!r}\n  wanted {wanted!r}")

    def raises(self, what: str, call: Any) -> None:
        try:
            call()
        except (TypeError, ValueError):
            self.checked += 1
        else:
            self.same(what, "nothing raised", "TypeError or ValueError")


def shown(issue: Draft) -> str:
    """An issue as EXPECTATIONS writes it."""
    text = ("~" if issue["severity"] == "warning" else "") + issue["code"]
    if "suggestion" in issue:
        text += f"?{issue['suggestion']}"
    return text + (f" {issue['params']}" if issue["params"] else "")


def codes(report: Draft) -> list[str]:
    return [issue["code"] for issue in report["issues"]]


def shown_for(draft: Draft, field: str, context: Draft | None = None) -> list[str]:
    report = r.validate(draft, context)
    return [shown(issue) for issue in report["issues"] if issue["field"] == field]


def test_keys(tally: Tally) -> None:
    for kind, key, fingerprint in KNOWN_KEYS:
        tally.same("key", r.key_from_bytes(kind, BYTES), key)
        tally.same("inspection", r.inspect_key(f" {key.upper()}\n"), {
            "kind": kind, "id": "0001020304050607", "version": 1, "fingerprint": fingerprint,
            "masked": f"{key[:6]}…{key[-4:]}",
        })
    padded = generate.raw_key("rjcfg", b"\x01" + BYTES, 1)
    weak = generate.raw_key("rjcfg", b"\x01" + bytes(40))
    version = generate.raw_key("rjcfg", b"\x02" + bytes(40))
    tally.same("padding", r.inspect_key(padded), {"code": "key_checksum", "params": {}})
    tally.same("weak", r.inspect_key(weak)["code"], "key_weak")
    tally.same("version", r.inspect_key(version)["params"], {"version": 2})
    tally.raises("weak bytes", lambda: r.key_from_bytes("connection", bytes(40)))
    for at in range(r.START, r.KEY_LENGTH):  # the position, against trying everything
        spoilt = CONFIGURATION_KEY[:at] + ("q" if CONFIGURATION_KEY[at] != "q" else "p") + CONFIGURATION_KEY[at + 1 :]
        tally.same("position", r.inspect_key(spoilt)["params"], {"position": at})


def test_expectations(tally: Tally) -> None:
    for base in (SOURCE, ADMIN, ONLINE, BULK, FILE):
        report = r.validate(base)
        tally.same("a valid base", [i for i in report["issues"] if i["severity"] == "error"], [])
        tally.same("its connection", {k: report["connection"][k] for k in base}, base)
    for field, value, wanted in EXPECTATIONS:
        tally.same(f"{field} {value!r}", shown_for(BASE_OF[field] | {field: value}, field), wanted)


def test_normalised(tally: Tally) -> None:
    def normal(field: str, value: Any) -> Any:
        return r.validate(BASE_OF[field] | {field: value})["connection"][field]

    tally.same("trimmed", normal("name", "\u200b N \ufeff"), "N")
    tally.same("secret kept", normal("clientSecret", " " + "x" * 20), " " + "x" * 20)
    tally.same("key", normal("configurationKey", CONFIGURATION_KEY.upper()), CONFIGURATION_KEY)
    tally.same("tenant", normal("tenant", "Contoso.COM ."), "contoso.com")
    tally.same("domain", normal("adDomain", "Contoso.COM."), "contoso.com")
    tally.same("path", normal("enrollmentFilePath", "' c:/a//b.ppkg '"), "C:\\a\\b.ppkg")
    tally.same("UNC", normal("enrollmentFilePath", "//?/unc/h/s/a.ppkg"), "\\\\?\\UNC\\h\\s\\a.ppkg")
    tally.same("integer", repr(normal("bulkTokenLifetimeDays", 30.0)), "30")
    tally.same("defaults", r.validate(SOURCE)["connection"]["connectEntraId"], False)


def test_state(tally: Tally) -> None:
    tally.same("undecided", codes(r.validate(HEAD | {"role": "x", "clientSecret": "", "tenant": "!"})), ["unknown_choice"])
    tally.same("left over", shown_for(ONLINE | {"clientSecret": " "}, "clientSecret"), ["~not_applicable"])
    tally.same("false left over", shown_for(ONLINE | {"connectEntraId": False}, "connectEntraId"), [])
    tally.same("wrong method", shown_for(FILE | {"rejoinMethod": "offlineAgent"}, "rejoinMethod"),
               ["method_not_for_destination {'choices': ['bulkToken', 'enrollmentFile']}"])
    tally.same("its followers", codes(r.validate(FILE | {"rejoinMethod": "offlineAgent"})), ["method_not_for_destination"])
    tally.same("unknown", shown_for(SOURCE | {"Tpye": None}, "Tpye"), ["unknown_field?type"])
    tally.same("order", [i["field"] for i in r.validate({"é": 1, "Z": 1, "name": "n"})["issues"]], ["type", "role", "Z", "é"])


def test_context(tally: Tally) -> None:
    tenants = [{"id": GUID, "domain": "Contoso.com"}]
    profiles = [{"name": "P", "tenant": GUID, "delegated": False}]
    tally.same("taken", shown_for(SOURCE, "name", {"existingNames": [" n "]}), ["name_taken"])
    tally.same("known", shown_for(FILE, "tenant", {"tenants": tenants}), [])
    tally.same("none known", shown_for(FILE, "tenant", {"tenants": []}), ["unknown_tenant"])
    tally.same("profile", shown_for(BULK, "appProfile", {"appProfiles": profiles}), ["app_profile_not_delegated"])
    tally.same("other tenant", shown_for(FILE, "appProfile", {
        "tenants": [*tenants, {"id": "x", "domain": "y"}],
        "appProfiles": [{"name": "P", "tenant": "y", "delegated": True}]}), ["app_profile_other_tenant"])
    tally.same("stored", shown_for(SOURCE | {"clientSecret": None}, "clientSecret", {"storedSecrets": ["clientSecret"]}), [])
    tally.same("no rules", shown_for(ADMIN | {"localAdministratorPassword": "xladminx"}, "localAdministratorPassword",
               {"passwordPolicy": {"minCategories": 0}}), [])
    expires = BULK | {"bulkTokenExpiresAt": "2025-06-17T12:00:00+02:00"}
    for now, wanted in (("2025-06-17T10:00:00Z", ["bulk_token_expired"]), ("2025-06-10T09:59:59Z", []),
                        ("2025-06-10T10:00:00Z", ["~bulk_token_expires_soon {'days': 7}"])):
        tally.same("expiry", shown_for(expires, "bulkTokenExpiresAt", {"now": now}), wanted)
    for bad in ({"x": 1}, {"now": "x"}, {"storedSecrets": ["name"]}, {"passwordPolicy": {"minLength": 0}}, {"tenants": [{}]}):
        tally.raises(f"context {bad}", lambda bad=bad: r.validate({}, bad))


def test_json(tally: Tally) -> None:
    for data, wanted in JSON_EXPECTATIONS:
        tally.same(f"JSON {data[:40]!r}", codes(r.validate_json(data)), wanted)
    for text, wanted in NUMBERS:
        value = r.Scanner(text).document()
        tally.same(f"number {text[:40]}", r.whole_number(value), wanted)
    tally.same("surrogates", r.Scanner(r'"\ud83d\ud83d\ude00\ude00\\u0041"').document(), "\ufffd\U0001f600\ufffd\\u0041")


def test_generated(tally: Tally, seed: int = 7, count: int = 33_000) -> None:
    """Properties of every report, and which codes were reached."""
    reached: set[tuple[str, str]] = set()
    drafts = 0
    for case in generate.cases(seed, count):
        report = r.answer(json.loads(json.dumps(case)))
        if "issues" not in report:
            continue
        drafts += 1
        for issue in report["issues"]:
            # An unknown key may be "", too, which is also the field of a refused text.
            known = issue["field"] in r.FIELD_OF or issue["code"] in CODES[""]
            reached.add((issue["field"] if known else "(unknown)", issue["code"]))
            if issue["field"] in r.SECRET_KEYS and "suggestion" in issue:
                tally.same("a suggestion for a secret", issue, None)
        if report["valid"]:
            again = r.validate(report["connection"], case.get("context"))
            tally.same(f"validated again: {case}", again["connection"], report["connection"])
    print_coverage(tally, reached, drafts)


def print_coverage(tally: Tally, reached: set[tuple[str, str]], drafts: int) -> None:
    listed = {(field, code) for field, all_codes in CODES.items() for code in all_codes}
    never = sorted(listed - reached)
    codes_never = sorted({code for _, code in listed} - {code for _, code in reached})
    print(f"{drafts} reports, {len({c for _, c in reached})} codes, {len(reached & listed)} of {len(listed)} per field")
    print("codes never reached:", ", ".join(codes_never) or "none")
    print("per field never reached:", ", ".join(f"{f}/{c}" for f, c in never) or "none")
    tally.same("codes the table does not list", sorted(reached - listed), [])
    tally.same("codes never reached", codes_never, [])


def run() -> int:
    tally = Tally()
    for test in (test_keys, test_expectations, test_normalised, test_state, test_context, test_json, test_generated):
        test(tally)
    print(f"{tally.checked} checks, {tally.failed} failed")
    return 1 if tally.failed else 0
