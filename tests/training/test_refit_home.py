"""A home with stored networks: what is read from it, what a refit tells, and what it leaves behind."""

import json
import zlib
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from service.domain.decisions import Decision, Verdict
from service.domain.networks import Membership, Network, NetworkProfile
from service.domain.organisations import OrganisationDraft, Visibility
from service.errors import RefitWorse, TooFewNetworks
from service.matching.recognition import RoleModel
from service.model_files import read_gap_model, read_resolution_model
from service.resources import Resources, Served, own_models
from service.retrieval.encoder import unit_rows
from service.retrieval.snapshot import empty_snapshot
from service.settings import Settings
from service.sources.phrases import read_phrases
from service.store.networks import save_network
from service.store.session import open_store, writing
from service.usecases.keep_decisions import decide
from service.usecases.write_organisations import write_organisations
from training.candidates import named
from training.cli import app
from training.model_folder import put_in_use, seal, write_json
from training.needs import fit_needs, hidden_roles
from training.refit_data import read_own_networks
from training.refit_fit import own_cases
from training.refit_folder import undo_refit
from training.refit_home import refit_home
from training.sources import knowledge_without, unfitted_needs

DIMENSION = 8


class Letters:
    """A tiny encoder: one of eight directions for each word."""

    name, fingerprint, dimension = "letters", "letters", DIMENSION

    def encode(self, texts):
        vectors = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.split():
                vectors[row, zlib.crc32(word.encode()) % DIMENSION] += 1
        return unit_rows(vectors)


@pytest.fixture(scope="module")
def peers(sources):
    return [n for n in sources.networks if n.ags and hidden_roles(n) and 6 <= len(named(n)) <= 14]


@pytest.fixture(scope="module")
def data(sources, peers, tmp_path_factory):
    """The rows of eight peer networks as the only ones that are shipped."""
    folder, wanted = tmp_path_factory.mktemp("data") / "peers", {network.id for network in peers[:8]}
    folder.mkdir()
    rows = (Settings().data / "peers" / "networks.jsonl").read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if json.loads(row)["id"] in wanted]
    (folder / "networks.jsonl").write_text("\n".join(kept), encoding="utf-8")
    return folder.parent


@pytest.fixture(scope="module")
def knowledge(sources, peers):
    return knowledge_without(replace(sources, networks=tuple(peers[:8])), (), unfitted_needs())


@pytest.fixture
def home(sources, data, knowledge, models, tmp_path):
    keys = sources.taxonomy.role_keys
    weights = np.zeros((64, len(keys))), np.zeros((DIMENSION, len(keys))), np.zeros(len(keys))
    role_model = RoleModel(keys, sources.words, *(part.astype(np.float32) for part in weights))
    resources = Resources(
        Settings(home=tmp_path / "home", data=data, models=models),
        read_phrases(Settings().data / "phrases"),
        Letters(),
        role_model,
        read_resolution_model(Settings().models),
        {},
        open_store(tmp_path / "home" / "store.sqlite"),
        Served(empty_snapshot(DIMENSION), knowledge),
    )
    yield resources
    resources.store.close()


@pytest.fixture
def models(knowledge, tmp_path):
    """Shipped models that have learned nothing yet."""
    for artefact, model in (("gaps", knowledge.gap_model.model), ("ranking", knowledge.ranking_model.model)):
        folder = tmp_path / "models" / artefact / "shipped"
        folder.mkdir(parents=True)
        content = {"features": model.features, "weights": [0.1] * len(model.features), "intercept": -3.0, "floor": 0.01}
        write_json(folder / "model.json", content | {"peers": {}, "archetypes": {}})
        seal(folder, artefact, {}, {}, "")
        put_in_use(tmp_path / "models", artefact, "shipped")
    return tmp_path / "models"


def add(home, id_, role="church", *, name=None, ags="09562", visibility=Visibility.PUBLIC):
    values = {"name": name or f"Verein {id_}", "ags": ags, "visibility": visibility}
    assert not write_organisations(home, [OrganisationDraft(id_, role, values)]).rejected


def keep(home, network):
    with writing(home.store) as connection:
        save_network(connection, network)


def keep_peer(home, peer):
    """A peer network as a stored one, with some strangers in its town."""
    seats = []
    for number, member in enumerate(member for member in peer.members if not member.group):
        add(home, f"{peer.id}-{number}", member.role, name=member.name, ags=peer.ags)
        seats.append(Membership(f"{peer.id}-{number}"))
    for number, role in enumerate(("sports_club", "choir", "school", "library")):
        add(
            home,
            f"{peer.id}-stranger-{number}",
            role if role in home.knowledge.taxonomy.roles else "other",
            ags=peer.ags,
        )
    keep(home, Network(peer.id, peer.profile, peer.ags, memberships=tuple(seats)))


def small_network(home, id_, roles):
    """A network whose members hold these roles."""
    for number, role in enumerate(roles):
        add(home, f"{id_}-{number}", role)
    seats = tuple(Membership(f"{id_}-{number}") for number in range(len(roles)))
    keep(home, Network(id_, NetworkProfile(f"Netz {id_}"), "09562", memberships=seats))


def five(home):
    keys = [role for role in home.knowledge.taxonomy.role_keys if role != "other"]
    return tuple(keys[:5])


def told(home, options, language="en"):
    return list(refit_home(home, options, language))


def test_members_and_decisions_are_read_with_their_roles(home):
    roles = five(home)
    small_network(home, "n", roles)
    for id_, role in (("in", roles[0]), ("ask", roles[1]), ("no", roles[2]), ("wait", roles[3]), ("else", roles[4])):
        add(home, id_, role)
    add(home, "secret", roles[0], visibility=Visibility.HIDDEN)
    verdicts = {"in": Verdict.MEMBER, "ask": Verdict.INVITE, "no": Verdict.UNFIT, "wait": Verdict.LATER}
    for id_, verdict in (verdicts | {"secret": Verdict.MEMBER, "n-0": Verdict.UNFIT}).items():
        decide(home, "n", Decision(id_, verdict))
    keep(home, Network("m", NetworkProfile("Netz m"), "09562", memberships=(Membership("else"), Membership("no"))))
    own = read_own_networks(home)
    (network,) = own.used
    assert network.seated == {**{f"n-{number}": role for number, role in enumerate(roles)}, "in": roles[0]}
    assert network.invited == {"ask": roles[1]}
    assert network.unjudged == {"wait", "else"}
    assert set(network.directory.ids) == {*(f"n-{n}" for n in range(5)), "in", "ask", "no", "wait", "else"}
    assert network.peer.role_counts[roles[0]] == 2
    assert own.left_out == {"few_roles": ("Netz m",)}


def test_a_stated_seat_counts_and_a_former_one_does_not(home):
    roles = five(home)
    small_network(home, "n", roles)
    add(home, "x", "other")
    add(home, "y", "other")
    seats = [Membership(f"n-{n}") for n in range(5)] + [
        Membership("x", roles[0]),
        Membership("y", roles[1], until="2020"),
    ]
    keep(home, Network("n", NetworkProfile("Netz n"), "09562", memberships=tuple(seats)))
    (network,) = read_own_networks(home).used
    assert network.seated["x"] == roles[0]
    assert "y" not in network.seated


def test_networks_that_say_too_little_are_named_by_reason(home, small):
    small_network(home, "empty", ())
    small_network(home, "other", ("other", "other"))
    small_network(home, "few", five(home)[:4])
    add(home, "x")
    keep(home, Network("old", NetworkProfile("Netz old"), "09562", memberships=(Membership("x", "guild"),)))
    own = read_own_networks(home)
    assert own.used == ()
    assert own.left_out == {
        "few_roles": ("Netz few",),
        "no_roles": ("Netz empty", "Netz other"),
        "unknown_role": ("Netz old",),
    }
    lines = refit_home(home, small, "de")
    assert next(lines) == "Gespeicherte Netzwerke, aus denen gelernt wird: 0"
    assert [next(lines) for _ in range(3)][1] == "Ausgelassen (keine Rollen), Anzahl 2: Netz empty, Netz other"
    with pytest.raises(TooFewNetworks) as refused:
        next(lines)
    assert refused.value.facts == {"needed": 5, "found": 0}
    assert not own_models(home.settings).exists()


def test_an_accepted_refit_serves_until_it_is_undone(home, peers, small):
    for peer in peers[8:14]:
        keep_peer(home, peer)
    shipped = {path: path.read_bytes() for path in home.settings.models.rglob("*") if path.is_file()}
    lines = told(home, small)
    assert lines[0] == "Stored networks to learn from: 6"
    assert [line.rpartition(": ")[2] for line in lines[1:3]] == ["taken", "taken"]
    models, own = home.settings.models, own_models(home.settings)
    served = read_gap_model(models, own, home.knowledge.taxonomy.role_keys)
    assert served.name in lines[-1]
    assert len(served.networks) == 6
    assert told(home, small) == lines
    assert undo_refit(own)
    assert read_gap_model(models, own).name == "shipped"
    assert {path: path.read_bytes() for path in models.rglob("*") if path.is_file()} == shipped


def test_a_worse_refit_writes_nothing(home, knowledge, models, small):
    """The shipped model has been fitted to just these networks; too few members are local to judge a ranking."""
    keys = [role for role in home.knowledge.taxonomy.role_keys if role != "other"]
    for number in range(6):
        small_network(home, f"n{number}", keys[3 * number : 3 * number + 5])
    best = fit_needs(own_cases(read_own_networks(home).used, knowledge), 1e-6)
    folder = models / "gaps" / "shipped"
    content = json.loads((folder / "model.json").read_text()) | {"weights": best.weights, "intercept": best.intercept}
    write_json(folder / "model.json", content)
    seal(folder, "gaps", {}, {}, "")
    with pytest.raises(RefitWorse):
        told(home, small)
    assert not own_models(home.settings).exists()


def test_undoing_where_nothing_was_refitted_says_so(tmp_path):
    ran = CliRunner().invoke(app, ["refit", "--undo", "--lang", "en"], env={"WERFEHLT_HOME": str(tmp_path)})
    assert (ran.exit_code, ran.stdout) == (0, "The shipped models are in use already.\n")
    assert list(tmp_path.iterdir()) == []
