"""The map of gaps of a network: who is represented, who is known, whom nobody knows, and the picture of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response

from service.domain.answers import Answer, Bridge, Gap, Perspective, Reason
from service.domain.networks import Network, NormRoster
from service.domain.taxonomy import GapKind
from service.usecases.find_openings import ask_for_network
from service.usecases.keep_networks import get_one
from service.usecases.read_organisations import get_many
from service.usecases.read_ties import ties_beyond
from service.usecases.who_is_missing import shown_ids
from service.web.coverage_matrix import by_field, by_sphere
from service.web.dependencies import answer as json_answer
from service.web.filled_gaps import beyond_key, beyond_title
from service.web.gap_tables import gaps_csv, gaps_json, main_reasons, nodes_json
from service.web.network_picture import Node, draw
from service.web.pages.rendering import Page, PageDep
from service.web.views import Views

router = APIRouter(include_in_schema=False)

#: Name of the view whose rows are fields of action.
FIELDS_VIEW = "felder"


@dataclass(frozen=True)
class Filters:
    """Which gaps are shown: those of a kind, those of a field of action; "" for all."""

    kind: str
    field: str

    def show(self, gap: Gap, page: Page) -> bool:
        """Whether a gap is one of those."""
        fields = page.resources.knowledge.taxonomy.fields
        return (not self.kind or self.kind in gap.kinds) and (not self.field or gap.role in fields[self.field].roles)

    def beyond(self, answer: Answer, page: Page) -> list[Perspective | Bridge]:
        """The perspectives and bridges of the kind; a bridge belongs to no field of action."""
        fields = page.resources.knowledge.taxonomy.fields
        perspectives = [one for one in answer.perspectives if self.kind in ("", GapKind.PERSPECTIVE)]
        if self.field:
            return [one for one in perspectives if one.role in fields[self.field].roles]
        return [*perspectives, *(one for one in answer.bridges if self.kind in ("", GapKind.BRIDGE))]


@dataclass(frozen=True)
class BeyondRow:
    """A perspective or a bridge that is missing, by the name that leads to its suggestions."""

    key: str
    kind: GapKind
    title: str
    reasons: tuple[Reason, ...]


# Ids may hold slashes, so this router comes after all others below /netze.
@router.get("/netze/{id:path}")
def get_gaps(id: str, page: PageDep, art: str = "", feld: str = "", ansicht: str = "", format: str = "") -> Response:
    """Coverage, gaps and picture of a stored network; raises NotFound."""
    taxonomy = page.resources.knowledge.taxonomy
    filters = Filters(art if art in list(GapKind) else "", feld if feld in taxonomy.fields else "")
    network = get_one(page.resources, id)
    answer = ask_for_network(page.resources, network)
    if format in ("csv", "json"):
        return _as_data(page, network, answer, filters, format)
    return _as_page(page, network, answer, filters, ansicht == FIELDS_VIEW)


def _as_page(page: Page, network: Network, answer: Answer, filters: Filters, fields_view: bool) -> Response:
    knowledge, views = page.resources.knowledge, _views(page)
    reliable = [gap for gap in answer.gaps if not gap.below_floor]
    shown = [(gap, main_reasons(gap)) for gap in reliable if filters.show(gap, page)]
    cited = {reason.source for _, reasons in shown for reason in reasons}
    rows = (
        by_field(answer.coverage, knowledge.taxonomy, network.profile.fields)
        if fields_view
        else by_sphere(answer.coverage, knowledge.taxonomy)
    )
    members, empty = member_nodes(answer), gap_nodes(page, reliable)
    return page.show(
        "gaps.html",
        network=network,
        rows=rows,
        fields_view=fields_view,
        filters=filters,
        kinds=list(GapKind),
        fields=knowledge.taxonomy.fields.values(),
        shown=shown,
        listed={gap.role for gap, _ in shown},
        unsure=len(answer.gaps) - len(reliable),
        sentence=lambda reason: views.reason(reason)["text"],
        beyond=[_beyond_row(one, views, page) for one in filters.beyond(answer, page)],
        norms=_cited_norms(page, cited),
        peers=len(knowledge.peers.networks) if "peers" in cited else 0,
        members=members,
        picture=draw(members, empty, ties_beyond(page.resources, network, [node.key for node in members])),
    )


def _cited_norms(page: Page, cited: set[str | None]) -> dict[str, NormRoster]:
    return {key: norm for key, norm in page.resources.knowledge.norms.items() if key in cited}


def _beyond_row(one: Perspective | Bridge, views: Views, page: Page) -> BeyondRow:
    kind = GapKind.PERSPECTIVE if isinstance(one, Perspective) else GapKind.BRIDGE
    return BeyondRow(beyond_key(one), kind, beyond_title(one, views, page.t), one.reasons)


def _as_data(page: Page, network: Network, answer: Answer, filters: Filters, format: str) -> Response:
    views, beyond = _views(page, answer), filters.beyond(answer, page)
    gaps = [gap for gap in answer.gaps if filters.show(gap, page)]
    shown = {gap.role for gap in gaps} if filters.kind else {one.role for one in answer.coverage}
    if filters.field:
        shown &= set(views.taxonomy.fields[filters.field].roles)
    if format == "csv":
        headers = {"Content-Disposition": 'attachment; filename="luecken.csv"', "Content-Language": page.language}
        norms = page.resources.knowledge.norms
        return Response(gaps_csv(answer, shown, views, norms), 200, headers, "text/csv; charset=utf-8")
    members = member_nodes(answer)
    ties = ties_beyond(page.resources, network, [node.key for node in members])
    nodes = [*members, *gap_nodes(page, [gap for gap in gaps if not gap.below_floor])]
    content = gaps_json(network, answer, shown, beyond, views) | {"nodes": nodes_json(nodes, ties)}
    return json_answer(content, headers={"Content-Language": page.language})


def _views(page: Page, answer: Answer | None = None) -> Views:
    """What turns reasons into sentences; organisations are only named in data."""
    named = get_many(page.resources, set(shown_ids(answer))) if answer else {}
    return Views(page.resources.knowledge.taxonomy, page.resources.phrases, page.language, named)


def member_nodes(answer: Answer) -> list[Node]:
    """The members at the table, by name."""
    seated = {m.organisation_id: m.given for m in answer.members if m.organisation_id}
    return [Node(key, name) for key, name in sorted(seated.items(), key=lambda one: (one[1].casefold(), one[0]))]


def gap_nodes(page: Page, gaps: Sequence[Gap]) -> list[Node]:
    """The empty places at the table."""
    return [Node(gap.role, page.role(gap.role), empty=True) for gap in gaps]
