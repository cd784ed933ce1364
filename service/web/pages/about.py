"""The accessibility statement of the operator, and the start page in Einfache Sprache."""

from fastapi import APIRouter, Response

from service.sources.accessibility import read_offices
from service.web.pages.rendering import Page, PageDep

router = APIRouter(include_in_schema=False)

#: What is not accessible or was not checked; about_barrier_<name> says it and why.
BARRIERS = ("documentation", "documents", "sign_language", "languages", "sources")


@router.get("/barrierefreiheit")
def get_statement(page: PageDep) -> Response:
    """The statement that the law asks of a public body, with the offices of the operator's Land."""
    settings = page.resources.settings
    offices = read_offices(settings.data / "accessibility")
    return page.show(
        "statement.html",
        operator=settings.operator,
        contact=settings.operator_contact,
        contact_address=_address(settings.operator_contact),
        land=_land(page),
        offices=offices.laender.get(settings.operator_land),
        looked_up_on=offices.looked_up_on,
        barriers=BARRIERS,
    )


def _address(contact: str) -> str:
    """Where a link on a contact leads; "" where it is neither an address of mail nor of the web."""
    if contact.startswith(("https://", "http://")):
        return contact
    return f"mailto:{contact}" if "@" in contact and " " not in contact else ""


def _land(page: Page) -> str:
    """The name of the operator's Land, "" where it was not set."""
    key = page.resources.settings.operator_land
    return page.place(key) if key else ""


@router.get("/einfache-sprache")
def get_easy(page: PageDep) -> Response:
    """What this service is for and how it is used, in short sentences."""
    return page.show("easy.html")
