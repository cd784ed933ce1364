"""The command line: serve, demo, ask, search, index."""

import socket
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from service.cli_accounts import admin
from service.cli_imports import add_commands
from service.domain.texts import Language
from service.errors import BadSetting, DataDamaged, InvalidInput, PortTaken, ServiceError
from service.settings import SHIPPED_DATA, Settings

if TYPE_CHECKING:
    from service.resources import Resources
    from service.web.schemas import QuestionIn

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Wer fehlt? Who is missing from your network?")

Lang = Annotated[Language, typer.Option("--lang", help="Language of what is printed")]
_EXAMPLE = (
    '{"ags": "09162", "network": {"name": "Steuerungsgruppe Integrationskonzept"},'
    ' "members": ["Stelle für interkulturelle Arbeit", "Jobcenter München", "Caritas"]}'
)


add_commands(app)
app.add_typer(admin, name="admin")


def main() -> None:
    """Run a command; what the service refuses is one sentence on standard error and exit code 2."""
    language: Language = "en" if "en" in sys.argv[1:] else "de"
    try:
        app(standalone_mode=True)
    except ServiceError as error:
        sys.stderr.write(f"{refusal(error, language)}\n")
        sys.exit(2)


def refusal(error: ServiceError, language: Language = "de") -> str:
    """The sentence of an error, with its first field; its code where the sentences themselves cannot be read."""
    from service.sources.phrases import read_phrases

    try:
        phrases = read_phrases(SHIPPED_DATA / "phrases")
        if not error.problems:
            return phrases.sentence(error.code, language, **error.facts)
        problem = error.problems[0]
        return f"{problem.pointer}: {phrases.sentence(problem.code, language, **problem.facts)}"
    except (DataDamaged, KeyError):
        return " ".join(map(str, (error.code, *error.facts.values())))


def read_settings() -> Settings:
    """The settings of the environment; raises BadSetting with the name of the one that does not fit."""
    try:
        return Settings()
    except ValidationError as error:
        name = "_".join(str(part) for part in error.errors()[0]["loc"]).upper()
        raise BadSetting(name=f"WERFEHLT_{name}") from error


@app.command()
def serve(host: str | None = None, port: int | None = None) -> None:
    """Serve the HTTP interface until interrupted."""
    _serve(host, port, demo=False)


@app.command()
def demo(host: str | None = None, port: int | None = None) -> None:
    """Load the demo region München into the home and serve it."""
    _serve(host, port, demo=True)


def _serve(host: str | None, port: int | None, demo: bool) -> None:
    import uvicorn

    from service.app import create_app
    from service.logs import set_up_logs
    from service.resources import open_resources
    from service.usecases.load_demo import load_demo

    given = read_settings()
    settings = given.model_copy(update={"host": host or given.host, "port": given.port if port is None else port})
    set_up_logs(settings.log_level)
    listening = _listen(settings.host, settings.port)
    address = f"http://{settings.host}:{listening.getsockname()[1]}"
    resources = open_resources(settings)
    web = create_app(settings, resources)
    if demo:
        load_demo(resources)
    say = resources.phrases.sentence
    typer.echo(say("cli_serving", "de", address=address))
    if demo:
        typer.echo(say("cli_demo_docs", "de", address=address))
        typer.echo(say("cli_demo_curl", "de", address=address, example=_EXAMPLE))
        typer.echo(say("cli_demo_ask", "de"))
    config = uvicorn.Config(
        web,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=25,
    )
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address; raises PortTaken."""
    try:
        listening = socket.create_server((host, port), backlog=2048)
    except OSError as error:
        raise PortTaken(host=host, port=port) from error
    # Connections inherit it. Without it head and body of an answer, sent apart, wait 40 ms for each other.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


@app.command()
def ask(  # noqa: PLR0913 (one parameter an option is how Typer documents them)
    network: Annotated[str, typer.Option(help="Name of the network")],
    members: Annotated[Path | None, typer.Argument(help="One member a line; standard input where absent or -")] = None,
    ags: Annotated[str | None, typer.Option(help="Key of the municipality, 2 to 8 digits")] = None,
    kind: Annotated[str | None, typer.Option(help="Kind of network, such as steering_group")] = None,
    level: Annotated[str | None, typer.Option(help="internal, municipal or supraregional")] = None,
    phase: Annotated[str | None, typer.Option(help="drafting, implementation or continuation")] = None,
    occasion: Annotated[str | None, typer.Option(help="What the network is for")] = None,
    gaps: Annotated[int, typer.Option(help="How many gaps to print")] = 10,
    seats: Annotated[int, typer.Option(help="How many invitations to choose")] = 5,
    json: Annotated[bool, typer.Option("--json", help="Print the answer of the interface")] = False,
    lang: Lang = "de",
) -> None:
    """Ask who is missing from a network, with the member list as copied from minutes."""
    import orjson

    from service.terminal import print_answer
    from service.usecases.who_is_missing import ask as ask_service
    from service.web.schemas import QuestionIn
    from service.web.views import answer_json

    about = {"name": network, "kind": kind, "level": level, "phase": phase, "occasion": occasion}
    body: dict[str, object] = {
        "ags": ags,
        "network": about,
        "members": read_members(members),
        "gaps": gaps,
        "seats": seats,
    }
    question = _validated(QuestionIn, body)
    with opened() as resources:
        view = ask_service(resources, question.question())
        taxonomy, phrases = resources.knowledge.taxonomy, resources.phrases
        content = answer_json(view, taxonomy, phrases, lang, resources.model_names)
        if json:
            typer.echo(orjson.dumps(content, option=orjson.OPT_INDENT_2).decode())
        else:
            print_answer(orjson.loads(orjson.dumps(content)), taxonomy, phrases, lang)


@app.command()
def search(
    query: str,
    ags: Annotated[str | None, typer.Option(help="Key of the place, 2 to 8 digits")] = None,
    role: str | None = None,
    limit: int = 10,
) -> None:
    """Search the directory in any language."""
    from service.usecases.search_organisations import SearchRequest
    from service.usecases.search_organisations import search as search_service

    with opened() as resources:
        for hit in search_service(resources, SearchRequest(query, ags, role, limit=limit)).hits:
            typer.echo(f"{hit.score:.2f}  {hit.organisation.id}  {hit.organisation.name}")


@app.command()
def index() -> None:
    """Build the index anew from the store."""
    from service.resources import keep_index, load_index

    with opened() as resources:
        load_index(resources, rebuild=True)
        keep_index(resources)
        typer.echo(resources.phrases.sentence("cli_indexed", "de", count=len(resources.snapshot)))


def read_members(path: Path | None) -> list[str]:
    """The members that a file (text, DOCX, PDF, XLSX, ODS) or standard input names; raises FileRefused."""
    from tempfile import TemporaryDirectory

    if path is not None and str(path) != "-":
        return _listed(path)
    with TemporaryDirectory() as folder:
        piped = Path(folder) / "stdin"
        piped.write_bytes(sys.stdin.buffer.read())
        return _listed(piped) if piped.stat().st_size else []


def _listed(path: Path) -> list[str]:
    from service.domain.deliveries import DeliveredMember, Format, Reading
    from service.sources.sandbox import read_safely

    events = read_safely(path, Reading(Format.MEMBERS))
    return [event.line for event in events if isinstance(event, DeliveredMember)]


def opened() -> "closing[Resources]":
    """The resources of the home, closed at the end."""
    from service.logs import set_up_logs
    from service.resources import open_resources

    settings = read_settings()
    set_up_logs(settings.log_level)
    return closing(open_resources(settings))


def _validated(model: "type[QuestionIn]", body: dict[str, object]) -> "QuestionIn":
    """The checked question; raises InvalidInput."""
    from service.web.problems import field_problem

    try:
        return model.model_validate(body)
    except ValidationError as error:
        raise InvalidInput([field_problem(one) for one in error.errors(include_input=False)]) from error
