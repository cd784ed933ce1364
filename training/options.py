"""Everything that a training run depends on besides the data: one frozen object, seeds included."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class TrainingOptions:
    """Options of a training run; the shipped artefacts were made with the defaults.

    Sizes count generated texts, `names_per_role` for the role model and `encoder_names_per_role` for the encoder.
    `real_weight` is the weight of one real name beside a generated one. `ridge_tokens` and `ridge_vector` are the
    penalties of the role model. `folds` is the number of groups of Kreise in cross-validation.
    """

    version: str = "2026-11-24a"
    seed: int = 20261124
    names_per_role: int = 300
    encoder_names_per_role: int = 260
    questions: int = 60_000
    vocabulary: int = 16_000
    dimension: int = 256
    epochs: int = 1
    batch: int = 512
    learning_rate: float = 0.05
    scale: float = 20.0
    first_length: float = 1.0
    buckets: int = 2**15
    real_weight: float = 4.0
    ridge_tokens: float = 0.3
    ridge_vector: float = 0.3
    folds: int = 5

    def as_dict(self) -> dict[str, object]:
        """The options by name, for manifests."""
        return asdict(self)
