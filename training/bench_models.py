"""Time of the models in process: loading, recognition, embedding, and search over a large directory."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import typer

from service.domain.organisations import Organisation
from service.resources import Resources, open_resources
from service.retrieval.profile import profile_text
from service.settings import Settings
from service.usecases.recognise_members import recognise_members
from service.usecases.search_organisations import SearchRequest, search
from service.usecases.write_organisations import store_and_serve
from training.names import generate_names
from training.options import TrainingOptions
from training.sources import Sources, read_sources
from training.texts import draw_organisation, draw_topic, make_world

_LOAD = """
import time; start = time.perf_counter()
from pathlib import Path
from service.model_files import read_gap_model, read_ranking_model, read_role_model
from service.retrieval.encoder import load_encoder
from service.sources.taxonomy import read_taxonomy
keys = read_taxonomy(Path({data!r}) / "taxonomy").role_keys
start = time.perf_counter()
models = Path({models!r}); encoder = load_encoder(None, models)
read_role_model(models, keys, encoder.fingerprint); read_gap_model(models); read_ranking_model(models)
print(time.perf_counter() - start)
import sys; assert "torch" not in sys.modules
"""
_QUESTIONS = ("Wer hilft beim Ausfüllen von Formularen?", "Almanca kursu", "football for girls", "مساعدة قانونية")


def milliseconds(work: Callable[[], object], times: int) -> float:
    """Median time of a piece of work."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1e3)
    return statistics.median(taken)


def organisations(sources: Sources, number: int) -> Iterator[Organisation]:
    """Generated organisations with profiles, all over Germany."""
    world, rng = make_world(sources.taxonomy, sources.lexicons), Random(5)
    places = sorted(sources.register.districts)
    for at in range(number):
        made = draw_organisation(draw_topic(world, rng), world, rng)
        yield replace(made, id=f"bench-{at:06d}", ags=rng.choice(places))


def fill(resources: Resources, made: list[Organisation]) -> None:
    """Store and serve the organisations, in batches."""
    for at in range(0, len(made), 5000):
        store_and_serve(resources, made[at : at + 5000])
    resources.served.snapshot = resources.snapshot.merged()


def main(number: int = 50_000) -> None:
    """Print each figure with its goal."""
    settings = Settings()
    command = _LOAD.format(data=str(settings.data), models=str(settings.models))
    loaded = [float(subprocess.check_output([sys.executable, "-c", command])) for _ in range(5)]
    typer.echo(f"loading all artefacts        {statistics.median(loaded):7.2f} s    goal 0.4")
    sources = read_sources(settings.data)
    with TemporaryDirectory() as home:
        resources = open_resources(settings.model_copy(update={"home": Path(home)}))
        made = list(organisations(sources, number))
        names = [row.name for row in generate_names(sources.taxonomy, sources.lexicons, TrainingOptions())]
        some = Random(2).sample(names, 1000)
        took = milliseconds(lambda: recognise_members(resources, some, None), 9)
        typer.echo(f"1,000 names recognised       {took:7.0f} ms   goal 150")
        texts = [profile_text(one, sources.taxonomy) for one in made[:20_000]]
        rate = len(texts) / milliseconds(lambda: resources.encoder.encode(texts), 3) * 1e3
        typer.echo(f"profiles embedded a second   {rate:7.0f}      goal 20,000")
        fill(resources, made)
        for question in _QUESTIONS:
            took = milliseconds(partial(search, resources, SearchRequest(question)), 30)
            typer.echo(f"search over {number}, p50     {took:7.1f} ms   goal 8    {question}")
        resources.close()


if __name__ == "__main__":
    typer.run(main)
