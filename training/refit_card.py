"""The model card of a refitted artefact."""

from training.refit import Outcome

_DOES = {
    "gaps": "Gives every role that no member of a network holds a severity: the probability that it is the one role that\n"
    "was taken away from a network like this.",
    "ranking": "Scores an organisation outside a network: the probability that it would be one of the members that were\n"
    "taken away.",
}


def card(outcome: Outcome) -> str:
    """What the artefact does, what it was made from, and its figures beside those of the shipped one."""
    rows = "\n".join(f"| {name} | {value:.3f} |" for name, value in sorted(outcome.figures.items()))
    return f"""# Refitted {outcome.artefact}

**What it does.** {_DOES[outcome.artefact]} Additive logistic model; fitted weights are never negative.

**Made from** the shipped model, which is the prior of its weights, and the networks and decisions stored in this
installation. Weights set by design are the shipped ones. Only public organisations were read.

**Measured** on stored networks that the model had not seen (by Kreis; by network where all are of one Kreis), beside the
shipped model on the same cases:

| figure | value |
|---|---|
{rows}

**Limits.** Those of the shipped model. What the stored networks leave out is learned as usual, and few networks say
little of others.

**Not for** other installations, for judging organisations or people, or for ranking municipalities.
"""
