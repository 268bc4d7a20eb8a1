"""A struct for each kind of connection in msgspec.

Its unions have one tag each, and here three fields together say the kind, so the kind is picked by hand.
"""

import re
from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from models import rules


def text(key):
    least, most, pattern = rules.TEXTS[key]
    return Meta(min_length=least, max_length=most, pattern=rf"^(?:{pattern})\Z")


CLASSES = [re.compile(pattern).search for pattern in rules.CLASSES]
Tenant = Annotated[str, text("tenant")]
AppProfile = Annotated[str, text("appProfile")]


class Connection(Struct, forbid_unknown_fields=True, gc=False, kw_only=True):
    name: Annotated[str, text("name")]
    type: Literal[rules.TYPE]


class Source(Connection, tag_field="role", tag="source", kw_only=True):
    applicationId: Annotated[str, text("applicationId")]
    clientSecret: Annotated[str, text("clientSecret")]
    configurationKey: Annotated[str, text("configurationKey")]
    createLocalAdministrator: bool = False
    localAdministratorUsername: Annotated[str, text("localAdministratorUsername")] | UnsetType = UNSET
    localAdministratorPassword: Annotated[str, text("localAdministratorPassword")] | UnsetType = UNSET
    connectEntraId: bool = False

    def __post_init__(self):
        name, password = self.localAdministratorUsername, self.localAdministratorPassword
        if self.createLocalAdministrator != (name is not UNSET) or self.createLocalAdministrator != (password is not UNSET):
            raise ValueError("Give the administrator, or create none")
        if name is not UNSET:
            if sum(1 for occurs in CLASSES if occurs(password)) < 3:
                raise ValueError("Use three kinds of characters")
            if len(name) >= 3 and name.lower() in password.lower():
                raise ValueError("Leave out the name of the account")
        if self.clientSecret == self.applicationId:
            raise ValueError("Enter the secret, not the application's ID")


class Destination(Connection, kw_only=True):
    role: Literal["destination"]


# Structs have one base each.
class OnlineCredentials(Destination, tag_field="rejoinMethod", tag="onlineCredentials", kw_only=True):
    adUsername: Annotated[str, text("adUsername")]
    adPassword: Annotated[str, text("adPassword")]
    adDomain: Annotated[str, text("adDomain")]


class OfflineAgent(Destination, tag_field="rejoinMethod", tag="offlineAgent", kw_only=True):
    connectionKey: Annotated[str, text("connectionKey")]


class ActiveDirectoryOnline(OnlineCredentials, kw_only=True):
    destination: Literal["activeDirectory"]


class ActiveDirectoryOffline(OfflineAgent, kw_only=True):
    destination: Literal["activeDirectory"]


class HybridOnline(OnlineCredentials, kw_only=True):
    destination: Literal["hybridIdentity"]
    tenant: Tenant
    appProfile: AppProfile


class HybridOffline(OfflineAgent, kw_only=True):
    destination: Literal["hybridIdentity"]
    tenant: Tenant
    appProfile: AppProfile


class EntraId(Destination, kw_only=True):
    destination: Literal["entraId"]
    tenant: Tenant
    appProfile: AppProfile


class EntraBulkToken(EntraId, tag_field="rejoinMethod", tag="bulkToken", kw_only=True):
    bulkTokenDisplayName: Annotated[str, text("bulkTokenDisplayName")]
    bulkTokenLifetimeDays: Annotated[int, Meta(ge=rules.DAYS[0], le=rules.DAYS[1])]
    bulkToken: Annotated[str, text("bulkToken")]
    bulkTokenExpiresAt: Annotated[str, text("bulkTokenExpiresAt")] | UnsetType = UNSET


class EntraEnrollmentFile(EntraId, tag_field="rejoinMethod", tag="enrollmentFile", kw_only=True):
    enrollmentFilePath: Annotated[str, text("enrollmentFilePath")]


class Kind(Struct, gc=False):
    """What says the kind; the rest of a text is skipped."""

    role: str = ""
    destination: str = ""


#: By destination, as the empty text for a source.
MODELS = {
    ("source", ""): Source,
    ("destination", "activeDirectory"): ActiveDirectoryOnline | ActiveDirectoryOffline,
    ("destination", "hybridIdentity"): HybridOnline | HybridOffline,
    ("destination", "entraId"): EntraBulkToken | EntraEnrollmentFile,
}


class Peer:
    name = "msgspec"

    def __init__(self):
        self.kind = msgspec.json.Decoder(Kind).decode
        self.decode = {kind: msgspec.json.Decoder(model).decode for kind, model in MODELS.items()}

    def dict(self, draft):
        return not self.errors(draft)

    def errors(self, draft):
        model = MODELS.get((draft.get("role"), draft.get("destination", "")))
        if model is None:
            return ["Choose a role and a destination"]
        try:
            msgspec.convert(draft, model)
        except msgspec.ValidationError as error:
            return [str(error)]
        return []

    def json(self, text):
        try:
            kind = self.kind(text)
            decode = self.decode.get((kind.role, kind.destination))
            if decode is None:
                return False
            decode(text)
        except msgspec.ValidationError:
            return False
        return True
