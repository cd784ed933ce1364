"""Which models answer, what they were measured to do, whom they favour, and what the service does not know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response

from service.domain.accounts import within
from service.domain.networks import Network
from service.errors import NotFound
from service.reports.rows import rows_as_csv
from service.sources.evaluations import Task, read_evaluation
from service.usecases.keep_networks import get_one, list_page
from service.usecases.measure_exposure import FIRST, Exposure, measure_exposure
from service.usecases.read_trust import count_unknowns, read_cards
from service.web.dependencies import answer
from service.web.pages.decimals import decimals
from service.web.pages.rendering import Page, PageDep

router = APIRouter(include_in_schema=False)

#: Codes of what was measured, by the title that the evaluation gives it; another title is shown as it stands.
TASKS = {
    "Role from a bare name": "role",
    "Hidden role named, names only": "gap_names",
    "Hidden role named, roles given": "gap_roles",
    "On record as missing": "record",
    "Hidden members found in a town's directory": "ranking",
    "Search": "search",
}
FAIRNESS = "Fairness"
#: Networks whose equity the page offers to measure.
OFFERED = 200
#: The system whose figures are ours, and the span in which a ratio counts as even.
OURS, EVEN = "Wer fehlt?", (0.8, 1.25)
#: Codes of the ratios between groups, by the measure that the evaluation names.
RATIOS = {
    "volunteer-run to paid (exposure per relevance)": "trust_ratio_volunteer",
    "with a profile to name only (exposure)": "trust_ratio_profile",
}


@dataclass(frozen=True)
class Ratio:
    """How much visibility one group gets for its relevance, compared with another."""

    measure: str
    code: str | None
    value: float

    @property
    def even(self) -> bool:
        """Whether neither group is favoured."""
        return EVEN[0] <= self.value <= EVEN[1]


@router.get("/modelle")
def get_trust(page: PageDep, netz: str = "", format: str = "") -> Response:
    """The models with their cards, figures against goals, the equity panel and the limits of what is known.

    With an id in `netz` also the exposure in that network, which format=csv tells alone; raises NotFound.
    """
    network, exposure = _exposed(page, netz)
    if format == "csv":
        return _as_csv(exposure)
    cards, evaluation = read_cards(page.resources), read_evaluation(page.resources.settings.models)
    unknowns = count_unknowns(page.resources)
    if format == "json":
        told = {name: {"version": version, "metrics": card.metrics} for name, (version, card) in cards.items()}
        panel = [vars(one) | {"ratio": one.ratio} for one in exposure]
        return answer({"models": told, "evaluation": evaluation, "unknowns": unknowns, "exposure": panel})
    fairness = evaluation.tasks.get(FAIRNESS)
    tasks = [(TASKS.get(one.title), one) for one in evaluation.tasks.values() if one.title != FAIRNESS]
    return page.show(
        "trust.html",
        cards=cards,
        evaluation=evaluation,
        tasks=sorted(tasks, key=lambda task: list(TASKS).index(task[1].title) if task[0] else len(TASKS)),
        ratios=_ratios(fairness),
        exposure=_exposure(fairness),
        unknowns=unknowns,
        networks=len(page.resources.knowledge.peers.networks),
        names=_names(page),
        ours=OURS,
        network=network,
        exposed=exposure,
        stored=list_page(page.resources, "", OFFERED, _places(page)),
        first=FIRST,
        decimal=decimals(page),
    )


def _exposed(page: Page, network_id: str) -> tuple[Network | None, list[Exposure]]:
    """The network that was asked about and the exposure in it; raises NotFound, also for one of another place."""
    if not network_id:
        return None, []
    network = get_one(page.resources, network_id)
    if not within(network.ags, _places(page)):
        raise NotFound()
    return network, measure_exposure(page.resources, network)


def _places(page: Page) -> tuple[str, ...]:
    return page.account.places if page.account else ()


def _as_csv(exposure: Sequence[Exposure]) -> Response:
    columns = ("trait", "group", "organisations", "suggested", "share", "expected", "ratio")
    lines = [
        [one.trait, one.group, str(one.organisations), str(one.suggested)]
        + [f"{number:.4f}" for number in (one.share, one.expected, one.ratio)]
        for one in exposure
    ]
    headers = {"Content-Disposition": 'attachment; filename="sichtbarkeit.csv"'}
    return Response(rows_as_csv([columns, *lines]), 200, headers, "text/csv; charset=utf-8")


def _ratios(fairness: Task | None) -> list[Ratio]:
    figures = fairness.figures.get(OURS, {}) if fairness else {}
    return [Ratio(measure, RATIOS.get(measure), figure.value) for measure, figure in figures.items()]


def _exposure(fairness: Task | None) -> Mapping[str, float]:
    """Exposure to relevance by staffing."""
    slices = fairness.slices if fairness else {}
    return next((values for name, values in slices.items() if name.startswith("staffing")), {})


def _names(page: Page) -> dict[str, str]:
    """Names of the members of slices: roles and kinds of networks."""
    kinds = page.resources.knowledge.taxonomy.kinds
    roles = {key: page.role(key) for key in page.resources.knowledge.taxonomy.roles}
    return {**{key: kind.label.in_language(page.language) for key, kind in kinds.items()}, **roles}
