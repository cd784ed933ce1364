"""Sessions of programs: a bearer token for a name and a password."""

from fastapi import APIRouter, Request, Response

from service.usecases.log_in import log_in, log_out
from service.web.answers import SessionOut
from service.web.dependencies import ResourcesDep, StrictRoute, answer
from service.web.identity import token_of
from service.web.schemas import LoginIn

router = APIRouter(route_class=StrictRoute, tags=["sessions"])


@router.post("/login", summary="Begin a session", operation_id="logIn", response_model=SessionOut, status_code=201)
def post_login(body: LoginIn, request: Request, resources: ResourcesDep) -> Response:
    """Begin a session; send its token as `Authorization: Bearer` until it ends. Only needed where a login is."""
    login = log_in(resources, body.name, body.password, request.client.host if request.client else "")
    content = {
        "token": login.token,
        "ends_at": login.ends_at.isoformat(timespec="seconds"),
        "role": login.account.role,
        "places": list(login.account.places),
    }
    return answer(content, 201)


@router.post("/logout", summary="End a session", operation_id="logOut", status_code=204)
def post_logout(request: Request, resources: ResourcesDep) -> Response:
    """End the session whose token is sent."""
    log_out(resources, token_of(request))
    return Response(status_code=204)
