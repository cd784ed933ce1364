"""Change what a network is, so that two people who do it at once lose nothing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from service.domain.networks import Network, NetworkProfile
from service.domain.organisations import new_id
from service.domain.versions import Edit, compared
from service.errors import FieldProblem, InvalidInput, NotFound
from service.resources import Resources
from service.store.networks import find_network, get_network, save_network
from service.store.session import writing
from service.usecases.places import checked_key

#: What a form tells of a network: its profile and its place.
DETAILS = ("name", "kind", "level", "phase", "occasion", "fields", "ags")


def details_of(network: Network) -> dict[str, Any]:
    """What a network is as forms tell it: texts on one line, fields of action in the order of their keys."""
    profile = network.profile
    lines = {"name": _line(profile.name), "occasion": _line(profile.occasion or "") or None}
    return {**vars(profile), **lines, "fields": tuple(sorted(set(profile.fields))), "ags": network.ags or None}


def edit_network(resources: Resources, network_id: str, seen: Mapping[str, Any], sent: Mapping[str, Any]) -> Edit:
    """Write what an editor changed; nothing where somebody else changed it otherwise. Raises NotFound, InvalidInput."""
    _check(resources, sent)
    known = {**sent, "ags": checked_key(sent["ags"], "/ags", resources.knowledge.register)}
    with writing(resources.store) as connection:
        network = get_network(connection, network_id)
        if network is None:
            raise NotFound()
        edit = compared(seen, details_of(network), known)
        if edit.changes and not edit.contested:
            save_network(connection, _changed(network, edit.changes))
    return edit


def named_or_new(resources: Resources, name: str, ags: str | None, kind: str | None) -> Network:
    """The network of this name and place, stored if it was not, and of this kind where nobody said another."""
    with writing(resources.store) as connection:
        network = find_network(connection, name, ags)
        if network is None:
            network = Network(f"net-{new_id()[4:]}", NetworkProfile(name, kind), ags)
            save_network(connection, network)
        elif kind is not None and network.profile.kind is None:
            network = _changed(network, {"kind": kind})
            save_network(connection, network)
    return network


def _changed(network: Network, changes: Mapping[str, Any]) -> Network:
    profile = {name: value for name, value in changes.items() if name != "ags"}
    return replace(network, profile=replace(network.profile, **profile), ags=changes.get("ags", network.ags))


def _check(resources: Resources, sent: Mapping[str, Any]) -> None:
    known = resources.knowledge.taxonomy.fields
    unknown = [FieldProblem("/fields", "unknown_field", {"field": key}) for key in sent["fields"] if key not in known]
    if unknown:
        raise InvalidInput(unknown)


def _line(text: str) -> str:
    return " ".join(text.split())
