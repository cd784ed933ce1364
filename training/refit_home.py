"""Refit the models of a home to its own networks, step by step, with what there is to tell."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from service.domain.phrases import Phrasebook
from service.domain.texts import Language
from service.errors import RefitWorse, TooFewNetworks
from service.resources import Resources, own_models
from training.options import TrainingOptions
from training.refit import FEWEST_NETWORKS, Outcome, refit_models
from training.refit_data import OwnNetworks, read_own_networks, shipped_knowledge
from training.refit_fit import RIDGE
from training.refit_folder import write_refit


def refit_home(resources: Resources, options: TrainingOptions, language: Language) -> Iterator[str]:
    """Sentences about the networks, the judgement and the versions put in use; raises TooFewNetworks and RefitWorse."""
    own = read_own_networks(resources)
    yield from told_networks(own, resources.phrases, language)
    if len(own.used) < FEWEST_NETWORKS:
        raise TooFewNetworks(needed=FEWEST_NETWORKS, found=len(own.used))
    refit = refit_models(own.used, shipped_knowledge(resources), options)
    yield from (told_outcome(outcome, resources.phrases, language) for outcome in refit.outcomes)
    if not refit.accepted:
        raise RefitWorse()
    facts: dict[str, Any] = {"seed": options.seed, "ridge": RIDGE, "networks": len(own.used)}
    versions = write_refit(refit, own_models(resources.settings), facts)
    told = ", ".join(f"{artefact} {versions[artefact]}" for artefact in refit.accepted)
    yield resources.phrases.sentence("cli_refit_done", language, versions=told)


def told_networks(own: OwnNetworks, phrases: Phrasebook, language: Language) -> Iterator[str]:
    """How many networks are learned from, and which are not, by reason."""
    say = partial(phrases.sentence, language=language)
    yield say("cli_refit_networks", count=len(own.used))
    for reason, names in own.left_out.items():
        yield say("cli_refit_left_out", count=len(names), reason=say(f"cli_refit_{reason}"), names=", ".join(names))


def told_outcome(outcome: Outcome, phrases: Phrasebook, language: Language) -> str:
    """One artefact's figures beside the shipped ones, and whether it is taken."""
    say = partial(phrases.sentence, language=language)
    return say(
        "cli_refit_outcome",
        artefact=say(f"cli_refit_{outcome.artefact}"),
        cases=outcome.cases,
        shipped=f"{outcome.shipped.log_likelihood:.3f}",
        refitted=f"{outcome.refitted.log_likelihood:.3f}",
        shipped_mrr=f"{outcome.shipped.mrr:.3f}",
        refitted_mrr=f"{outcome.refitted.mrr:.3f}",
        verdict=say("cli_refit_accepted" if outcome.accepted else "cli_refit_refused"),
    )
