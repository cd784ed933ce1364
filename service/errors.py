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


class FileUnreadable(ServiceError):
    """A file named on the command line cannot be read."""

    status = 422
    code = "file_unreadable"
