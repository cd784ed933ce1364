"""wer-fehlt-train: make the artefacts and tell how good they are."""

import json
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from service.settings import Settings
from training.options import TrainingOptions
from training.train import ARTEFACTS, fingerprints, seed_everything, trainers

app = typer.Typer(no_args_is_help=True, add_completion=False)


def main() -> None:
    """Run a command."""
    app()


@app.command()
def train(only: Annotated[list[str] | None, typer.Option(help="Just these artefacts")] = None) -> None:
    """Rebuild all artefacts, or just some, from data/ alone."""
    settings, options = Settings(), TrainingOptions()
    seed_everything(options)
    makers = trainers(settings.data, settings.models, options)
    wanted = [name for name in ARTEFACTS if not only or name in only]
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn()) as progress:
        for name in wanted:
            task = progress.add_task(name, total=1)
            figures = makers[name]()
            progress.update(task, advance=1)
            typer.echo(f"{name}: " + "  ".join(f"{key} {value:.3f}" for key, value in figures.items()))
    typer.echo("  ".join(f"{name} {value}" for name, value in fingerprints(settings.models).items()))


@app.command()
def evaluate() -> None:
    """Print the figures that were measured by cross-validation when each artefact in use was made."""
    models = Settings().models
    current = json.loads((models / "current.json").read_text(encoding="utf-8"))
    for name in ARTEFACTS:
        metrics = json.loads((models / name / current[name] / "metrics.json").read_text(encoding="utf-8"))
        for key, value in metrics.items():
            typer.echo(f"{name:12s} {key:32s} {value:.3f}")
