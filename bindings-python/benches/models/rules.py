"""The rules of connections that a regular expression, a number or a list of words can say.

The patterns have no anchors and mean the same to Rust's `regex`, to Python's `re` and to JSON Schema.
"""

TYPE = "activeDirectoryEntraIdDevices"

CONTROL = r"\x00-\x1f\x7f-\x9f\u2028\u2029"
#: A text on one line.
LINE = rf"[^{CONTROL}]+"
#: The same, with more than blanks in it.
SHOWN = rf"[^{CONTROL}]*[^{CONTROL}\s][^{CONTROL}]*"
GUID = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
CONFIGURATION_KEY = "rjcfg1[02-9ac-hj-np-z]{72}"
CONNECTION_KEY = "rjcon1[02-9ac-hj-np-z]{72}"
#: The name of a local account, without the characters that Windows refuses.
LOCAL_ACCOUNT = rf'[^{CONTROL}"/\\@\[\]:;|=,+*?<>]*[^{CONTROL}"/\\@\[\]:;|=,+*?<>.]'
PART = rf'[^{CONTROL}"/\\@\[\]:;|=,+*?<>]'
#: The name of a domain account: with its domain before it, after it, or without.
ACCOUNT = rf"(?:[^{CONTROL}/\\@]+\\)?{PART}{{1,20}}|{PART}+@[^{CONTROL}/\\@]+"
LABEL = "[0-9A-Za-z](?:[0-9A-Za-z-]{0,61}[0-9A-Za-z])?"
TENANT = rf"{GUID}|(?:{LABEL}\.)+[A-Za-z](?:[0-9A-Za-z-]{{0,61}}[0-9A-Za-z])?"
DOMAIN = r"(?:[0-9A-Za-z_](?:[0-9A-Za-z_-]{0,61}[0-9A-Za-z_])?\.)*[A-Za-z](?:[0-9A-Za-z_-]{0,61}[0-9A-Za-z_])?"
DATE_TIME = r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)"
COMPONENT = rf'[^{CONTROL}<>"|?*:\\]+'
#: The path of a package on a drive or on a share.
PACKAGE = rf"(?:[A-Za-z]:\\|\\\\{COMPONENT}\\{COMPONENT}\\)(?:{COMPONENT}\\)*{COMPONENT}\.[Pp][Pp][Kk][Gg]"

#: The classes of which a password needs three.
CLASSES = ("[A-Z]", "[a-z]", "[0-9]", r"[!-/:-@\[-`{-~]")

#: The fewest and the most characters and the pattern of each text.
TEXTS = {
    "name": (1, 256, SHOWN),
    "applicationId": (1, 128, GUID),
    "clientSecret": (1, 512, LINE),
    "configurationKey": (78, 78, CONFIGURATION_KEY),
    "localAdministratorUsername": (1, 20, LOCAL_ACCOUNT),
    "localAdministratorPassword": (7, 256, LINE),
    "tenant": (1, 253, TENANT),
    "appProfile": (1, 256, SHOWN),
    "adUsername": (1, 1024, ACCOUNT),
    "adPassword": (1, 256, LINE),
    "adDomain": (2, 64, DOMAIN),
    "connectionKey": (78, 78, CONNECTION_KEY),
    "bulkTokenDisplayName": (1, 256, SHOWN),
    "bulkToken": (1, 16384, LINE),
    "bulkTokenExpiresAt": (1, 64, DATE_TIME),
    "enrollmentFilePath": (1, 259, PACKAGE),
}
DAYS = (1, 180)

#: What each method takes.
METHODS = {
    "onlineCredentials": ("adUsername", "adPassword", "adDomain"),
    "offlineAgent": ("connectionKey",),
    "bulkToken": ("bulkTokenDisplayName", "bulkTokenLifetimeDays", "bulkToken", "bulkTokenExpiresAt"),
    "enrollmentFile": ("enrollmentFilePath",),
}
DESTINATIONS = {
    "activeDirectory": ("onlineCredentials", "offlineAgent"),
    "hybridIdentity": ("onlineCredentials", "offlineAgent"),
    "entraId": ("bulkToken", "enrollmentFile"),
}
#: What a connection to a destination takes whatever the method.
IN_THE_CLOUD = ("tenant", "appProfile")
SOURCE = ("applicationId", "clientSecret", "configurationKey")
ADMINISTRATOR = ("localAdministratorUsername", "localAdministratorPassword")
OPTIONAL = ("bulkTokenExpiresAt",)
