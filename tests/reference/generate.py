#!/usr/bin/env python3
"""Cases for differential testing: drafts, JSON texts and keys, as NDJSON.

    python3 generate.py --seed 1 --count 20000 | python3 reference.py

A case starts from a valid connection and is spoilt in a few places, so that
one rule at a time decides; pools of telling values per field reach the rules
that chance would not. The same seed gives the same cases.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from typing import Any, Callable, Iterator

import reference

Value = Any
Draft = dict[str, Value]

# --------------------------------------------------------------------------
# Small things to build from
# --------------------------------------------------------------------------

BLANK_SAMPLES = [" ", "\t", "\n", "\r\n", "\xa0", "\u3000", "\u2003", "\u1680", "\u200b", "\u200c",
                 "\u200d", "\u2060", "\ufeff", "\x85", "\u2028", "\u202f", "\u205f", "\u000b"]
NEAR_BLANKS = ["\x1c", "\x1f", "\u180e", "\u200e", "\u2800", "\u3164", "\xad"]
CONTROLS = ["\x00", "\t", "\n", "\x1b", "\x7f", "\x80", "\x9f", "\u2028", "\u2029"]
INVISIBLES = ["\xad", "\u061c", "\u200b", "\u200d", "\u200e", "\u200f", "\u202a", "\u202e", "\u2060",
              "\u2064", "\u2066", "\u2069", "\ufeff"]
NOT_INVISIBLE = ["\u2010", "\u2027", "\u2065", "\u206a", "\u034f", "\ufe0f", "\u2061"]
ASTRAL = ["\U0001f600", "\U00010348", "\U0001d400", "\U0002f800", "\U000e0041", "\U00010400"]
LETTERS = ["é", "ß", "Ä", "İ", "ı", "K", "ſ", "Σ", "ς", "Ж", "ж", "中", "あ", "ا", "ǅ", "ª", "ʰ", "Ⅷ",
           "ⅷ", "Ⓐ", "ⓐ", "\u0345", "\u0903", "\U0001d7ce", "٣", "１", "Ａ", "·", "€", "±", "Ａ", "ﬁ"]
MARKS = ["*", "•", "●", "…", "·", "\u2219", "\u25cb"]
ASCII = [chr(code) for code in range(0x20, 0x7F)]
TELLING = list("\\/@:.;,-_#%$~'\"<>{}[]()|?*=+&`^! ")
NASTY = (BLANK_SAMPLES + NEAR_BLANKS + CONTROLS + INVISIBLES + NOT_INVISIBLE + ASTRAL + LETTERS
         + MARKS + ["\ufffd", "“", "”", "‘", "’", "«", "＼", "：", "¥", "₩", "￥", "–", "−", "－"]
         + TELLING * 3 + list("aAbBzZ019"))

GUIDS = [
    "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "7c9e6679-7425-40de-944b-e07fc1f90ae7",
    "a0e1f2c3-0b1d-4e5f-8a9b-0c1d2e3f4a5b", "9188040d-6c67-4c5b-b112-36a304b66dad",
    "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "11111111-1111-1111-1111-111111111111", "11112222-3333-4444-5555-666677778888",
    "12345678-1234-1234-1234-123456789abc", "12345678-1234-1234-1234-1234567890ab",
    "12345678-1234-1234-1235-123456789abc", "11111111-1111-1111-1111-111111111112",
    "0000000f-0000-0000-0000-000000000000",
    *sorted(reference.WELL_KNOWN_APPLICATIONS),
]
TENANT = GUIDS[0]
PLACEHOLDERS = [
    "<>", "<x>", "<your tenant>", "<a>b<c>", "{{}}", "{{x}}", "{{ x }}", "{{}}}", "{x}", "[]", "[x]",
    "[ ]", "[your value]", "[a\u200bb]", "[a\u00a0b]", "changeme", "ChangeMe", "undefined", "NULL",
    "none", "TODO", "xxx", "XXX", "xxxx", "n/a", "N/A", "your_", "your_app", "YOUR-app", "your",
    "your_app.example.com", "enter_your_value", "enter_your", "Enter_Your.value", "enter-your",
    "<changeme", "todo.", "changeme .", "your-tenant.", "your-tenant.onmicrosoft.com", '"changeme"',
    "(none)", "' todo '", "“xxx”", "urn:uuid:changeme", 'urn:uuid:"changeme"', "{<x>}", "{ }",
    '"your_x"', '"[a b]"', "\"'todo'\"", "<\u200b>", "<<x>>",
]
WRONG_TYPES: list[Value] = [True, False, 0, 1, -1, 7, 30.0, 2.5, 2**53 - 1, 2**53, [], {}, ["x"],
                            {"a": 1}, [[]], -0.0]
EMPTY_LIKE: list[Value] = [None, "", " ", "\t", "\u200b", "\ufeff \u3000", "\xad", "\x1c"]


def blanks(rng: random.Random) -> str:
    return "".join(rng.choices(BLANK_SAMPLES, k=rng.randint(1, 3)))


def nasty(rng: random.Random, most: int = 12) -> str:
    return "".join(rng.choices(NASTY, k=rng.randint(0, most)))


def recase(rng: random.Random, text: str) -> str:
    how = rng.randrange(4)
    if how == 0:
        return text.upper() if text.isascii() else text
    if how == 1:
        return text.lower() if text.isascii() else text
    if how == 2:
        return text.swapcase() if text.isascii() else text
    return "".join(c.upper() if c.isascii() and rng.random() < 0.5 else c for c in text)


def enclosed(rng: random.Random, text: str) -> str:
    pair = rng.choice(["{}", "()", "<>", '""', "''", "“”", "[]", "‘’", "«»", "“\"", "\"”", "{)"])
    inner = text if rng.random() < 0.7 else blanks(rng) + text + blanks(rng)
    return pair[0] + inner + pair[1]


def insert(rng: random.Random, text: str, piece: str) -> str:
    at = rng.choice([0, len(text), rng.randint(0, len(text)), min(1, len(text))])
    return text[:at] + piece + text[at:]


# --------------------------------------------------------------------------
# Keys
# --------------------------------------------------------------------------


def raw_key(prefix: str, data: bytes, padding: int = 0) -> str:
    """A key with a right checksum, whatever else is wrong with it."""
    groups = reference.to_groups(data)
    groups[-1] |= padding
    return reference.encode_key(prefix, groups)


def good_key(rng: random.Random, kind: str) -> str:
    return reference.key_from_bytes(kind, rng.randbytes(40))


def swap_character(rng: random.Random, key: str, count: int) -> str:
    chars = list(key)
    for at in rng.sample(range(reference.START, len(key)), min(count, len(key) - 6)):
        chars[at] = rng.choice([c for c in reference.ALPHABET if c != chars[at].lower()])
    return "".join(chars)


def damaged_key(rng: random.Random, kind: str) -> str:
    """A key with one thing, or a few things, wrong; sometimes nothing."""
    prefix = reference.PREFIXES[kind]
    key = good_key(rng, kind)
    at = rng.randrange(len(key))
    return rng.choice(KEY_DAMAGES)(rng, prefix, key, at)


KEY_DAMAGES: list[Callable[[random.Random, str, str, int], str]] = [
    lambda r, p, k, i: k,
    lambda r, p, k, i: k.upper(),
    lambda r, p, k, i: blanks(r) + k + blanks(r),
    lambda r, p, k, i: k[:i] + k[i:].upper(),
    lambda r, p, k, i: k[:6].upper() + k[6:],
    lambda r, p, k, i: swap_character(r, k, 1),
    lambda r, p, k, i: swap_character(r, k, 1).upper(),
    lambda r, p, k, i: swap_character(r, k, 2),
    lambda r, p, k, i: swap_character(r, k, r.randint(3, 5)),
    lambda r, p, k, i: swap_character(r, raw_key(p, b"\x01" + r.randbytes(40), 2), 1),
    lambda r, p, k, i: swap_character(r, raw_key(p, b"\x03" + r.randbytes(40)), 1),
    lambda r, p, k, i: k[:i],
    lambda r, p, k, i: k[:-1],
    lambda r, p, k, i: k + r.choice(["q", "p", " x", "\U0001f600", k]),
    lambda r, p, k, i: k[:i] + r.choice("bio1BIO-_ é\u212a\u017f\U0001f600\u200b") + k[i + 1 :],
    lambda r, p, k, i: k[:i] + "\U0001f600" + k[i + 2 :] if i > 5 else k,
    lambda r, p, k, i: k[:i] + r.choice(NASTY) + k[i:],
    lambda r, p, k, i: raw_key(p, b"\x01" + r.randbytes(40), r.randint(1, 3)),
    lambda r, p, k, i: raw_key(p, bytes([r.choice([0, 2, 3, 255])]) + r.randbytes(40)),
    lambda r, p, k, i: raw_key(p, b"\x01" + r.randbytes(8) + bytes([r.choice([0, 1, 255])]) * 32),
    lambda r, p, k, i: raw_key(p, b"\x02" + bytes(40), r.randint(0, 3)),
    lambda r, p, k, i: raw_key(p, r.choice([b"\x01", b""]) + r.randbytes(r.choice([39, 41, 40]))),
    lambda r, p, k, i: raw_key({"rjcfg": "rjcon"}.get(p, "rjcfg"), b"\x01" + r.randbytes(40)),
    lambda r, p, k, i: {"rjcfg": "rjcon"}.get(p, "rjcfg") + k[5:],
    lambda r, p, k, i: {"rjcfg": "rjcon"}.get(p, "rjcfg") + k[5:i],
    lambda r, p, k, i: raw_key("rjxyz", b"\x01" + r.randbytes(40)),
    lambda r, p, k, i: k[:6],
    lambda r, p, k, i: k[:5],
    lambda r, p, k, i: k[:6] + "…" + k[-4:],
    lambda r, p, k, i: k[:i] + r.choice(["***", "•••", "*•●", "**", "●●"]) + k[i:],
    lambda r, p, k, i: "\"" + k + "\"",
    lambda r, p, k, i: "*" * r.randint(1, 80),
]


# --------------------------------------------------------------------------
# Values worth trying, field by field
# --------------------------------------------------------------------------

NAMES = [
    "Contoso", "Contoso Migration 2025", "x" * 120, "x" * 121, "x" * 256, "x" * 257,
    "\U0001f600" * 60, "\U0001f600" * 60 + "x", "\U0001f600" * 128, "\U0001f600" * 128 + "x",
    "=1+1", "+x", "-x", "@x", "'=x", "\\\\host\\share", "\\host", "C:\\x", "z:\\", "é:\\x", "C:/x",
    "C:x", "ＣＯＮ", "a\u200bb", "\xad", "\xada", "\U0001f600\u200b", "{" + GUIDS[0] + "}",
    GUIDS[0], GUIDS[0].upper(), GUIDS[0].replace("-", ""), GUIDS[4], "CONTOSO", "contoso", "İstanbul",
    "ΣΑΣ", "straße", "K", "\u180ea", "a\u2028b", "a\tb", "<x>", "changeme", "a\ufffdb",
]
APPLICATION_IDS = GUIDS + [
    GUIDS[0].upper(), GUIDS[0].replace("-", ""), "{" + GUIDS[0] + "}", "<" + GUIDS[1] + ">",
    "urn:uuid:" + GUIDS[0], "URN:UUID:{" + GUIDS[0] + "}", "{urn:uuid:" + GUIDS[0] + "}",
    "urn:uuid:urn:uuid:" + GUIDS[0], "urn:uuid: " + GUIDS[0], "“ " + GUIDS[0] + "\u200b”",
    "{(" + GUIDS[0] + ")}", "{" + GUIDS[0], "[" + GUIDS[0] + "]", GUIDS[0][:-1], GUIDS[0] + "0",
    GUIDS[0].replace("-", "–"), GUIDS[0].replace("0", "O"), GUIDS[0].replace("1", "l"),
    GUIDS[0].replace("1", "I").replace("0", "o"), GUIDS[0].replace("3", "３").replace("a", "ａ"),
    GUIDS[0].replace("0", "Ｏ").replace("1", "ｌ"), GUIDS[0].replace("-", "−"),
    GUIDS[0].replace("-", "－").replace("f", "Ｆ"), GUIDS[0].replace("-", "\u2010"),
    GUIDS[0].replace("-", "\u2016"), GUIDS[0].replace("-", " "), GUIDS[0].replace("-", "").upper(),
    "URN:UUID:" + GUIDS[0].replace("1", "l"), "{" + GUIDS[0].replace("0", "O") + "}",
    GUIDS[0].replace("-", "", 1), "O" * 32, "l" * 32, "{" + " " * 90 + GUIDS[0] + "}", "x" * 128,
    "x" * 129, "\U0001f600" * 64, "\U0001f600" * 64 + "a", "{\t" + GUIDS[0] + "}", "'" + GUIDS[7] + "'",
    "3f2504e0-4f89-41d3-9a0c0305e82c3301", "٣f2504e0-4f89-41d3-9a0c-0305e82c3301",
] + PLACEHOLDERS
CLIENT_SECRETS = [
    "kXy8Q~abcdefghijklmnopqrstuvwxyz0123456", "abc8Q~" + "x" * 31, "abc8Q~" + "x" * 30,
    "abc8Q~" + "x" * 34, "abc8Q~" + "x" * 35, "abc8q~" + "x" * 32, "abcdQ~" + "x" * 32,
    "abc8Q~" + "x" * 31 + "!", "a~.8Q~" + "-_" * 16, "-----BEGIN CERTIFICATE-----",
    "-----begin x", "-----BEGIN\n\ufffd", " -----BEGIN", "-----BEGI", "cert.pfx", "CERT.PEM",
    "a.p12", ".cer", "x.crt", "secret.key", "x.key ", "x.pem.txt", "changeme", " changeme",
    "a" * 40, "A1" * 32, "f" * 39, "0" * 41, "ab" * 20, "g" * 40, '"quoted secret value"', "'q'",
    '"', "''", '"x\'', "“x”", "”x“", "“x\"", "a%7Eb%2b", "%2F", "%3d", "%7", "%7e", "sécret value here",
    "~" * 16, "x" * 15, "x" * 16, "\U0001f600" * 8, "\U0001f600" * 7 + "x", "x" * 512, "x" * 513,
    "\U0001f600" * 256, "***", "**", "•●*", "***abc", "abc•••", "**abc**", "**a*", " secret with blank",
    "secret with blank \u200b", "\u200b", "   ", "a\x7fb", "a\tb", "a\ufffdb", "\x7f", "Passw0rd!Passw0rd!",
    *GUIDS[:5], " " + GUIDS[0] + "\u2003", "{" + GUIDS[0] + "}", GUIDS[0].upper(),
    "{ " + GUIDS[1] + " }", GUIDS[0].replace("-", ""), "<" + GUIDS[0] + ">",
] + PLACEHOLDERS
LOCAL_USERNAMES = [
    "ladmin", "a", "x" * 20, "x" * 21, "\U0001f600" * 10, "\U0001f600" * 10 + "a", "CORP\\bob",
    "bob@corp", "@", "\\\ufffd" + "x" * 30, "a\tb@", "a\tb", "a\ufffd", 'a"b', "a/b[c]d:e;f", "a|a|=,+*?<>",
    ".", "...", ". .", ".a", "a.", "..a..", "Administrator", "ADMINISTRATORS", "guest", "Users",
    "Local Service", "network service", "local  service", "everyone", "NONE", "none", "SYSTEM",
    "WDAGUtilityAccount", "DefaultAccount", "Guests", "Administrateur", "administrador",
    "AMMINISTRATORE", "Administratör", "ADMINISTRATÖR", "Järjestelmänvalvoja", "JÄRJESTELMÄNVALVOJA",
    "Rendszergazda", "Администратор", "АДМИНИСТРАТОР", "HelpAssıstant", "HELPASSISTANT", "krbtgt",
    "defaultuser0", "Power Users", "backup operators", "remote desktop users", "KRBTGT", "CON", "con.x",
    "con.", "CONX", "COM0", "COM9.a.b", "LPT0", "LPT10", "aux .x", "nul", "PRN", "COM¹", "a\u200bb",
    "ädmin", "adm\xadin", "bob smith", "bob.smith-x", "a-bc-def", "ab,cd_ef#gh", "x$", "'a'", "%a%",
]
LOCAL_PASSWORDS = [
    "Tr0ub4dor&3xyz", "short", "Aa1!", "aaaaaaa", "AAAAAAA1", "Abcdef1", "Abcdef", "abcdef1!",
    "password1", "PASSWORD1!", "P@ssw0rd", "p@ssWORD1", "Passw0rd!", "welcome1", "Welcome1!",
    "Qwerty123!", "Abc123!", "admin123!", "Changeme1!", "Summer2024!", "winter2024!", "Ladmin1!",
    "xLADMINx1!", "x-bc-1Aa", "Def12345!", "Smith123!", "bobAa1!x", "bob smith1A!", "Passwörd1!",
    "пароль12", "Пароль12", "パスワードAb", "密码密码ab1", "密码密码密码密", "密码Aa密码密码", "密码Aa1密码密码",
    "Aaaaaaa€", "aaaaaaa€", "aaaaaa 1", "AAAAAAA ", " Aaaaaa1", "Aa1!\u200b", "aaaaaa١", "ǅǅǅǅAa1",
    "ªªªªªªª1A", "ⅧⅧⅧⅧaa1", "ⅷⅷⅷⅷAA1", "ⒶⒶⒶⒶⓐ1x", "ʰʰʰʰʰAA1", "\u0903\u0903\u0903\u0903Aaaa",
    "\u0300\u0301\u0302aaaaA", "\U0001d400\U0001d41a1aaa", "\U0001f600" * 3, "\U0001f600" * 4 + "aA",
    "x" * 256 + "A1", "A1a" + "x" * 253, "A1a" + "x" * 254, "***", "***Aa1!xx", "a\tb", "A1\ufffd",
    "kXy8Q~abcdefghijklmnopqrstuvwxyz0123456", "123456!", "1234567", "!!!!!!!", "Tr0ub4dor&3xyz ",
]
TENANT_LABEL_27 = "a" * 27
TENANTS = GUIDS + [
    "contoso.onmicrosoft.com", "Contoso.OnMicrosoft.com", "contoso.com", "contoso.com.",
    "contoso.com .", "contoso.com\u200b.", "contoso.com..", ".", "..", "contoso", "common", "COMMON",
    "common.", "organizations", "consumers", "consumers .", "https://contoso.com/x", "://", "//x",
    "https://login.microsoftonline.com/contoso.com", "https://portal.azure.com", "contoso.com/path",
    "https://u:p@Contoso.com:443?x#y", "x/contoso.com", "/x", "https://contoso.sharepoint.com/",
    "https://sharepoint.com/", "https://xlogin.windows.net/", "a.b/c:", "a:80/b", "https://a@b@C.d:/",
    "https://x.com:80a/", "contoso.com\\x/", "?/", "bob@contoso.com", "bob@", "a@b@c.d", "@", "bob@ .",
    "bob@/x", "-a.com", "a-.com", "a_b.com", "a..com", "a.com-", "1.2", "a.1", "a.1a", "1.a", "x.-1",
    "a" * 63 + ".com", "a" * 64 + ".com", "müller.de", "contoso.onmicrosoft.de", "onmicrosoft.de",
    "a.onmicrosoft.de.", "corp.local", "local", "x.LOCAL", TENANT_LABEL_27 + ".onmicrosoft.com",
    TENANT_LABEL_27 + "a.onmicrosoft.com", "con-toso.onmicrosoft.com", "con-toso.x.onmicrosoft.com",
    "x.con-toso.onmicrosoft.us", "con-toso.partner.onmschina.cn", "con-toso.onmschina.cn",
    "a-b.xonmicrosoft.com", "onmicrosoft.com", "a-b.mail.onmicrosoft.com", "a-b.onmicrosoft.de",
    "a." * 126 + "c", "a." * 126 + "cd", "a." * 127 + "c", "{" + GUIDS[0] + "}", GUIDS[0].upper(),
    "urn:uuid:" + GUIDS[0], GUIDS[3].upper(), '"' + GUIDS[4] + '"', '"contoso.com"', '"common"',
    GUIDS[0].replace("0", "O"), "contoso.com\u200bx", "xn--mller-kva.de", "contoso.com:443",
    "contoso .com", "CONTOSO.COM", "fabrikam.com", GUIDS[1], "{{x}}.com", "<tenant>.com",
] + PLACEHOLDERS
APP_PROFILES = ["Rejoin app", "rejoin app", "Other app", "x" * 256, "x" * 257, "a\u200bb", "App é",
                "Not delegated", "a\tb", "Shared"] + PLACEHOLDERS
AD_USERNAMES = [
    "CONTOSO\\joiner", "joiner@contoso.com", "joiner@corp.contoso.com", "joiner", "corp\\joiner",
    "CORP\\joiner", "a\u200bb", "\xada\\b", "S-1-5-21", "s-1-1", "S-1-x", "S-1-", "CN=a,DC=b", "cn=a",
    "a,OU=b", "a, dc=b", "a,\u3000CN=b", "a;CN=b", "aCN=b", "xOU=", "CN =a", "https://x\\y", "a://",
    "a/b", "a/b/c", "CORP/a@b", "/", "/a", "a//b", "CORP\\\\a", "CORP\\\\\\a\\\\b", "\\\\host\\a", "a\\b@c",
    "a\\@", "a\\b\\c", "a@b@c", "\\a", "a\\", "@a", "a@", "@", "\\", ".\\a", "localhost\\a",
    "BUILTIN\\x", "NT AUTHORITY\\SYSTEM", "nt service\\x", "AzureAD\\bob", "MicrosoftAccount\\x",
    "A" * 15 + "\\a", "A" * 16 + "\\a", "\U0001f600" * 8 + "\\a", "\U0001f600" * 7 + "x\\a",
    "corp.contoso.com\\a", "a.b\\c", ". \\a", "x" * 20, "x" * 21, "CORP\\" + "x" * 21,
    "CORP\\" + "\U0001f600" * 10, "CORP\\" + "\U0001f600" * 11, "CORP\\a\"b[b]", "a|b;c=d", "CORP\\a:b*?",
    "a,+<>", "CORP\\a.", "a.", "SYSTEM", "CORP\\system", "localsystem", "Local Service",
    "CORP\\network service", "KRBTGT", "CORP\\Guest", "Administrator", "CORP\\ADMINISTRATOR", "a$",
    "CORP\\pc01$", "$", "a.@contoso.com", "a b@contoso.com", "é@contoso.com", "a'.-_!#^~Z9@contoso.com",
    "a%b@contoso.com", "a$@contoso.com", "x" * 64 + "@contoso.com", "x" * 65 + "@contoso.com",
    "a@" + "x" * 44 + ".com", "a@" + "x" * 45 + ".com", "x" * 64 + "@" + "y" * 44 + ".com",
    "x" * 64 + "@" + "y" * 45 + ".com", "a@localhost", "a@contoso", "a@contoso.onmicrosoft.com",
    "a@CONTOSO.OnMicrosoft.COM", "a@onmicrosoft.com", "a@CONTOSO.COM", "a@contoso.com.", "a@fabrikam.com",
    "a @contoso.com", "a@ contoso.com", "verylongdomainn\\a", "verylongdomainna\\a", "müller\\a",
    "a@müller.de", "MÜLLER\\a", "x" * 1024, "x" * 1025, "a\x00b", "a\ufffd", "[CORP]\\a", "a#b", "{{a}}\\b",
    "CORP\\a/b", "user@contoso.com/x", "DC\\a", "CORP\\ a", "CORP \\a",
] + PLACEHOLDERS
AD_PASSWORDS = ["S3cret!x", "joiner", "JOINER", "CONTOSO\\joiner", "joiner@contoso.com", "contoso\\JOINER",
                "Joiner@contoso.com", " joiner", "***", "abc***", "x" * 256, "x" * 257,
                "\U0001f600" * 128, "\U0001f600" * 128 + "a", "a\nb", "\ufffd", "é", "pass word ", "a", "b"]
AD_DOMAINS = [
    "contoso.com", "corp.contoso.com", "CORP.Contoso.Com", "contoso.com.", "contoso.com .", ".", "..",
    "contoso..com", ".contoso.com", "contoso.com..", "https://contoso.com/x", "//", "contoso.com/",
    "ldap://dc1.contoso.com:389", "https://login.windows.net", "a/b", "https://U@Contoso.COM:1#x",
    "user@contoso.com", "user@", "user@a@B.com", "user@contoso.com.", "x@ y", "DC=contoso,DC=com",
    "dc=Contoso, dc = com", "DC=contoso , dc= com ", "DC=,DC=com", "DC=contoso", "DC=a,OU=b", "DC=a,",
    "dc=a\u200b,\u3000dc=b", "DC=a,DC=b.", "contoso\\bob", "\\\\dc1", "192.168.1.1", "192.168.1.01",
    "192.168.1.256", "1.2.3", "1.2.3.4.", "[10.0.0.1]", "::1", "[::1]", "fe80::1%1", "[fe80::1%eth0]",
    "2001:db8::1", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "1::2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:8:9", "::ffff:1.2.3.4", "::1.2.3.04", "1.2.3.4::", "::", ":::", "12345::", "[::1", "::1]",
    "[[::1]]", "::g", "1::2::3", "1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", "٣.1.1.1", "[1.2.3.4]:80",
    "[::1]:80", "0.0.0.0", "00.0.0.0", "255.255.255.255", "contoso.com:389", "contoso.com:", "a:1", ":1",
    "contoso.com:x1", "con\u200btoso.com", "a\xadb.c", "x" * 63 + ".a", "x" * 64 + ".a", "é" * 31 + "x.a",
    "é" * 32 + ".a", "\U0001f600" * 15 + ".a", "\U0001f600" * 16 + ".a", "x" * 60 + ".abc",
    "x" * 60 + ".abcd", "a." * 31 + "bc", "a." * 31 + "bcd", "a", "é", "\U0001f600", "ab", "-a.com", "a-.com",
    "a.-b", "a.b-", "-", "a b.com", "a\xa0b.com", "a\u3000b.c\xa0d", "a!b$c!.com", "a(b).com", "contoso*.com",
    "a.1", "a.1a", "1", "12", "1.2.3.4.5", "a.١", "localhost", "LOCALHOST.", "contoso", "con_toso.com", "_.a",
    "münchen.de", "MÜNCHEN.de", "contoso.local", "local", "a.localhost", "a.invalid", "a.test", "a.example",
    "a.onion", "a.internal", "a.lan", "corp.corp", "a.home", "home.arpa", "anonymous.a", "Batch.a", "builtin.a",
    "domain.com", "enterprise.x", "internet.x", "network", "null", "null.x", "proxy.x", "self.x", "server.local",
    "users.x", "world.x", "system", "dc.a.b", "dc1.a.b", "PDC01.a.b", "bdc.a.b", "addc12.a.b", "dc1.a",
    "dcx.a.b", "dc-1.a.b", "dc١.a.b", "x.onmicrosoft.com", "onmicrosoft.com", "a.b.c.d.e", "a.b.c.d.e.f",
    "x" * 1024, "x" * 1025, "verylongdomainname.contoso.com", "verylongdomainn.contoso.com", "müller.de",
    "a\ufffd", "a\x01b", "a\u2028b", "contoso,com", "contoso.com,DC=x", "[contoso.com]", "\u202econtoso.com",
    "\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600.a",
] + PLACEHOLDERS
DISPLAY_NAMES = ["Bulk 2025", "package_x", "PACKAGE_x", "package-x", "package_", "a\u200bb", "x" * 256,
                 "x" * 257, "\U0001f600" * 129, "a\tb", "a\ufffd", "é"]
LIFETIMES: list[Value] = [
    1, 2, 6, 7, 30, 30.0, 179, 180, 181, 0, -1, -0.0, 6.5, 1e3, 2**53 - 1, 2**53, -(2**53 - 1), -(2**53), 1e300,
    "30", " 30 ", "-5", "+5", "0030", "-0", "3e1", "30.0", "9007199254740991", "9007199254740992",
    "-9007199254740991", "0" * 30 + "7", "1" * 5000, "", " ", "\u200b", "٣", "1 0", "0x1e", "\u200b30", "--1", "-",
    True, False, [], {}, [30], 180.0, 180.5,
]
BULK_TOKENS = ["0.AAAA.token-value_", "x" * 16384, "x" * 16385, "***", "***a", "tok en", " tok", "a\tb", "\ufffd",
               "é", "**", "●●●●", "a\u200b", "\U0001f600" * 8192, "\U0001f600" * 8192 + "x"]
EXPIRES = [
    "2030-01-31T12:00:00Z", "2030-01-31t12:00:00z", "2030-01-31 12:00:00Z", "2030-01-31T12:00:00",
    "2030-01-31T12:00:00+02:00", "2030-01-31T12:00:00-00:00", "2030-01-31T12:00:00+24:00",
    "2030-01-31T12:00:00+23:59", "2030-01-31T12:00:00+02:60", "2030-01-31T12:00:00+0200", "2030-01-31T24:00:00Z",
    "2030-01-31T23:60:00Z", "2030-01-31T23:59:60Z", "2030-01-31T23:59:59.Z", "2030-01-31T23:59:59.5Z",
    "2030-01-31T23:59:59,5Z", "2030-02-30T00:00:00Z", "2028-02-29T00:00:00Z", "2100-02-29T00:00:00Z",
    "2000-02-29T00:00:00Z", "0000-02-29T00:00:00Z", "0000-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59",
    "2030-13-01T00:00:00Z", "2030-00-01T00:00:00Z", "2030-01-00T00:00:00Z", "2030-04-31T00:00:00Z", "2030-1-1T0:0:0Z",
    "2030-01-31", "12:00:00Z", "٢٠٣٠-01-31T12:00:00Z", "2030-01-31T12:00Z", "+2030-01-31T12:00:00Z",
    "2030-01-31T12:00:00 Z", "2030-01-31T12:00:00−02:00", " 2030-01-31T12:00:00Z ",
    "2030-01-31T12:00:00." + "0" * 43 + "Z", "2030-01-31T12:00:00." + "0" * 44 + "Z",
    "2030-01-31T12:00:00." + "0" * 42 + "1Z", "x" * 64, "x" * 65, "a\tb", "a\ufffd", "<x>", "2030-01-31T12:00:00Zx",
    # Around the `now` of the contexts, 2025-06-15T12:00:00Z.
    "2025-06-15T12:00:00Z", "2025-06-15T12:00:00.000001Z", "2025-06-15T11:59:59.999Z", "2025-06-15T14:00:00+02:00",
    "2025-06-15T14:00:01+02:00", "2025-06-16T11:59:59Z", "2025-06-16T12:00:00Z", "2025-06-22T12:00:00Z",
    "2025-06-22T12:00:00.0000Z", "2025-06-22T12:00:00.0000000000000001Z", "2025-06-22T11:59:59Z",
    "2025-06-21T12:00:00Z", "2025-06-22T09:00:00-03:00", "2025-06-22T09:00:01-03:00", "2024-01-01T00:00:00Z",
]
PATHS = [
    "C:\\Files\\a.ppkg", "c:/files/a.PPKG", '"C:\\a.ppkg"', "'C:\\a.ppkg'", "“C:\\a.ppkg”", '" C:\\a.ppkg\u200b"', '""',
    '" "', "''", "“\u3000”", '"', "\"C:\\a.ppkg'", '""C:\\a.ppkg""', '"\tC:\\a.ppkg"', '"C:\\a\u200b.ppkg"',
    '" \u200b \U0001f600\u200bx"', "'\u200b'\u200b'\u200b''", "https://x/a.ppkg", "C:\\a://b.ppkg", "http:a", "HTTPS:a",
    "file:a.ppkg", "smb:\\x", "ftp:a", "~/a.ppkg", "~a", "/a.ppkg", "//host/share/a.ppkg", "///host/share/a.ppkg",
    "/", "//", "///", "C:¥a.ppkg", "C:₩a.ppkg", "C:￥a.ppkg", "C:＼a.ppkg", "C：\\a.ppkg", "'C：＼a¥b.ppkg'", "C:\\a¥.ppkg",
    "C:\\a\u200bb.ppkg", "\u202aC:\\a.ppkg", "C:\\\U0001f600\xad.ppkg", "\\\\.\\C:\\a.ppkg", "//./x", "\\\\?\\C:\\a.ppkg",
    "//?/c:/a.ppkg", "\\\\?\\UNC\\host.a\\share\\a.ppkg", "\\\\?\\unc\\host.a\\share\\a.ppkg", "\\\\?\\UNC\\", "\\\\?\\UNC",
    "\\\\?\\", "\\\\?", "\\\\.", "\\\\?\\a.ppkg", "\\\\?\\\\\\C:\\a.ppkg", "\\\\?\\UNC\\?\\C:\\a.ppkg", "\\\\?\\\\\\?\\C:\\a.ppkg",
    "\\\\?\\UNC\\.\\s\\a.ppkg", "\\\\?\\C:a", "\\\\?\\C:\\", "\\\\?\\%x%\\a", "\\\\?\\C:\\" + "a\\" * 160 + "b.ppkg",
    "\\\\?\\C:\\" + "x" * 256 + ".ppkg", "\\\\?\\UNC\\h.a\\s\\" + "a\\" * 160 + "b.ppkg", "%USERPROFILE%\\a.ppkg",
    "C:\\%a(1)_%\\a.ppkg", "C:\\%%\\a.ppkg", "C:\\100%\\5%.ppkg", "C:\\%a b%\\a.ppkg", "C:\\%é%.ppkg", "$env:TEMP\\a.ppkg",
    "$ENV:x", "C:\\$env:x.ppkg", "C:a.ppkg", "C:", "c:.\\a.ppkg", "é:\\a.ppkg", "\\a.ppkg", "\\", "a.ppkg", "files\\a.ppkg",
    "..\\a.ppkg", "C:\\", "C:\\a\\", "C:\\a.ppkg\\", "\\\\host\\share\\", "\\\\", "\\\\host", "\\\\host\\share",
    "\\\\host\\share\\a.ppkg", "\\\\ho st\\share\\a.ppkg", "\\\\höst\\share\\a.ppkg", "\\\\host:1\\s\\a.ppkg",
    "\\\\" + "h" * 255 + "\\s\\a.ppkg", "\\\\" + "h" * 256 + "\\s\\a.ppkg", "\\\\\U0001f600\\s\\a.ppkg", "\\\\h_-.1\\s\\a.ppkg",
    "\\\\host\\" + "s" * 80 + "\\a.ppkg", "\\\\host\\" + "s" * 81 + "\\a.ppkg", "\\\\h.a\\s=b\\a.ppkg", "\\\\h.a\\s;b\\a.ppkg",
    "\\\\h.a\\s'b\\a.ppkg", "\\\\h.a\\s b\\a.ppkg", "\\\\h.a\\..\\a.ppkg", "\\\\h.a\\s.\\a.ppkg", "\\\\h.a\\con\\a.ppkg",
    "\\\\..\\s\\a.ppkg", "\\\\@\\s\\a.ppkg", "C:\\.\\a.ppkg", "C:\\a\\..\\.\\b.ppkg", "C:\\a\\..", "C:\\...\\a.ppkg",
    "C:\\a<b>\\c|d.ppkg", "C:\\a?b.ppkg", "C:\\a:b.ppkg", "C:\\a\"b\".ppkg", "C:\\a*b*?*.ppkg", "C:\\a \\b.ppkg",
    "C:\\a.\\b.ppkg", "C:\\a\xa0\\b.ppkg", "C:\\a.ppkg.", "C:\\CON\\a.ppkg", "C:\\con.ppkg", "C:\\Aux .x.ppkg", "C:\\nul",
    "C:\\COM0.ppkg", "C:\\com1.ppkg", "C:\\LPT9.a.ppkg", "C:\\LPT.ppkg", "C:\\prn  .ppkg", "C:\\COM¹.ppkg", "C:\\ con.ppkg",
    "C:\\" + "x" * 250 + ".ppkg", "C:\\" + "x" * 251 + ".ppkg", "C:\\" + "\U0001f600" * 125 + ".ppkg",
    "C:\\" + "\U0001f600" * 126 + ".ppkg", "C:\\" + "x" * 256 + "\\a?.ppkg", "C:\\.ppkg", "C:\\a.ppk", "C:\\a.ppkg.txt",
    "C:\\appkg", "C:\\a.PpKg", "C:\\ .ppkg", "C:\\" + "a\\" * 125 + "b.ppkg", "C:\\" + "a\\" * 125 + "bc.ppkg",
    "C:\\" + "a\\" * 125 + "\U0001f600.ppkg", "C:\\Users\\bob\\a.ppkg", "C:\\Users\\Public\\a.ppkg", "c:\\USERS\\public\\a.ppkg",
    "C:\\Users\\a.ppkg", "C:\\Users\\Publicx\\a.ppkg", "E:\\users\\x\\a.ppkg", "d:\\a.ppkg", "D:\\a.ppkg", "Z:\\a.ppkg",
    "\\\\?\\e:\\a.ppkg", "C:\\Windows\\Temp\\a.ppkg", "C:\\temp\\a.ppkg", "C:\\tmp\\a.ppkg", "C:\\a\\temp\\b.ppkg",
    "C:\\Users\\x\\AppData\\Local\\Temp\\a.ppkg", "\\\\h.a\\s\\appdata\\LOCAL\\temp\\a.ppkg", "C:\\temp.ppkg",
    "\\\\h.a\\C$\\a.ppkg", "\\\\h.a\\admin$\\a.ppkg", "\\\\h.a\\IPC$\\a.ppkg", "\\\\h.a\\1$\\a.ppkg", "\\\\h.a\\é$\\a.ppkg",
    "\\\\localhost\\s\\a.ppkg", "\\\\LOCALHOST\\s\\a.ppkg", "\\\\127.0.0.1\\s\\a.ppkg", "\\\\127.0.0.2\\s\\a.ppkg",
    "\\\\10.0.0.01\\s\\a.ppkg", "\\\\10.0.0.256\\s\\a.ppkg", "\\\\[::1]\\s\\a.ppkg", "C:\\\\\\a\\//\\b.ppkg", "\\/host/s/a.ppkg",
    "C:\\" + "a" * 32764, "C:\\" + "a" * 32765, "C:\\a\tb.ppkg", "C:\\a\ufffd.ppkg", "<C:\\a.ppkg>", "C:\\a[b c].ppkg",
    '"changeme"', "\\\\?\\C:\\a\\..\\b.ppkg", "\\\\?\\UNC\\h\\s", "\\\\?\\UNC\\h\\s\\", "\\\\?\\Volume{x}\\a.ppkg",
    '"' + "C:\\" + "a" * 32762 + '"', '"C:\\a.ppkg', "K:\\a.ppkg", "C:\\Uſers\\x\\a.ppkg", "\\\\.\\", "\\\\.a\\b\\c.ppkg",
] + PLACEHOLDERS
CHOICE_NOISE = ["Source", "sorce", "DESTINATION", "destinatoin", "source ", "\u200bsource", "entraid", "EntraID",
                "activedirectory", "hybrid", "bulktoken", "enrolmentFile", "offlineAgnet", "online", "x", "source\ufffd",
                "sou\tce", "<x>", "x" * 3000, "offlineAgent", "bulkToken", "entraId", "ſource", "onlineCredential"]

POOLS: dict[str, list[Value]] = {
    "name": NAMES,
    "type": ["activeDirectoryEntraIdDevices", "activedirectoryentraiddevices", "activeDirectoryEntraIdDevice", "x",
             " activeDirectoryEntraIdDevices\t", "entraIdDevices", "activeDirectoryEntraIdDevic"],
    "role": ["source", "destination", " source", *CHOICE_NOISE],
    "applicationId": APPLICATION_IDS,
    "clientSecret": CLIENT_SECRETS,
    "configurationKey": ["***", "•••", "…", "rjcfg1", "x", " ", "\u200b", "a\tb", "\ufffd", "x" * 1024, "x" * 1025],
    "createLocalAdministrator": [True, False, None, "", "true", " TRUE ", "False", "\u200bfalse", "yes", "1", " ", 1, 0, []],
    "localAdministratorUsername": LOCAL_USERNAMES,
    "localAdministratorPassword": LOCAL_PASSWORDS,
    "connectEntraId": [True, False, None, "", "true", "FALSE", "tru", 1, {}, " "],
    "destination": ["activeDirectory", "hybridIdentity", "entraId", *CHOICE_NOISE],
    "tenant": TENANTS,
    "appProfile": APP_PROFILES,
    "rejoinMethod": [*reference.ALL_METHODS, *CHOICE_NOISE],
    "adUsername": AD_USERNAMES,
    "adPassword": AD_PASSWORDS,
    "adDomain": AD_DOMAINS,
    "connectionKey": ["***", "●●●", "…", "rjcon1", "x", " ", "\u200b", "a\nb", "\ufffd", "x" * 1024, "x" * 1025],
    "bulkTokenDisplayName": DISPLAY_NAMES,
    "bulkTokenLifetimeDays": LIFETIMES,
    "bulkToken": BULK_TOKENS,
    "bulkTokenExpiresAt": EXPIRES,
    "enrollmentFilePath": PATHS,
}
UNKNOWN_KEYS = ["", "x", "nam", "nmae", "Name", "NAME", "name ", " name", "names", "roles", "roel", "tpye", "typ", "t",
                "clientsecret", "client_secret", "applicationID", "aplicationId", "appliactionId", "adDomian", "adDoman",
                "adUserName", "ad_username", "tenantId", "tenant_id", "tenants", "tennant", "bulktoken", "bulkTokens",
                "bulkTokenn", "bulkTokenExpiresat", "__proto__", "constructor", "toString", "length", "hasOwnProperty",
                "\ufffd", "é", "\U0001f600", "\uffee", "ｎame", "naｍe", "password", "connectionkey", "connectonKye",
                "configurationKeys", "destinations", "distination", "role\u200b", "a" * 300, "adPasswrod", "rolle",
                "appProfil", "aPProfile", "connectEntraID", "nmea", "tyep", "tenat", "rolename", "adadadad"]


# --------------------------------------------------------------------------
# Drafts
# --------------------------------------------------------------------------


def common(role: str, name: str) -> Draft:
    return {"name": name, "type": "activeDirectoryEntraIdDevices", "role": role}


def source(rng: random.Random) -> Draft:
    draft = common("source", "Contoso devices")
    draft |= {
        "applicationId": GUIDS[2], "clientSecret": "kXy8Q~abcdefghijklmnopqrstuvwxyz0123456",
        "configurationKey": good_key(rng, "configuration"),
    }
    if rng.random() < 0.7:
        draft |= {
            "createLocalAdministrator": True,
            "localAdministratorUsername": rng.choice(["ladmin", "ladmin", "it-support", "Bob Smith"]),
            "localAdministratorPassword": "Tr0ub4dor&3xyz",
        }
    if rng.random() < 0.5:
        draft["connectEntraId"] = rng.random() < 0.5
    return draft


def destination(rng: random.Random, kind: str, method: str) -> Draft:
    draft = common("destination", "Contoso directory")
    draft["destination"] = kind
    if kind != "activeDirectory":
        draft["tenant"] = rng.choice([TENANT, "contoso.onmicrosoft.com"])
        draft["appProfile"] = "Rejoin app"
    draft["rejoinMethod"] = method
    draft |= METHOD_FIELDS[method](rng)
    return draft


METHOD_FIELDS: dict[str, Callable[[random.Random], Draft]] = {
    "onlineCredentials": lambda rng: {
        "adUsername": rng.choice(["CONTOSO\\joiner", "joiner@contoso.com", "joiner"]),
        "adPassword": "S3cret!x", "adDomain": "contoso.com",
    },
    "offlineAgent": lambda rng: {"connectionKey": good_key(rng, "connection")},
    "bulkToken": lambda rng: {
        "bulkTokenDisplayName": "Bulk 2025", "bulkTokenLifetimeDays": 30,
        "bulkToken": "0.AAAA.token-value_",
    } | ({"bulkTokenExpiresAt": "2030-01-31T12:00:00Z"} if rng.random() < 0.5 else {}),
    "enrollmentFile": lambda rng: {"enrollmentFilePath": "C:\\Files\\a.ppkg"},
}
BASES: list[Callable[[random.Random], Draft]] = [source] * 3 + [
    lambda rng, kind=kind, method=method: destination(rng, kind, method)
    for kind, methods in reference.METHODS_OF.items()
    for method in methods
    for _ in range(2 if method in ("onlineCredentials", "enrollmentFile") else 1)
]


def pool_value(rng: random.Random, key: str) -> Value:
    if key in ("configurationKey", "connectionKey") and rng.random() < 0.85:
        return damaged_key(rng, "configuration" if key == "configurationKey" else "connection")
    return rng.choice(POOLS[key])


def spoil(rng: random.Random, key: str, value: Value) -> Value:
    """Another value for the field, mostly near to a telling one."""
    how = rng.random()
    if how < 0.45:
        return pool_value(rng, key)
    if how < 0.51:
        return rng.choice(EMPTY_LIKE)
    if how < 0.56:
        return rng.choice(WRONG_TYPES)
    if how < 0.62:
        return nasty(rng)
    text = value if isinstance(value, str) and rng.random() < 0.5 else pool_value(rng, key)
    return rng.choice(TEXT_CHANGES)(rng, text, key) if isinstance(text, str) else text


def stretch(rng: random.Random, text: str, key: str) -> str:
    """To the field's maximum, or one above, in UTF-16 code units."""
    missing = reference.FIELD_OF[key].limit + rng.choice([-1, 0, 0, 1, 1]) - reference.units(text)
    if missing <= 0 or missing > 2000:
        return text
    wide, narrow = divmod(missing, 2) if rng.random() < 0.4 else (0, missing)
    filler = "\U0001f600" * wide + rng.choice("xA1-") * narrow
    return rng.choice([text + filler, filler + text])


TEXT_CHANGES: list[Callable[[random.Random, str, str], str]] = [
    lambda rng, text, key: blanks(rng) + text,
    lambda rng, text, key: text + blanks(rng),
    lambda rng, text, key: blanks(rng) + text + blanks(rng),
    lambda rng, text, key: recase(rng, text),
    lambda rng, text, key: recase(rng, text),
    lambda rng, text, key: enclosed(rng, text),
    lambda rng, text, key: insert(rng, text, rng.choice(INVISIBLES + NOT_INVISIBLE)),
    lambda rng, text, key: insert(rng, text, rng.choice(CONTROLS)),
    lambda rng, text, key: insert(rng, text, rng.choice(ASTRAL + LETTERS)),
    lambda rng, text, key: insert(rng, text, rng.choice(TELLING)),
    lambda rng, text, key: insert(rng, text, rng.choice(TELLING)),
    lambda rng, text, key: insert(rng, text, rng.choice(["***", "•●*", "**", "…", "\ufffd"])),
    lambda rng, text, key: insert(rng, text, nasty(rng, 4)),
    lambda rng, text, key: text[: rng.randint(0, len(text))],
    lambda rng, text, key: text[rng.randint(0, len(text)) :],
    lambda rng, text, key: text + rng.choice([".", " .", "..", "$", "-", "/", "\\", ":1", ".ppkg"]),
    stretch,
]


def add_leftover(rng: random.Random, draft: Draft) -> None:
    """A field of another branch, as a form leaves it behind."""
    key = rng.choice(reference.FIELD_KEYS)
    draft.setdefault(key, rng.choice([pool_value(rng, key), rng.choice(EMPTY_LIKE), rng.choice(WRONG_TYPES)]))


def add_unknown(rng: random.Random, draft: Draft) -> None:
    key = rng.choice(UNKNOWN_KEYS)
    if rng.random() < 0.3:
        key = misspelt(rng, rng.choice(reference.FIELD_KEYS))
    if key not in reference.FIELD_OF:
        draft[key] = rng.choice(["x", None, "", 1, [], {"a": None}, False])


def misspelt(rng: random.Random, key: str) -> str:
    chars = list(key)
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(chars))
        how = rng.randrange(5)
        if how == 0 and len(chars) > 1:
            del chars[at]
        elif how == 1:
            chars.insert(at, rng.choice("aAzé_1"))
        elif how == 2:
            chars[at] = rng.choice("aAzé_1")
        elif how == 3 and at:
            chars[at - 1], chars[at] = chars[at], chars[at - 1]
        else:
            chars[at] = chars[at].swapcase()
    return "".join(chars)


def cross(rng: random.Random, draft: Draft) -> None:
    """Make two fields agree, for the checks that compare them."""
    texts = [key for key, value in draft.items() if isinstance(value, str)]
    pairs = [("clientSecret", "applicationId"), ("localAdministratorPassword", "clientSecret"),
             ("localAdministratorPassword", "localAdministratorUsername"), ("adPassword", "adUsername")]
    for to, origin in rng.sample(pairs, len(pairs)):
        if to in texts and origin in texts:
            value = draft[origin]
            parts = [part for part in re.split(r"[\\@,.\-_# \t]", value) if part] or [value]
            value = rng.choice([value, value, rng.choice(parts)])
            if rng.random() < 0.5:
                value = recase(rng, value)
            if to == "localAdministratorPassword" and rng.random() < 0.6:
                value = "Xy1!" + value[rng.choice([0, 0, 1, 3]) :]
            draft[to] = value
            return


def make_draft(rng: random.Random) -> Draft:
    draft = rng.choice(BASES)(rng)
    for _ in range(rng.choice([0, 1, 1, 1, 2, 2, 3, 4])):
        keys = list(draft) if rng.random() < 0.95 else reference.FIELD_KEYS
        # Fields with much to try get more tries.
        key = rng.choices(keys, [20 + len(POOLS.get(key, ())) for key in keys])[0]
        # The first three decide about the rest; spoilt too often, they hide it.
        if key in ("type", "role", "destination", "rejoinMethod") and rng.random() < 0.6:
            key = list(draft)[-1]
        draft[key] = spoil(rng, key, draft.get(key)) if key in POOLS else draft.get(key)
    if rng.random() < 0.10:
        cross(rng, draft)
    if rng.random() < 0.08:
        draft.pop(rng.choice(list(draft)))
    if rng.random() < 0.12:
        add_leftover(rng, draft)
    for _ in range(rng.choice([0] * 12 + [1, 2])):
        add_unknown(rng, draft)
    if rng.random() < 0.02:
        draft = {key: nasty(rng) for key in rng.sample(reference.FIELD_KEYS, 6)} | {nasty(rng, 4): 1}
    items = list(draft.items())
    if rng.random() < 0.2:
        rng.shuffle(items)
    return dict(items)


# --------------------------------------------------------------------------
# Contexts
# --------------------------------------------------------------------------


def text_of(draft: Draft, key: str, otherwise: str) -> str:
    value = draft.get(key)
    return value if isinstance(value, str) else otherwise


def some_names(rng: random.Random, draft: Draft) -> list[str]:
    name = text_of(draft, "name", "Contoso")
    variants = [name, recase(rng, name), reference.unicode_lower(name), blanks(rng) + name, name + "x", name[:-1]]
    return rng.sample(variants, rng.randint(0, 2)) + rng.sample(NAMES, 2) + rng.choice([[], [""], ["i\u0307stanbul", "ΣΑς"]])


def some_tenants(rng: random.Random, draft: Draft) -> list[Draft]:
    tenant = text_of(draft, "tenant", TENANT)
    known = [
        {"id": TENANT, "domain": "contoso.onmicrosoft.com", "name": "Contoso"},
        {"id": TENANT, "domain": "contoso.com"},
        {"id": GUIDS[1], "domain": "fabrikam.com", "name": None, "more": [1]},
        {"id": GUIDS[1].upper(), "domain": "FABRIKAM.onmicrosoft.com"},
        {"id": tenant, "domain": "x.example"},
        {"id": GUIDS[2], "domain": recase(rng, tenant)},
    ]
    return rng.sample(known, rng.choice([0, 1, 2, 2, 3, 4]))


def some_profiles(rng: random.Random, draft: Draft) -> list[Draft]:
    name = text_of(draft, "appProfile", "Rejoin app")
    tenant = text_of(draft, "tenant", TENANT)
    profiles = []
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        profiles.append({
            "name": rng.choice([name, name, name, "Rejoin app", recase(rng, name), name + " "]),
            "tenant": rng.choice([tenant, recase(rng, tenant), TENANT, "contoso.com", "contoso.onmicrosoft.com",
                                  "fabrikam.com", GUIDS[1], "other.example"]),
            "delegated": rng.random() < 0.5,
        })
    return profiles


POLICIES: list[Value] = [None, {}, {"minLength": 1}, {"minLength": 128}, {"minLength": 14, "minCategories": 4},
                         {"minCategories": 0}, {"minCategories": 1}, {"minCategories": 2}, {"minCategories": 4},
                         {"minLength": 8.0, "minCategories": 3.0}, {"minLength": 1, "minCategories": 0}]
NOWS = ["2025-06-15T12:00:00Z", "2025-06-15t14:00:00.000+02:00", "2030-01-25T00:00:00Z", "0000-01-01T00:00:00Z",
        "2025-06-15T12:00:00.5-00:00"]


def make_context(rng: random.Random, draft: Draft) -> Draft | None:
    if rng.random() < 0.4:
        return rng.choice([None, {}])
    context: Draft = {}
    if rng.random() < 0.3:
        context["existingNames"] = some_names(rng, draft)
    if rng.random() < 0.4:
        context["tenants"] = some_tenants(rng, draft)
    if rng.random() < 0.4:
        context["appProfiles"] = some_profiles(rng, draft)
    if rng.random() < 0.2:
        context["storedSecrets"] = rng.sample(sorted(reference.SECRET_KEYS), rng.randint(0, 6))
    if rng.random() < 0.5:
        context["passwordPolicy"] = rng.choice(POLICIES)
    if rng.random() < 0.6:
        context["now"] = rng.choice(NOWS)
    if rng.random() < 0.05:
        context[rng.choice(reference.CONTEXT_MEMBERS)] = None
    return context


# --------------------------------------------------------------------------
# JSON texts
# --------------------------------------------------------------------------

NUMBERS = ["30", "30.0", "3e1", "3E+1", "300e-1", "0.3e2", "3.0e1", "30.5", "1e400", "1e-400", "0e999999999999999999999",
           "-0", "-0.0", "9007199254740991", "9007199254740991.0", "9007199254740992", "9007199254740991.5",
           "900719925474099.1e1", "0.00000000000000000000030e23", "1" + "0" * 400, "1" + "0" * 400 + "e-400",
           "30." + "0" * 400, "30." + "0" * 400 + "1", "01", "+30", ".5", "30.", "3e", "3e+", "0x1e", "NaN", "Infinity",
           "-Infinity", "-", "--1", "1_0", "30e99999999999999999999", "-30", "1e0", "180e0", "3e-1", "٣",
           "30e-99999999999999999999", "30e00000000000000000000", "7e-0"]
OTHER_DOCUMENTS = ["", " ", "null", "true", "1", "1.5e3", '"x"', "[]", "[{}]", "[1,2", "{", "}", "{}", "{}{}", "{} x", "nul",
                   "NaN", "'x'", "{]", "[}", "{\"a\"}", "{\"a\":}", "{,}", "{\"a\":1,}", "[1,]", "{a:1}", "{'a':1}",
                   "// x\n{}", "{}/* x */", "\ufeff{}", "\ufeff\ufeff{}", " \ufeff{}", "{}\ufeff", "\u00a0{}", "{}\x00",
                   "\x0c{}", "{\"a\":tru}", "{\"a\":True}", "{\"a\":undefined}", "\"", "\"\\ud800\"", "-", "\x1e{}", "{} ",
                   "\r\n\t {} \n"]
ODD_STRINGS = ['"\\ud800"', '"\\udc00x"', '"\\ud83d\\ude00"', '"\\ud83d\\ud83d\\ude00"', '"\\udc00\\ud800"', '"\\ud800\\u0041"',
               '"a\\u0000b"', '"\\/\\b\\f\\n\\r\\t"', '"\\x41"', '"\\u12"', '"\\u{41}"', '"\\U0041"', '"a\tb"', '"a\nb"', '"\x7f"',
               '"\\"', '"', '"\\u0020x\\u200b"', '"\\\\u0041"', '"\\\\\\u0041"', '"\\uD83D\\uDE00"', '"\\u00e9"', '"\u2028"',
               '"\\ud83dx\\ude00"', '"\\uFEFFx"', '"\U0001f600"', '"\x00"']


def nested(rng: random.Random) -> str:
    """As deep as allowed, or one deeper; the object around it counts, too."""
    depth = rng.choice([1, 5, 126, 127, 127, 128, 128, 129, 1000, 20000])
    if rng.random() < 0.5:
        return "[" * depth + "]" * depth
    return '{"a":' * depth + "1" + "}" * depth


def members(draft: Draft) -> list[str]:
    return [json.dumps(key) + ": " + json.dumps(value, ensure_ascii=len(key) % 2 == 0) for key, value in draft.items()]


def escaped_key(rng: random.Random, key: str) -> str:
    return '"' + "".join(f"\\u{ord(c):04x}" if rng.random() < 0.4 and c < "\uffff" else c for c in key) + '"'


def odd_member(rng: random.Random) -> str:
    key = rng.choice(reference.FIELD_KEYS)
    kind = rng.randrange(7)
    if kind == 0:
        return '"bulkTokenLifetimeDays":' + rng.choice(NUMBERS)
    if kind == 1:
        return json.dumps(key) + ":" + rng.choice(ODD_STRINGS)
    if kind == 2:
        return rng.choice(ODD_STRINGS) + ":1"
    if kind == 3:
        return json.dumps(rng.choice([key, "x"])) + ":" + nested(rng)
    if kind == 4:
        return escaped_key(rng, key) + ":" + json.dumps(pool_value(rng, key))
    if kind == 5:
        return escaped_key(rng, rng.choice(["nmae", "x", "é"])) + ":" + rng.choice(["1", "null", "[]", "{\"a\":1,\"a\":2}"])
    return json.dumps(key) + " : " + rng.choice(["null", "true", "[ ]", "{ }", '""', '" "', "1"])


def make_json(rng: random.Random, draft: Draft) -> str:
    if rng.random() < 0.15:
        return rng.choice([rng.choice(OTHER_DOCUMENTS), nested(rng), rng.choice(NUMBERS), rng.choice(ODD_STRINGS)])
    parts = members(draft)
    for _ in range(rng.choice([0, 1, 1, 2, 3])):
        piece = odd_member(rng) if rng.random() < 0.7 or not parts else rng.choice(parts)
        parts.insert(rng.randint(0, len(parts)), piece)
    gap = rng.choice(["", " ", "\n", "\r\n\t", "  \n "])
    text = "{" + gap + ("," + gap).join(parts) + gap + "}"
    if rng.random() < 0.1:
        text = "\ufeff" + text
    if rng.random() < 0.12:
        text = rng.choice([text[:-1], text + ",", text[:-1] + ",}", text + " x", "[" + text + "]", text[: rng.randrange(len(text))],
                           insert(rng, text, rng.choice(NASTY)), text.replace(":", "=", 1), text + "\n\n"])
    return text


# --------------------------------------------------------------------------
# Lines
# --------------------------------------------------------------------------


def odd_key(rng: random.Random) -> str:
    if rng.random() < 0.1:
        return rng.choice([nasty(rng), "", " ", "rjcfg1", "RJCON1", "rjcfg", "rjcfg1" + nasty(rng)])
    return damaged_key(rng, rng.choice(["configuration", "connection"]))


def is_sendable(value: Value) -> bool:
    """Lone surrogates cannot be sent as UTF-8; cut pairs could leave some."""
    return reference.SURROGATE.search(json.dumps(value, ensure_ascii=False)) is None


def cases(seed: int, count: int) -> Iterator[Draft]:
    rng = random.Random(seed)
    made = 0
    while made < count:
        case = make_case(rng)
        if is_sendable(case):
            made += 1
            yield case


def make_case(rng: random.Random) -> Draft:
    kind = rng.random()
    if kind < 0.05:
        return {"key": odd_key(rng)}
    draft = make_draft(rng)
    context = make_context(rng, draft)
    case: Draft = {"json": make_json(rng, draft)} if kind < 0.15 else {"draft": draft}
    if context is not None:
        case["context"] = context
    return case


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=1000)
    arguments = parser.parse_args()
    for case in cases(arguments.seed, arguments.count):
        sys.stdout.write(json.dumps(case, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
