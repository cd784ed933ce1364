"""Each test begins without a chosen language, which the shared client would keep as a cookie."""

import pytest

from service.web.pages.rendering import LANGUAGE_COOKIE


@pytest.fixture(autouse=True)
def no_language_chosen(request: pytest.FixtureRequest) -> None:
    if "demo_client" in request.fixturenames:
        request.getfixturevalue("demo_client").cookies.delete(LANGUAGE_COOKIE)
