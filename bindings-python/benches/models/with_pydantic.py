"""A model for each kind of connection in pydantic, told apart by discriminators."""

import re
from typing import Annotated, Literal, Union

import pydantic
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from models import rules


def text(key):
    least, most, pattern = rules.TEXTS[key]
    return StringConstraints(min_length=least, max_length=most, pattern=f"^(?:{pattern})$")


def three_classes(password):
    if sum(1 for occurs in CLASSES if occurs(password)) < 3:
        raise ValueError("Use three kinds of characters")
    return password


CLASSES = [re.compile(pattern).search for pattern in rules.CLASSES]
Name = Annotated[str, text("name")]
Tenant = Annotated[str, text("tenant")]
AppProfile = Annotated[str, text("appProfile")]


class Connection(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Name
    type: Literal[rules.TYPE]


class Source(Connection):
    role: Literal["source"]
    applicationId: Annotated[str, text("applicationId")]
    clientSecret: Annotated[str, text("clientSecret")]
    configurationKey: Annotated[str, text("configurationKey")]
    createLocalAdministrator: bool = False
    localAdministratorUsername: Annotated[str, text("localAdministratorUsername")] | None = None
    localAdministratorPassword: Annotated[str, text("localAdministratorPassword"), AfterValidator(three_classes)] | None = None
    connectEntraId: bool = False

    @pydantic.model_validator(mode="after")
    def agree(self):
        name, password = self.localAdministratorUsername, self.localAdministratorPassword
        if self.createLocalAdministrator != (name is not None) or self.createLocalAdministrator != (password is not None):
            raise ValueError("Give the administrator, or create none")
        if name is not None and len(name) >= 3 and name.lower() in password.lower():
            raise ValueError("Leave out the name of the account")
        if self.clientSecret == self.applicationId:
            raise ValueError("Enter the secret, not the application's ID")
        return self


class Destination(Connection):
    role: Literal["destination"]


class ActiveDirectory(Destination):
    destination: Literal["activeDirectory"]


class HybridIdentity(Destination):
    destination: Literal["hybridIdentity"]
    tenant: Tenant
    appProfile: AppProfile


class EntraId(Destination):
    destination: Literal["entraId"]
    tenant: Tenant
    appProfile: AppProfile


class OnlineCredentials(BaseModel):
    rejoinMethod: Literal["onlineCredentials"]
    adUsername: Annotated[str, text("adUsername")]
    adPassword: Annotated[str, text("adPassword")]
    adDomain: Annotated[str, text("adDomain")]


class OfflineAgent(BaseModel):
    rejoinMethod: Literal["offlineAgent"]
    connectionKey: Annotated[str, text("connectionKey")]


class ActiveDirectoryOnline(ActiveDirectory, OnlineCredentials):
    pass


class ActiveDirectoryOffline(ActiveDirectory, OfflineAgent):
    pass


class HybridOnline(HybridIdentity, OnlineCredentials):
    pass


class HybridOffline(HybridIdentity, OfflineAgent):
    pass


class EntraBulkToken(EntraId):
    rejoinMethod: Literal["bulkToken"]
    bulkTokenDisplayName: Annotated[str, text("bulkTokenDisplayName")]
    bulkTokenLifetimeDays: Annotated[int, Field(ge=rules.DAYS[0], le=rules.DAYS[1])]
    bulkToken: Annotated[str, text("bulkToken")]
    bulkTokenExpiresAt: Annotated[str, text("bulkTokenExpiresAt")] | None = None


class EntraEnrollmentFile(EntraId):
    rejoinMethod: Literal["enrollmentFile"]
    enrollmentFilePath: Annotated[str, text("enrollmentFilePath")]


def by_method(*models):
    return Annotated[Union[models], Field(discriminator="rejoinMethod")]


DESTINATIONS = (
    by_method(ActiveDirectoryOnline, ActiveDirectoryOffline),
    by_method(HybridOnline, HybridOffline),
    by_method(EntraBulkToken, EntraEnrollmentFile),
)
ADAPTER = pydantic.TypeAdapter(
    Annotated[
        Union[Source, Annotated[Union[DESTINATIONS], Field(discriminator="destination")]], Field(discriminator="role")
    ]
)


class Peer:
    name = "pydantic"

    def __init__(self):
        # What the adapter's own methods call, without the little that they add.
        self.check, self.check_json = ADAPTER.validator.validate_python, ADAPTER.validator.validate_json

    def dict(self, draft):
        try:
            self.check(draft)
        except pydantic.ValidationError:
            return False
        return True

    def errors(self, draft):
        try:
            self.check(draft)
        except pydantic.ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
            return [(issue["loc"], issue["type"], issue["msg"]) for issue in found]
        return []

    def json(self, text):
        try:
            self.check_json(text)
        except pydantic.ValidationError:
            return False
        return True
