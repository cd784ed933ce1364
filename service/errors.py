"""The one tree of errors: each class has an HTTP status and a code whose sentence stands in data/phrases/problems.yaml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class FieldProblem:
    """One bad field: its JSON pointer, the code of the sentence and the facts that the sentence names."""

    pointer: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


class ServiceError(Exception):
    """Anything the service refuses or cannot do, told in one sentence."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"

    def __init__(self, problems: Sequence[FieldProblem] = (), **facts: object) -> None:
        super().__init__(self.code, facts)
        self.problems = tuple(problems)
        self.facts: dict[str, object] = facts


class InvalidInput(ServiceError):
    """The request is understood but some of its fields are not acceptable."""

    status = 422
    code = "invalid_input"

    @classmethod
    def at(cls, pointer: str, code: str, **facts: object) -> "InvalidInput":
        """One bad field."""
        return cls([FieldProblem(pointer, code, facts)])


class MalformedBody(ServiceError):
    """The body is not what its content type says."""

    status = 400
    code = "malformed_body"


class MalformedForm(MalformedBody):
    """The form arrived damaged or has too many fields."""

    code = "malformed_form"


class NotFound(ServiceError):
    """Nothing is stored under this id."""

    status = 404
    code = "not_found"


class Conflict(ServiceError):
    """The id is taken."""

    status = 409
    code = "conflict"


class BodyTooLarge(ServiceError):
    """The body exceeds its limit."""

    status = 413
    code = "body_too_large"


class StartError(ServiceError):
    """The service cannot start; the command line ends with exit code 2."""

    status = 503
    code = "cannot_start"


class HomeUnusable(StartError):
    """WERFEHLT_HOME cannot be read or written, or holds something else."""

    code = "home_unusable"


class ForeignHome(StartError):
    """The database under WERFEHLT_HOME was made by another program or a newer version."""

    code = "foreign_home"


class ArtefactDamaged(StartError):
    """A model's files do not match their manifest."""

    code = "artefact_damaged"


class DataDamaged(StartError):
    """A shipped data file is missing or does not follow its schema."""

    code = "data_damaged"


class ExtraMissing(StartError):
    """An encoder needs the optional dependency `transformers`."""

    code = "extra_missing"


class EncoderUnusable(StartError):
    """The encoder named by WERFEHLT_ENCODER cannot be loaded."""

    code = "encoder_unusable"


class PortTaken(StartError):
    """Another program listens on this address."""

    code = "port_taken"


class BadSetting(StartError):
    """A setting of the environment has a value that does not fit."""

    code = "bad_setting"


class UnsupportedMediaType(ServiceError):
    """The body's content type is not one that the operation takes."""

    status = 415
    code = "unsupported_media_type"


class OutputUnusable(ServiceError):
    """A folder to be written holds something already, is none, or cannot be written."""

    status = 409
    code = "output_unusable"


class TooFewNetworks(ServiceError):
    """There are not enough stored networks to refit the models to."""

    status = 422
    code = "too_few_networks"


class RefitWorse(ServiceError):
    """No refitted model is as good as the shipped one on networks that it has not seen."""

    status = 409
    code = "refit_worse"


class FileRefused(ServiceError):
    """A file that somebody wants to import cannot be taken; the facts name the file, and the place in it where known."""

    status = 422
    code = "file_unreadable"


class FileUnreadable(FileRefused):
    """A file cannot be read at all."""


class FileIsFolder(FileRefused):
    """A folder was named where a file is expected."""

    code = "file_is_folder"


class FileEmpty(FileRefused):
    """The file holds nothing."""

    code = "file_empty"


class FileTooLarge(FileRefused):
    """The file is larger than any that is taken."""

    status = 413
    code = "file_too_large"


class FileUnknown(FileRefused):
    """The content is of no format that is known."""

    code = "file_unknown"


class FileDamaged(FileRefused):
    """The file is cut off or does not follow its format."""

    code = "file_damaged"


class FileDamagedAt(FileDamaged):
    """The file does not follow its format from a known place (line, cell, object) on."""

    code = "file_damaged_at"


class FileEncrypted(FileRefused):
    """The file is protected by a password."""

    code = "file_encrypted"


class FileHostile(FileRefused):
    """The file would unpack to far more than it seems, or take too long or too much memory to read."""

    code = "file_hostile"


class FileWithoutNames(FileRefused):
    """No column of the table holds names of organisations."""

    code = "file_without_names"


class ImportWaits(ServiceError):
    """An import needs an answer before anything is written."""

    status = 409
    code = "import_waits"


class RemovesTooMuch(ImportWaits):
    """A delivery names far fewer organisations of its source than the one before."""

    code = "removes_too_much"


class LaterImport(ServiceError):
    """A later import has built on this one, so that it cannot be undone first."""

    status = 409
    code = "later_import"


class MergedSince(LaterImport):
    """Organisations of the import were merged since; they have to be parted first."""

    code = "merged_since"


class NotUndoable(ServiceError):
    """Only an import that is done can be undone."""

    status = 409
    code = "not_undoable"


class FetchFailed(ServiceError):
    """The address that was typed does not answer with a file."""

    status = 422
    code = "fetch_failed"


class NetworkNotNamed(ImportWaits):
    """An attendance list is imported without the name of its network."""

    code = "network_not_named"


class FormatUnknown(ServiceError):
    """A file is to be written in a format that is not known."""

    status = 422
    code = "format_unknown"


class ForgedForm(ServiceError):
    """A form was sent without the token of this browser, or from another site."""

    status = 403
    code = "forged_form"


class ForeignHost(ServiceError):
    """The request names a host that is none of this service, or came through a proxy that nobody announced."""

    status = 400
    code = "foreign_host"


class LoginRequired(ServiceError):
    """Nobody is logged in."""

    status = 401
    code = "login_required"


class LoginFailed(ServiceError):
    """There is no account of this name with this password."""

    status = 401
    code = "login_failed"


class TooManyLogins(ServiceError):
    """Too many passwords were tried lately."""

    status = 429
    code = "too_many_logins"


class NotPermitted(ServiceError):
    """The account does not have the right, or not for this place."""

    status = 403
    code = "not_permitted"


class AccountExists(ServiceError):
    """The name of the account is taken."""

    status = 409
    code = "account_exists"


class LastAdministrator(ServiceError):
    """Without this account nobody could administer."""

    status = 409
    code = "last_administrator"


class NoAdministrator(StartError):
    """The service is to be reached from other machines, and nobody may administer it."""

    code = "no_administrator"
