"""What a stored network is told, for the documentation of the interface."""

from service.usecases.explain import Standing
from service.web.answers import (
    Answered,
    BridgeOut,
    Brief,
    CautionOut,
    CoverageOut,
    DecisionOut,
    GapOut,
    InvitationsOut,
    NetworkName,
    PerspectiveOut,
    ReasonOut,
    RecommendationOut,
)


class NetworkGaps(Answered):
    """Who is missing from a stored network."""

    network: NetworkName
    coverage: list[CoverageOut]
    gaps: list[GapOut]
    perspectives: list[PerspectiveOut]
    bridges: list[BridgeOut]
    norms: list[str]
    model: dict[str, str]


class NetworkRecommendations(Answered):
    """Whom a stored network should invite, best first, and the invitation set."""

    network: NetworkName
    recommendations: list[RecommendationOut]
    invitations: InvitationsOut | None
    norms: list[str]
    model: dict[str, str]


class ExplanationOut(Answered):
    """How an organisation stands to a network; rank counts from 1, `floor` is the score under which nobody is suggested."""

    network: NetworkName
    organisation: Brief
    standing: Standing
    suggested: bool
    text: str
    decision: DecisionOut | None
    score: float | None
    floor: float
    rank: int | None
    of: int
    represented_by: list[str]
    reasons: list[ReasonOut]
    cautions: list[CautionOut]
