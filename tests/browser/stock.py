"""Homes to look at: the demo, one that knows nothing, and ones whose organisations, networks and files bear given names."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from service.domain.decisions import Decision, Verdict
from service.domain.imports import ImportOrder
from service.domain.networks import Membership, NetworkDraft, NetworkProfile
from service.domain.organisations import OrganisationDraft
from service.domain.resolution import LikelyPair
from service.resources import Resources
from service.store.merges import save_pairs
from service.store.session import writing
from service.usecases.find_openings import ask_for_network
from service.usecases.importing.order_import import order_import
from service.usecases.importing.run_import import run_import
from service.usecases.importing.undo_import import undo_import
from service.usecases.keep_decisions import decide
from service.usecases.keep_networks import list_page, save
from service.usecases.load_demo import load_demo
from service.usecases.write_organisations import write_organisations

ERLANGEN = "09562000"
#: Members of the network that a stock of names has.
SEATS = 5


@dataclass(frozen=True)
class Stock:
    """A home, and what its ids are called in an address: network, organisation, member, decided, and imports by state."""

    resources: Resources
    ids: Mapping[str, str]

    def path(self, named: str) -> str:
        """The address with its ids in place of their names."""
        return named.format_map({name: quote(value, safe="") for name, value in self.ids.items()})


def stock_demo(resources: Resources) -> Stock:
    """The demo with imports, a decision and a pair to review."""
    load_demo(resources)
    networks = sorted(list_page(resources, "", 100), key=lambda one: len(one.memberships))
    small, large = networks[0], networks[-1]
    seats, invited = ([seat.organisation_id for seat in one.memberships] for one in (small, large))
    ids = {
        "network": small.id,
        "large": large.id,
        "member": seats[0],
        "organisation": invited[0],
        "decided": invited[1],
    }
    return _stocked(resources, ids, "Vereinsverzeichnis.csv", ["Erster Sportverein e.V.", "Zweiter Sportverein e.V."])


def stock_empty(resources: Resources) -> Stock:
    """A network without members in a home that knows no organisation."""
    network, _ = save(resources, NetworkDraft(None, NetworkProfile("Runder Tisch"), ERLANGEN))
    return Stock(resources, {"network": network.id})


def stock_names(resources: Resources, names: Sequence[str]) -> Stock:
    """Organisations of these names, some in a network, the others where they can fill its gaps."""
    profile = NetworkProfile(names[0], kind="round_table", occasion=names[1])
    bare, _ = save(resources, NetworkDraft(None, profile, ERLANGEN))
    roles = [gap.role for gap in ask_for_network(resources, bare).gaps if not gap.below_floor][:6]
    drafts = [_draft(number, name, roles[number % len(roles)]) for number, name in enumerate(names)]
    report = write_organisations(resources, drafts)
    assert not report.rejected, report.rejected
    known = [one.id for one in report.stored]
    seats = tuple(Membership(one) for one in known[:SEATS])
    save(resources, NetworkDraft(bare.id, profile, ERLANGEN, memberships=seats))
    ids = {"network": bare.id, "organisation": known[-1], "member": known[0], "decided": known[SEATS]}
    return _stocked(resources, ids, f"{names[0].replace('/', '')[:200]}.csv", names)


def _draft(number: int, name: str, role: str) -> OrganisationDraft:
    values = {"name": name, "ags": ERLANGEN, "description": name, "street": name[:200], "topics": (name[:100],)}
    values |= {"website": "https://example.org/" + quote(name)[:200], "source": f"javascript:alert(7)//{name}"[:200]}
    return OrganisationDraft(f"name/{number}", role, values)


def _stocked(resources: Resources, ids: Mapping[str, str], file: str, names: Sequence[str]) -> Stock:
    decide(resources, ids["network"], Decision(ids["decided"], Verdict.UNFIT, names[-1][:300]))
    with writing(resources.store) as connection:
        save_pairs(connection, [LikelyPair(*sorted((ids["organisation"], ids["member"])), 0.7, {})])
    return Stock(resources, {**ids, **_imports(resources, file, names)})


def _imports(resources: Resources, file: str, names: Sequence[str]) -> dict[str, str]:
    """An import in each state."""
    rows = "".join(f'"{name.replace(chr(34), chr(34) * 2)}";Neustadt;09131 1\n' for name in names)
    table = f"Name;Ort;Telefon\n{rows};Erlangen;\n".encode()
    # The process that an order names runs it, so that the service leaves it alone.
    queued = _ordered(resources, file, table, source="Wartend")
    done = _run(resources, file, table, source=names[0][:100])
    waiting = _run(
        resources, file, f"Name;Ort\n{names[0].replace(';', ' ')};Erlangen\n".encode(), source=names[0][:100]
    )
    tried = _run(resources, file, table, source="Probe", dry_run=True)
    failed = _run(resources, f"{file}.xlsx", b"\x00\x01\x02", source="Kaputt")
    undone = _run(resources, file, table, source="Zurück")
    undo_import(resources, undone)
    return {"queued": queued, "done": done, "waiting": waiting, "tried": tried, "failed": failed, "undone": undone}


def _run(resources: Resources, file: str, content: bytes, source: str, dry_run: bool = False) -> str:
    ordered = _ordered(resources, file, content, source, dry_run)
    return run_import(resources, ordered, lambda step, share, records: None).id


def _ordered(resources: Resources, file: str, content: bytes, source: str, dry_run: bool = False) -> str:
    folder = resources.settings.home / "sent"
    folder.mkdir(exist_ok=True)
    path = folder / str(len(list(folder.iterdir())))
    path.write_bytes(content)
    return order_import(resources, file, ImportOrder(str(path), source=source, dry_run=dry_run, pid=os.getpid())).id
