"""Whether an account may do what a request asks for."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from service.domain.accounts import Account, Right
from service.domain.answers import Opening
from service.errors import LoginRequired, NotFound, NotPermitted
from service.resources import Resources
from service.usecases.find_openings import OpeningsView
from service.usecases.keep_networks import get_one as get_network
from service.usecases.read_organisations import get_one as get_organisation
from service.web.identity import account_in
from service.web.rights import RULES, Rule


def authorised(prefix: str = "") -> Callable[[Request], Awaitable[None]]:
    """What each route of a router with this prefix asks first; raises LoginRequired, NotPermitted and NotFound."""

    async def check(request: Request) -> None:
        method = "GET" if request.method == "HEAD" else request.method
        rule = RULES.get(f"{method} {prefix}{request.scope['route'].path}")
        if rule is None:
            raise NotPermitted()
        if rule.right is Right.NONE:
            return
        account = current_account(request)
        if not account.may(rule.right):
            raise NotPermitted()
        if rule.about and account.places:
            resources, id = request.app.state.resources, request.path_params["id"]
            await run_in_threadpool(_check_place, resources, account, rule, id)

    return check


def _check_place(resources: Resources, account: Account, rule: Rule, id: str) -> None:
    """Let nobody see a network of another place, nor change an organisation of one; what is absent is told later."""
    try:
        # An organisation that was taken in answers with the one that holds it, and so with its place.
        found = get_organisation(resources, id) if rule.about == "organisation" else get_network(resources, id)
    except NotFound:
        return
    if not account.covers(found.ags):
        raise NotPermitted() if rule.about == "organisation" else NotFound()


def require_place(account: Account, ags: str | None) -> None:
    """Refuse to write what lies elsewhere; raises NotPermitted."""
    if not account.covers(ags):
        raise NotPermitted()


def visible(account: Account, view: OpeningsView) -> list[Opening]:
    """The openings without those in networks of other places."""
    places = {None: True} | {key: account.covers(network.ags) for key, network in view.networks.items()}
    return [one for one in view.openings if places[one.network_id]]


def current_account(request: Request) -> Account:
    """Whose request this is; raises LoginRequired for nobody's."""
    account = account_in(request.scope)
    if account is None:
        raise LoginRequired()
    return account


AccountDep = Annotated[Account, Depends(current_account)]
