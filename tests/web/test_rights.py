"""The rights matrix: every route x every identity, asked in earnest and compared with rights.csv.

In rights.csv a cell tells what becomes of the request: "yes" it is let through, "login" it is asked to log in, "no" it is
refused, "absent" it is told that there is nothing. A route that is not listed there fails the test.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from starlette.routing import Mount

from service.app import create_app
from service.domain.accounts import Account, AccountRole
from service.domain.decisions import Decision, Verdict
from service.domain.imports import Import, ImportState
from service.domain.networks import Membership, NetworkDraft, NetworkProfile
from service.domain.organisations import OrganisationDraft
from service.resources import Resources, open_resources
from service.settings import Settings
from service.store.imports import add_import, change_import, get_import
from service.store.merges import find_organisations
from service.store.session import reading, writing
from service.usecases.keep_accounts import create_account
from service.usecases.keep_decisions import decide
from service.usecases.keep_networks import save
from service.usecases.log_in import log_in
from service.usecases.merge_organisations import merge
from service.usecases.part_organisations import part
from service.usecases.write_organisations import change_organisation, write_organisations
from service.web.api import BASE
from service.web.rights import RULES

LISTED = Path(__file__).parent / "rights.csv"
PASSWORD = "vier wörter ohne sinn"
HERE, ELSEWHERE = "09162000", "09161000"
IDENTITIES = {
    "nobody": None,
    "viewer": Account("leser", AccountRole.VIEWER),
    "officer_here": Account("hier", AccountRole.OFFICER, (HERE,)),
    "officer_elsewhere": Account("anderswo", AccountRole.OFFICER, (ELSEWHERE,)),
    "admin": Account("leitung", AccountRole.ADMIN),
}
LOGOUTS = ("POST /abmelden", f"POST {BASE}/logout")
REFUSALS = {"/problems/login-required": "login", "/problems/not-permitted": "no", "/problems/not-found": "absent"}
FORM = {
    "csrf": "token",
    "organisation": "org-a",
    "role": "jobcenter",
    "name": "Jobcenter",
    "field": "name",
    "value": "Jobcenter",
    "decision": "later",
    "first": "org-a",
    "second": "org-b",
    "place": HERE,
}
JSON = {"organisation_id": "org-a", "decision": "later"}
#: Bodies that name a place, by the end of the path.
PLACED = {
    "/networks": {"network": {"name": "Runder Tisch"}, "ags": HERE},
    "/organisations": {"name": "Amt", "ags": HERE},
}


def routes(app: FastAPI) -> list[str]:
    """ "METHOD path" of every route; of a folder of files, one of its files."""
    found = set()
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, Mount):
            found.add(f"GET {route.path}/*")
        else:
            found |= {f"{method} {route.path}" for method in (route.methods or ()) if method != "HEAD"}
    return sorted(found)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Resources]:
    resources = open_resources(Settings(home=tmp_path_factory.mktemp("rights"), login=True))
    for account in IDENTITIES.values():
        if account is not None:
            create_account(resources, account, PASSWORD)
    yield resources
    resources.close()


@pytest.fixture(scope="module")
def client(guarded: Resources) -> TestClient:
    return TestClient(create_app(guarded.settings, guarded), follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def tokens(guarded: Resources) -> dict[str, str]:
    return begin_sessions(guarded)


def begin_sessions(resources: Resources) -> dict[str, str]:
    """A session for each identity that has an account."""
    return {
        identity: log_in(resources, account.name, PASSWORD, "test").token if account else ""
        for identity, account in IDENTITIES.items()
    }


def stock(resources: Resources) -> None:
    """A network with a member, a decision and a correction in the one place, and an import that was done."""
    drafts = [
        OrganisationDraft(id, None, {"name": name, "ags": HERE})
        for id, name in (("org-a", "Agentur"), ("org-b", "Jobcenter Nord"))
    ]
    for id in ("org-a", "org-b"):
        with reading(resources.store) as connection:
            holder = find_organisations(connection, [id]).get(id)
        if holder is not None and holder.id != id:
            part(resources, holder.id, id)
    write_organisations(resources, drafts)
    change_organisation(resources, "org-a", {"name": "Agentur für Arbeit"})
    save(resources, NetworkDraft("net-a", NetworkProfile("Runder Tisch"), HERE, memberships=(Membership("org-a"),)))
    decide(resources, "net-a", Decision("org-a", Verdict.LATER))
    done = Import("imp-a", "liste.csv", "Liste", None, ImportState.DONE, {}, {}, 1.0, "2026-01-01T00:00:00+00:00")
    with writing(resources.store) as connection:
        if get_import(connection, done.id) is None:
            add_import(connection, done)
        change_import(connection, done.id, {"state": done.state})


def address(route: str) -> str:
    """The path of a route, about what is in stock."""
    path = route.partition(" ")[2]
    about = "net-a" if "/netze/" in path or "/networks/" in path else "imp-a" if "import" in path else "org-a"
    filled = {"{id:path}": about, "{id}": about, "{organisation_id:path}": "org-a"}
    filled |= {"{field}": "name", "{ending}": "csv", "{ags}": HERE, "*": "x"}
    for placeholder, value in filled.items():
        path = path.replace(placeholder, value)
    return path


def body(route: str) -> dict[str, Any]:
    """What a program sends: about the one place wherever it names any."""
    ending = route.partition(" ")[2].removeprefix(BASE).removesuffix("/{id:path}")
    return PLACED.get(ending, JSON)


def outcome(client: TestClient, route: str, token: str) -> str:
    """What becomes of the request of somebody with this token."""
    method, path = route.partition(" ")[0], address(route)
    program = path.startswith(BASE)
    client.cookies.clear()
    sent: dict[str, Any] = {"headers": {"authorization": f"Bearer {token}"} if token and program else {}}
    if not program:
        client.cookies.update({"wf_session": token, "wf_csrf": "token"})
    if method in ("POST", "PUT", "PATCH"):
        sent |= {"json": body(route)} if program else {"data": FORM}
    answer = client.request(method, path, **sent)
    assert answer.status_code != 500, route
    if "problem+json" not in answer.headers.get("content-type", ""):
        return "no" if answer.status_code == 403 else "yes"
    return REFUSALS.get(answer.json()["type"], "yes")


def measured(client: TestClient, resources: Resources, tokens: dict[str, str], route: str) -> dict[str, str]:
    """What becomes of the request for each identity, each on a fresh stock."""
    found = {}
    for identity in IDENTITIES:
        stock(resources)
        found[identity] = outcome(client, route, tokens[identity])
    # Where even the administrator is told so, there was nothing to work on.
    return (
        found if found["admin"] != "absent" else {one: "yes" if is_ == "absent" else is_ for one, is_ in found.items()}
    )


def listed() -> dict[str, dict[str, str]]:
    with LISTED.open(encoding="utf-8", newline="") as file:
        return {row.pop("route"): row for row in csv.DictReader(file)}


def test_every_route_is_listed(client: TestClient):
    app = client.app
    assert isinstance(app, FastAPI)
    assert sorted(listed()) == routes(app)


def test_every_rule_is_that_of_a_route(client: TestClient):
    app = client.app
    assert isinstance(app, FastAPI)
    assert set(RULES) <= set(routes(app))


@pytest.mark.parametrize("route", sorted(listed()))
def test_a_route_lets_through_whom_the_matrix_says(
    client: TestClient, guarded: Resources, tokens: dict[str, str], route: str
):
    used = begin_sessions(guarded) if route in LOGOUTS else tokens
    assert measured(client, guarded, used, route) == listed()[route]


@pytest.mark.parametrize("route", sorted(set(listed()) - set(LOGOUTS)))
def test_whoever_sits_at_the_machine_may_do_all(guarded: Resources, route: str):
    local = guarded.settings.model_copy(update={"login": False})
    stock(guarded)
    assert outcome(TestClient(create_app(local, guarded), follow_redirects=False), route, "") in ("yes", "absent")


@pytest.mark.parametrize("identity", ["viewer", "officer_here", "officer_elsewhere", "admin"])
def test_lists_hold_the_networks_of_the_own_places(
    client: TestClient, guarded: Resources, tokens: dict[str, str], identity: str
):
    stock(guarded)
    seen = identity != "officer_elsewhere"
    client.cookies.clear()
    bearer = {"authorization": f"Bearer {tokens[identity]}"}
    networks = client.get(f"{BASE}/networks", headers=bearer).json()["networks"]
    assert ("net-a" in {one["id"] for one in networks}) == seen
    asked = {"organisations": ["org-b"], "ags": HERE}
    openings = client.post(f"{BASE}/openings", json=asked, headers=bearer).json()["openings"]
    assert ("net-a" in {one["network"]["id"] for one in openings if one["network"]}) == seen
    client.cookies.set("wf_session", tokens[identity])
    for path in ("/", "/organisationen/org-a", "/organisationen/org-b/luecken"):
        assert ("/netze/net-a" in client.get(path, headers={"accept": "text/html"}).text) == seen, path


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/networks", {"network": {"name": "Runder Tisch"}, "ags": ELSEWHERE}),
        ("POST", "/networks", {"network": {"name": "Runder Tisch"}}),
        ("PUT", "/networks/net-a", {"network": {"name": "Runder Tisch"}, "ags": ELSEWHERE}),
        ("POST", "/organisations", {"name": "Amt", "ags": ELSEWHERE}),
        ("PATCH", "/organisations/org-a", {"ags": ELSEWHERE}),
    ],
)
def test_an_officer_moves_nothing_to_another_place(
    client: TestClient, guarded: Resources, tokens: dict[str, str], method: str, path: str, body: dict[str, Any]
):
    stock(guarded)
    bearer = {"authorization": f"Bearer {tokens['officer_here']}"}
    answer = client.request(method, BASE + path, json=body, headers=bearer)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-permitted")


def test_a_former_id_is_no_way_around_the_places(client: TestClient, guarded: Resources, tokens: dict[str, str]):
    stock(guarded)
    kept = merge(guarded, "org-a", "org-b").id
    former = "org-b" if kept == "org-a" else "org-a"
    bearer = {"authorization": f"Bearer {tokens['officer_elsewhere']}"}
    client.cookies.clear()
    answer = client.patch(f"{BASE}/organisations/{former}", json={"name": "Anders"}, headers=bearer)
    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-permitted")
