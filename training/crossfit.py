"""Role models that have not seen the Kreis they are asked about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.domain.answers import RecognisedMember
from service.domain.names import clean_line
from service.matching.recognition import RoleModel, guess_roles, has_words, nothing_recognised
from service.retrieval.encoder import Encoder
from training.names import split_by_group
from training.options import TrainingOptions
from training.roles import Corpus, fit_folds, temperature

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class CrossFit:
    """One role model a fold, fitted without the real names of that fold's Kreis; `fold_of` maps a Kreis to its fold."""

    models: tuple[RoleModel, ...]
    fold_of: Mapping[str, int]
    encoder: Encoder

    def probabilities(self, names: Sequence[str], group: str) -> Floats:
        """Probability of each role for each name, by the model that does not know the Kreis, shape (names, roles)."""
        lines = [clean_line(name) for name in names]
        return self.models[self.fold_of.get(group, 0)].probabilities(lines, self.encoder.encode(lines))

    def recognise(self, names: Sequence[str], group: str) -> tuple[RecognisedMember, ...]:
        """The members as the service would recognise them without a directory."""
        keys = self.models[0].role_keys
        chances = self.probabilities(names, group)
        return tuple(
            RecognisedMember(name, None, guess_roles(row, keys) if has_words(name) else nothing_recognised(keys))
            for name, row in zip(names, chances, strict=True)
        )


def cross_fit(
    corpus: Corpus, role_keys: Sequence[str], groups: Sequence[str], encoder: Encoder, options: TrainingOptions
) -> CrossFit:
    """Role models over the folds of `groups` (one entry a network); each is calibrated on names that it has not seen."""
    fold_of = dict(zip(groups, split_by_group(groups, options.folds, options.seed), strict=True))
    fold = np.array([fold_of.get(row.group, 0) for row in corpus.real.rows])
    fitted, logits = fit_folds(corpus, fold, len(role_keys), options)
    labels = corpus.labels[corpus.generated :]
    factors = [
        np.float32(temperature(logits[fold != number], labels[fold != number])) for number in range(options.folds)
    ]
    models = tuple(
        RoleModel(tuple(role_keys), corpus.words, model.tokens * factor, model.vectors * factor, model.bias * factor)
        for model, factor in zip(fitted, factors, strict=True)
    )
    return CrossFit(models, fold_of, encoder)
