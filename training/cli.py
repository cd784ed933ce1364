"""wer-fehlt-train: make the artefacts and tell how good they are."""

import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from service.cli import Lang, refusal
from service.domain.texts import Language
from service.errors import ServiceError
from service.resources import open_resources, own_models
from service.retrieval.encoder import load_encoder
from service.settings import Settings
from service.sources.phrases import read_phrases
from training.evaluation import SECTIONS, evaluate_models, facts_of
from training.fine_tune import Tuning
from training.fine_tune import fine_tune as fine_tune_model
from training.options import TrainingOptions
from training.refit_folder import undo_refit
from training.refit_home import refit_home
from training.report import as_text, write_report
from training.resolution import renew_pairs
from training.sources import read_sources
from training.texts import make_world
from training.train import ARTEFACTS, fingerprints, seed_everything, trainers

app = typer.Typer(no_args_is_help=True, add_completion=False)

COLUMNS = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))


def main() -> None:
    """Run a command; what is refused is one sentence on standard error and exit code 2."""
    language: Language = "en" if "en" in sys.argv[1:] else "de"
    try:
        app()
    except ServiceError as error:
        sys.stderr.write(f"{refusal(error, language)}\n")
        sys.exit(2)


@app.command()
def train(only: Annotated[list[str] | None, typer.Option(help="Just these artefacts")] = None) -> None:
    """Rebuild all artefacts, or just some, from data/ alone."""
    settings, options = Settings(), TrainingOptions()
    seed_everything(options)
    makers = trainers(settings.data, settings.models, options)
    wanted = [name for name in ARTEFACTS if not only or name in only]
    with Progress(*COLUMNS) as progress:
        task = progress.add_task("", total=len(wanted))
        for name in wanted:
            progress.update(task, description=name)
            figures = makers[name]()
            progress.advance(task)
            typer.echo(f"{name}: " + "  ".join(f"{key} {value:.3f}" for key, value in figures.items()))
    typer.echo("  ".join(f"{name} {value}" for name, value in fingerprints(settings.models).items()))


@app.command()
def resolution(
    renew: Annotated[
        bool, typer.Option("--renew", help="Make the generated pairs of the labelled set anew first")
    ] = False,
) -> None:
    """Rebuild the model that tells whether two records are one organisation."""
    settings, options = Settings(), TrainingOptions()
    seed_everything(options)
    if renew:
        typer.echo(f"pairs {renew_pairs(settings.data, options)}")
    figures = trainers(settings.data, settings.models, options)["resolution"]()
    typer.echo("\n".join(f"{key:34s} {value:.3f}" for key, value in figures.items()))


@app.command()
def evaluate(encoder: Annotated[str | None, typer.Option(help="Another encoder: a folder or a hub id")] = None) -> None:
    """Measure all models by cross-validation beside today's peers; without another encoder, models/README.md is written."""
    settings, options = Settings(), TrainingOptions()
    seed_everything(options)
    sections = []
    with Progress(*COLUMNS) as progress:
        task = progress.add_task("", total=SECTIONS)
        for section in evaluate_models(settings.data, settings.models, encoder, options):
            sections.append(section)
            progress.update(task, advance=1, description=section.title)
    facts = facts_of(load_encoder(encoder, settings.models), options)
    if encoder is None:
        write_report(sections, facts, settings.models)
    typer.echo(as_text(sections, facts))


@app.command()
def fine_tune(
    model: Annotated[
        str, typer.Argument(help="A sentence-transformers model: a folder or a hub id in the local cache")
    ],
    output: Annotated[Path, typer.Argument(help="New or empty folder for the result, to name in WERFEHLT_ENCODER")],
    steps: Annotated[int | None, typer.Option(min=1, help="How many batches; all pairs once where absent")] = None,
    batch: Annotated[int, typer.Option(min=2, help="Pairs in a batch")] = Tuning.batch,
) -> None:
    """Fine-tune another encoder on the generated pairs."""
    sources, options = read_sources(Settings().data), TrainingOptions()
    seed_everything(options)
    world = make_world(sources.taxonomy, sources.lexicons)
    figures = fine_tune_model(model, output, world, options, Tuning(steps, batch))
    typer.echo("\n".join(f"{key:20s} {value:.3f}" for key, value in figures.items()))


@app.command()
def refit(
    undo: Annotated[bool, typer.Option("--undo", help="Go back to the shipped models")] = False, lang: Lang = "de"
) -> None:
    """Refit the gap and the ranking model to the stored networks and decisions; what is worse than shipped is refused."""
    settings = Settings()
    if undo:
        found = undo_refit(own_models(settings))
        phrases = read_phrases(settings.data / "phrases")
        typer.echo(phrases.sentence("cli_refit_undone" if found else "cli_refit_nothing_to_undo", lang))
        return
    with closing(open_resources(settings)) as resources:
        for told in refit_home(resources, TrainingOptions(), lang):
            typer.echo(told)
