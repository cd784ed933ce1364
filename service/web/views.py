"""Answers as JSON: domain objects to plain dictionaries with texts in one language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from service.domain.answers import (
    Answer,
    Bridge,
    Candidate,
    Caution,
    Gap,
    InvitationSet,
    Opening,
    Perspective,
    Reason,
    RecognisedMember,
    Recommendation,
)
from service.domain.decisions import Decision
from service.domain.networks import Network, NormRoster
from service.domain.organisations import LOCATION, Organisation
from service.domain.phrases import Phrasebook
from service.domain.taxonomy import Taxonomy
from service.domain.texts import Language
from service.matching.freshness import completeness
from service.usecases.who_is_missing import AnswerView

Json = dict[str, Any]

_FIELDS = tuple(field.name for field in fields(Organisation) if field.name != "role_stated")


def organisation_json(organisation: Organisation) -> Json:
    """An organisation with all it may show; the location of a sheltered place is never told."""
    shown = {name: getattr(organisation, name) for name in _FIELDS}
    if organisation.sheltered:
        shown |= dict.fromkeys(LOCATION)
    complete = completeness(organisation)
    told = {"completeness": complete.share, "missing": complete.missing}
    return shown | {"unverified": organisation.unverified, **told}


def network_json(network: Network) -> Json:
    """A stored network with its members."""
    profile = {field.name: getattr(network.profile, field.name) for field in fields(network.profile)}
    members = [{field.name: getattr(m, field.name) for field in fields(m)} for m in network.memberships]
    place = {"ags": network.ags, "district_name": network.district_name, "source": network.source}
    return {"id": network.id, "network": profile, **place, "members": members}


def decision_json(decision: Decision) -> Json:
    """What was decided about an organisation."""
    return {"organisation_id": decision.organisation_id, "decision": decision.verdict, "reason": decision.reason}


def norm_json(norm: NormRoster, taxonomy: Taxonomy, language: Language) -> Json:
    """A norm roster with its conditions and entries."""
    return {
        "key": norm.key,
        "title": norm.title.in_language(language),
        "description": norm.description.in_language(language),
        "source": norm.source,
        "valid_from": norm.valid_from,
        "applies_to": norm.applies_to,
        "entries": [
            {
                "role": entry.role,
                "label": taxonomy.roles[entry.role].label.in_language(language),
                "obligation": entry.obligation,
                "note": entry.note.in_language(language) if entry.note else None,
            }
            for entry in norm.entries
        ],
    }


@dataclass(frozen=True)
class Views:
    """Renders parts of an answer in one language, naming organisations by their records."""

    taxonomy: Taxonomy
    phrases: Phrasebook
    language: Language
    organisations: Mapping[str, Organisation]

    def brief(self, organisation_id: str) -> Json:
        """An organisation as it is named in an answer."""
        known = self.organisations.get(organisation_id)
        if known is None:
            return {"id": organisation_id, "name": organisation_id}
        names = ("id", "name", "role", "ags", "place", "website", "email", "phone", "staffing", "source", "verified_on")
        return {name: getattr(known, name) for name in names} | {"unverified": known.unverified}

    def reason(self, reason: Reason) -> Json:
        """One reason with its sentence."""
        text = self.phrases.sentence(reason.code, self.language, **self._words(reason.facts))
        return {"code": reason.code, "text": text, "contribution": reason.contribution, "source": reason.source}

    def caution(self, caution: Caution) -> Json:
        """One caution with its sentence."""
        text = self.phrases.sentence(caution.code, self.language, **self._words(caution.facts))
        return {"code": caution.code, "text": text, "source": caution.source}

    def _words(self, facts: Mapping[str, object]) -> dict[str, object]:
        """Facts with a facet named in words."""
        if "facet" not in facts:
            return dict(facts)
        facet = self.phrases.sentence(f"facet_{facts['facet']}", self.language)
        return {**facts, "facet": facet, "value": self.facet_value(str(facts["facet"]), str(facts["value"]))}

    def facet_value(self, facet: str, value: str) -> str:
        """A facet's value by its label."""
        if facet == "language" and value in self.taxonomy.languages:
            return self.taxonomy.languages[value].label.in_language(self.language)
        if facet == "audience" and value in self.taxonomy.audiences:
            return self.taxonomy.audiences[value].label.in_language(self.language)
        return value

    def candidate(self, candidate: Candidate) -> Json:
        """One candidate with reasons and cautions."""
        return {
            "organisation": self.brief(candidate.organisation_id),
            "score": candidate.score,
            "reasons": [self.reason(reason) for reason in candidate.reasons],
            "cautions": [self.caution(caution) for caution in candidate.cautions],
        }

    def candidates(self, candidates: Sequence[Candidate]) -> list[Json]:
        """Candidates in their order."""
        return [self.candidate(candidate) for candidate in candidates]

    def member(self, member: RecognisedMember) -> Json:
        """A member as it was recognised for a question."""
        found = self.brief(member.organisation_id) if member.organisation_id else None
        return {"given": member.given, "organisation": found, "role": member.role, "confidence": member.confidence}

    def gap(self, gap: Gap) -> Json:
        """One gap."""
        return {
            "role": gap.role,
            "label": self.taxonomy.roles[gap.role].label.in_language(self.language),
            "kind": gap.kind,
            "kinds": gap.kinds,
            "severity": gap.severity,
            "state": gap.state,
            "below_floor": gap.below_floor,
            "reasons": [self.reason(reason) for reason in gap.reasons],
            "responsible": gap.responsible,
            "candidates": self.candidates(gap.candidates),
        }

    def perspective(self, perspective: Perspective) -> Json:
        """One perspective that is missing inside a represented role."""
        return {
            "role": perspective.role,
            "facet": {"kind": perspective.facet, "value": perspective.value},
            "known": perspective.known,
            "reasons": [self.reason(reason) for reason in perspective.reasons],
            "candidates": self.candidates(perspective.candidates),
        }

    def bridge(self, bridge: Bridge) -> Json:
        """Two groups that nobody connects."""
        return {
            "between": [list(side) for side in bridge.between],
            "names": [[self.brief(one)["name"] for one in side] for side in bridge.between],
            "reasons": [self.reason(reason) for reason in bridge.reasons],
            "candidates": self.candidates(bridge.candidates),
        }

    def recommendation(self, recommendation: Recommendation) -> Json:
        """One organisation worth inviting."""
        return self.candidate(recommendation.candidate) | {
            "closes": recommendation.closes,
            "widens": recommendation.widens,
        }

    def invitations(self, chosen: InvitationSet) -> Json:
        """The invitation set with the coverage before and after."""
        return {
            "seats": chosen.seats,
            "chosen": [
                {"organisation": self.brief(one.organisation_id), "gain": one.gain, "closes": one.closes}
                for one in chosen.chosen
            ],
            "before": {"coverage": chosen.before},
            "after": {"coverage": chosen.after},
        }

    def opening(self, opening: Opening, networks: Mapping[str, Network], norms: Mapping[str, NormRoster]) -> Json:
        """One opening, in a stored network or by a norm."""
        network = networks.get(opening.network_id or "")
        norm = norms.get(opening.norm or "")
        return {
            "organisation": self.brief(opening.organisation_id),
            "role": opening.role,
            "network": {"id": network.id, "name": network.profile.name, "ags": network.ags} if network else None,
            "norm": {"key": norm.key, "title": norm.title.in_language(self.language)} if norm else None,
            "severity": opening.severity,
            "reasons": [self.reason(reason) for reason in opening.reasons],
        }

    def answer(self, answer: Answer, model: Mapping[str, str]) -> Json:
        """The whole answer."""
        return {
            "members": [self.member(member) for member in answer.members],
            "coverage": answer.coverage,
            "gaps": [self.gap(gap) for gap in answer.gaps],
            "perspectives": [self.perspective(perspective) for perspective in answer.perspectives],
            "bridges": [self.bridge(bridge) for bridge in answer.bridges],
            "recommendations": [self.recommendation(one) for one in answer.recommendations],
            "invitations": self.invitations(answer.invitations) if answer.invitations else None,
            "norms": answer.norms,
            "model": model,
        }


def answer_json(
    view: AnswerView, taxonomy: Taxonomy, phrases: Phrasebook, language: Language, model: Mapping[str, str]
) -> Json:
    """The answer to "who is missing" as the API gives it."""
    return Views(taxonomy, phrases, language, view.organisations).answer(view.answer, model)
