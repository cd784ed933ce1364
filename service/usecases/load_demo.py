"""Load the demo region into the home; doing it twice changes nothing."""

from dataclasses import dataclass

from service.resources import Resources
from service.sources.demo import read_demo_networks, read_demo_organisations
from service.store.networks import save_network
from service.store.organisations import get_organisations
from service.store.session import reading, writing
from service.usecases.write_organisations import store_and_serve

REGION = "muenchen"


@dataclass(frozen=True)
class DemoReport:
    """How much the demo region holds."""

    organisations: int
    networks: int


def load_demo(resources: Resources) -> DemoReport:
    """Store what is missing of the demo region; an organisation that somebody changed stays as it is."""
    folder = resources.settings.data / "demo" / REGION
    organisations, networks = read_demo_organisations(folder), read_demo_networks(folder)
    with reading(resources.store) as connection:
        known = get_organisations(connection, {organisation.id for organisation in organisations})
    missing = [organisation for organisation in organisations if organisation.id not in known]
    if missing:
        store_and_serve(resources, missing)
        with writing(resources.store) as connection:
            for network in networks:
                save_network(connection, network)
    return DemoReport(len(organisations), len(networks))
