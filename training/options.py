"""Everything that a training run depends on besides the data: one frozen object, seeds included."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class TrainingOptions:
    """Options of a training run; the shipped artefacts were made with the defaults.

    Sizes count generated texts: `names_per_role` (at least) for the role model, `encoder_names_per_role` for the encoder,
    `example_rounds` how often each example is told. All generated names of a role weigh `role_weight` together, a real
    name `real_weight`. `ridge_tokens` and `ridge_vector` are the penalties of the role model. `folds` is the number of
    groups of Kreise in cross-validation.
    """

    version: str = "2026-11-24b"
    seed: int = 20261124
    names_per_role: int = 300
    encoder_names_per_role: int = 260
    questions: int = 40_000
    example_rounds: int = 4
    vocabulary: int = 20_000
    dimension: int = 256
    epochs: int = 2
    batch: int = 512
    learning_rate: float = 0.03
    scale: float = 20.0
    first_length: float = 0.3
    buckets: int = 2**15
    role_weight: float = 600.0
    real_weight: float = 8.0
    ridge_tokens: float = 0.3
    ridge_vector: float = 5.0
    folds: int = 5

    def as_dict(self) -> dict[str, object]:
        """The options by name, for manifests."""
        return asdict(self)
