"""The directory on the command line: import, imports, undo, duplicates, stale, export."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from service.domain.imports import Import, ImportOrder, ImportState
from service.domain.texts import Language
from service.errors import InvalidInput

if TYPE_CHECKING:
    from service.resources import Resources
    from service.usecases.importing.gather import Told

Lang = Annotated[Language, typer.Option("--lang", help="Language of what is printed")]
#: How many remarks of a kind are printed; all are kept with the import.
SHOWN = 10


def import_files(  # noqa: PLR0913 (one parameter an option is how Typer documents them)
    files: Annotated[list[Path] | None, typer.Argument(help="Files of a known format")] = None,
    url: Annotated[list[str] | None, typer.Option(help="Fetch exactly this address and import what it answers")] = None,
    source: Annotated[str | None, typer.Option(help="Name of the source; by default made from the file's name")] = None,
    ags: Annotated[str | None, typer.Option(help="Place of rows that name none, 2 to 8 digits")] = None,
    network: Annotated[str | None, typer.Option(help="Network whose attendance list this is")] = None,
    licence: Annotated[str | None, typer.Option(help="Licence as an SPDX identifier, such as CC-BY-4.0")] = None,
    attribution: Annotated[str | None, typer.Option(help="Whom the licence wants named")] = None,
    format: Annotated[str | None, typer.Option(help="Format, where it is not detected rightly")] = None,
    column: Annotated[list[str] | None, typer.Option(help="header=field, or sheet!header=field; kept")] = None,
    place: Annotated[list[str] | None, typer.Option(help="What the file says=key of the place; kept")] = None,
    zeros_lost: Annotated[bool, typer.Option("--zeros-lost", help="Put lost leading zeros back; kept")] = False,
    keep_missing: Annotated[bool, typer.Option("--keep-missing", help="Keep what is no longer delivered")] = False,
    accept_removals: Annotated[
        bool, typer.Option("--accept-removals", help="Let go what is no longer delivered")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be done and write nothing")] = False,
    lang: Lang = "de",
) -> None:
    """Import organisations, registers and attendance lists; ends with exit code 1 where one was not imported."""
    from service.cli import opened

    columns: dict[str, dict[str, str]] = {}
    for one in column or ():
        header, field = _pair(one, "/column")
        sheet, _, name = header.rpartition("!")
        columns.setdefault(sheet, {})[name] = field
    order = ImportOrder(
        path="",
        source=source,
        licence=licence,
        attribution=attribution,
        format=format,
        ags=ags,
        network=network,
        dry_run=dry_run,
        accept_removals=accept_removals,
        keep_missing=keep_missing,
        zeros_lost=zeros_lost,
        columns=columns,
        answers=dict(_pair(one, "/place") for one in place or ()),
        pid=os.getpid(),
    )
    with opened() as resources, TemporaryDirectory() as folder:
        fetched = [_fetch(one, Path(folder)) for one in url or ()]
        ended = [_import_one(resources, path, order, lang) for path in [*(files or ()), *fetched]]
    if not ended:
        raise InvalidInput.at("/files", "missing")
    if any(one.state not in (ImportState.DONE, ImportState.TRIED) for one in ended):
        raise typer.Exit(1)


def _pair(text: str, pointer: str) -> tuple[str, str]:
    name, separator, value = text.rpartition("=")
    if not separator or not name:
        raise InvalidInput.at(pointer, "not_a_pair")
    return name, value


def _fetch(url: str, folder: Path) -> Path:
    from service.sources.fetching import fetch

    return fetch(url, folder)


def _import_one(resources: "Resources", path: Path, order: ImportOrder, lang: Language) -> Import:
    from dataclasses import replace

    from service.import_report import print_import
    from service.usecases.importing.order_import import order_import
    from service.usecases.importing.run_import import run_import
    from service.usecases.importing.run_jobs import abandon_dead

    abandon_dead(resources)
    ordered = order_import(resources, path.name, replace(order, path=str(path.resolve())))
    with _progress(resources, path.name, lang) as told:
        ended = run_import(resources, ordered.id, told)
    print_import(resources, ended, lang, SHOWN)
    return ended


@contextmanager
def _progress(resources: "Resources", name: str, lang: Language) -> Iterator["Told"]:
    """A bar with rows, rate and time left on standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    say = resources.phrases.sentence
    words = {step: say(f"step_{step}", lang) for step in ("read", "place", "match", "assemble", "write")}
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[rows]}", markup=False),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name, total=1.0, rows="")

        def told(step: str, share: float, records: int) -> None:
            speed = records / (bar.tasks[task].elapsed or 1.0)
            rows = say("rows_and_rate", lang, rows=records, rate=round(speed))
            bar.update(task, description=f"{name}: {words[step]}", completed=share, rows=rows)

        yield told


def list_imports(lang: Lang = "de", limit: int = 20) -> None:
    """List imports, the newest first."""
    from service.cli import opened
    from service.import_report import print_imports
    from service.usecases.importing.order_import import read_imports

    with opened() as resources:
        print_imports(resources, read_imports(resources, "", limit), lang)


def undo(import_id: Annotated[str, typer.Argument(help="Id of the import")], lang: Lang = "de") -> None:
    """Put everything back as it was before an import."""
    from service.cli import opened
    from service.usecases.importing.undo_import import undo_import

    with opened() as resources:
        done = undo_import(resources, import_id)
        typer.echo(resources.phrases.sentence("cli_undone", lang, id=done.id, file=done.file))


def duplicates(
    merge: Annotated[tuple[str, str] | None, typer.Option(help="Two ids that are one organisation")] = None,
    apart: Annotated[tuple[str, str] | None, typer.Option(help="Two ids that are not")] = None,
    part: Annotated[tuple[str, str] | None, typer.Option(help="An id and the id that it took in, to be parted")] = None,
    detach: Annotated[
        tuple[str, str, str] | None, typer.Option(help="Id, source, key of a record to be parted")
    ] = None,
    limit: int = 20,
    lang: Lang = "de",
) -> None:
    """List organisations that may be one, or decide about two of them."""
    from service.cli import opened
    from service.import_report import print_pairs
    from service.usecases import merge_organisations as merging
    from service.usecases import part_organisations as parting

    with opened() as resources:
        say = resources.phrases.sentence
        if merge is not None:
            kept = merging.merge(resources, *merge)
            typer.echo(say("cli_merged", lang, id=kept.id, name=kept.name))
        elif part is not None or detach is not None:
            restored = parting.part(resources, *part) if part else parting.detach(resources, *(detach or ("", "", "")))
            typer.echo(say("cli_parted", lang, id=restored.id, name=restored.name))
        elif apart is not None:
            merging.keep_apart(resources, *apart)
            typer.echo(say("cli_apart", lang))
        else:
            print_pairs(resources, merging.list_likely(resources, 0, limit), lang)


def stale(
    ags: Annotated[str | None, typer.Option(help="Key of a place")] = None,
    days: Annotated[int, typer.Option(help="Not looked at for so many days")] = 365,
    limit: int = 50,
    lang: Lang = "de",
) -> None:
    """List organisations that nobody has looked at for long, with what their profiles do not tell."""
    from service.cli import opened
    from service.import_report import print_stale
    from service.usecases.read_provenance import read_stale

    with opened() as resources:
        print_stale(resources, read_stale(resources, ags, days, "", limit), lang)


def export(
    file: Annotated[Path, typer.Argument(help="File to write: .csv, .xlsx or .ndjson")],
    ags: Annotated[str | None, typer.Option(help="Key of a place")] = None,
    source: Annotated[list[str] | None, typer.Option(help="Only what these sources say")] = None,
    without: Annotated[list[str] | None, typer.Option(help="Nothing of what these sources say")] = None,
) -> None:
    """Write the directory to a file, each organisation with its sources, licences and attributions."""
    from service.cli import opened
    from service.reports.tables import write_table
    from service.usecases.export_organisations import Selection, export_organisations

    selection = Selection(ags, frozenset(source or ()), frozenset(without or ()))
    with opened() as resources:
        write_table(export_organisations(resources, selection), file)


def add_commands(app: typer.Typer) -> None:
    """Give the command line its commands about the directory."""
    app.command(name="import")(import_files)
    app.command(name="imports")(list_imports)
    for command in (undo, duplicates, stale, export):
        app.command()(command)
