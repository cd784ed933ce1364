"""The map of gaps as CSV and JSON: every role with its state, and where it is missing why."""

import csv
import io
from collections.abc import Collection, Mapping, Sequence

from service.domain.answers import Answer, Bridge, Gap, Perspective, Reason, RoleCoverage
from service.domain.networks import Network, NormRoster
from service.domain.taxonomy import Taxonomy
from service.reports.tables import harmless
from service.web.coverage_matrix import fields_of
from service.web.network_picture import Node
from service.web.views import Json, Views, network_json

COLUMNS = (
    *("role", "label", "sphere", "fields", "state", "need", "members", "known"),
    *("kinds", "below_floor", "responsible", "reasons", "sources"),
)
#: So many reasons are told where there is room for a few only.
_TOLD = 3


def main_reasons(gap: Gap) -> tuple[Reason, ...]:
    """The reasons that count most for a gap, the strongest first."""
    telling = [reason for reason in gap.reasons if reason.contribution > 0 and reason.code != "base"]
    return tuple(sorted(telling, key=lambda reason: -reason.contribution)[:_TOLD])


def gaps_csv(answer: Answer, shown: Collection[str], views: Views, norms: Mapping[str, NormRoster]) -> bytes:
    """The roles that are shown, most needed first, as CSV in UTF-8 with a mark at the beginning."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerow(COLUMNS)
    gaps = {gap.role: gap for gap in answer.gaps}
    for covered in answer.coverage:
        if covered.role in shown:
            cells = [*_role_cells(covered, views.taxonomy), *_gap_cells(gaps.get(covered.role), views, norms)]
            writer.writerow([harmless(cell) for cell in _labelled(cells, views)])
    return ("\ufeff" + buffer.getvalue()).encode()


def _role_cells(covered: RoleCoverage, taxonomy: Taxonomy) -> list[str]:
    role = taxonomy.roles[covered.role]
    fields = "; ".join(fields_of(role.key, taxonomy.fields.values()))
    counts = [f"{covered.importance:.4f}", "; ".join(covered.members), str(covered.known)]
    return [role.key, role.sphere, fields, covered.state.value, *counts]


def _gap_cells(gap: Gap | None, views: Views, norms: Mapping[str, NormRoster]) -> list[str]:
    if gap is None:
        return [""] * 5
    told = " | ".join(views.reason(reason)["text"] for reason in main_reasons(gap))
    office = gap.responsible.name if gap.responsible else ""
    return ["; ".join(gap.kinds), str(gap.below_floor).lower(), office, told, " | ".join(_sources(gap, norms))]


def _sources(gap: Gap, norms: Mapping[str, NormRoster]) -> list[str]:
    """Addresses, else titles, of the norms behind the reasons that are told."""
    cited = [norms[key].source for key in (reason.source for reason in main_reasons(gap)) if key and key in norms]
    return [one.url or one.title for one in cited]


def _labelled(cells: Sequence[str], views: Views) -> list[str]:
    role, *rest = cells
    return [role, views.taxonomy.roles[role].label.in_language(views.language), *rest]


def gaps_json(
    network: Network, answer: Answer, shown: Collection[str], beyond: Sequence[Perspective | Bridge], views: Views
) -> Json:
    """The roles, gaps, perspectives and bridges that are shown."""
    return {
        "network": network_json(network),
        "coverage": [_coverage_json(one, views) for one in answer.coverage if one.role in shown],
        "gaps": [views.gap(gap) for gap in answer.gaps if gap.role in shown],
        "perspectives": [views.perspective(one) for one in beyond if isinstance(one, Perspective)],
        "bridges": [views.bridge(one) for one in beyond if isinstance(one, Bridge)],
    }


def _coverage_json(covered: RoleCoverage, views: Views) -> Json:
    role = views.taxonomy.roles[covered.role]
    label = role.label.in_language(views.language)
    fields = fields_of(role.key, views.taxonomy.fields.values())
    return {**vars(covered), "label": label, "sphere": role.sphere, "fields": fields}


def nodes_json(nodes: Sequence[Node], ties: dict[str, frozenset[str]]) -> list[Json]:
    """All members and empty places with the ids of the members they are tied to."""
    return [{**vars(node), "neighbours": [] if node.empty else sorted(ties[node.key])} for node in nodes]
