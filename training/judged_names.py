"""Evaluation of recognition: the role of a bare name, by models that do not know the Kreis."""

from collections.abc import Sequence

import numpy as np

from training.baselines import Encode, role_baselines
from training.crossfit import CrossFit
from training.measures import Floats, by_slice, by_truth, expected_error, hits_among, interval
from training.names import RealNames
from training.report import Figure, Section

GOALS = {"top-1": 0.90, "top-3": 0.97, "macro top-1": 0.85, "calibration error": 0.05}


def evaluate_names(real: RealNames, recogniser: CrossFit, transformer: Encode) -> Section:
    """The service beside the baselines, all on the same folds."""
    rows = sorted((real.rows[number] for number in real.judged), key=lambda row: row.name)
    keys = recogniser.models[0].role_keys
    chances = np.zeros((len(rows), len(keys)))
    others = {baseline.name: np.zeros((len(rows), len(keys))) for baseline in role_baselines(transformer)}
    for fold in range(len(recogniser.models)):
        unseen = [number for number, row in enumerate(rows) if recogniser.fold_of.get(row.group, 0) == fold]
        seen = [row for row in real.rows if recogniser.fold_of.get(row.group, 0) != fold]
        names = [rows[number].name for number in unseen]
        chances[unseen] = recogniser.probabilities(names, rows[unseen[0]].group)
        for baseline in role_baselines(transformer):
            others[baseline.name][unseen] = baseline.scores(seen, names, keys)
    truths = [real.roles_of[row.name] for row in rows]
    groups = [row.group for row in rows]
    figures = {"Wer fehlt?": figures_of(chances, truths, keys, groups)}
    figures |= {name: _uncalibrated(figures_of(scores, truths, keys, groups)) for name, scores in others.items()}
    hits = hits_among(chances, truths, keys, 1)
    slices = {
        "role (top-1)": by_truth(hits, truths),
        "words in the name (top-1)": by_slice(hits, [_length(row.name) for row in rows]),
    }
    about = (
        f"{len(rows)} distinct real names of organisations; any role that a name was given anywhere counts as right."
    )
    return Section("Role from a bare name", about, figures, GOALS, slices)


def figures_of(
    scores: Floats, truths: Sequence[set[str]], keys: Sequence[str], groups: Sequence[str]
) -> dict[str, Figure]:
    """Top-1, top-3, mean over roles of top-1, and calibration error."""
    first, third = hits_among(scores, truths, keys, 1), hits_among(scores, truths, keys, 3)
    return {
        "top-1": Figure(float(first.mean()), *interval(first, groups)),
        "top-3": Figure(float(third.mean()), *interval(third, groups)),
        "macro top-1": Figure(float(np.mean(list(by_truth(first, truths).values())))),
        "calibration error": Figure(expected_error(scores.max(axis=1), first)),
    }


def _uncalibrated(figures: dict[str, Figure]) -> dict[str, Figure]:
    return {name: figure for name, figure in figures.items() if name != "calibration error"}


def _length(name: str) -> str:
    words = len(name.split())
    return "one" if words == 1 else "two or three" if words <= 3 else "four or more"
