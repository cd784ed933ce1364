"""models/evaluation.json and the facts of model cards: what the models were measured to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from service.errors import DataDamaged


@dataclass(frozen=True)
class Figure:
    """A measured value with the ends of its confidence interval, where there is one."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Task:
    """What was measured: figures by system and measure, goals by measure, and slices by group and member of the group."""

    title: str
    about: str
    figures: Mapping[str, Mapping[str, Figure]]
    goals: Mapping[str, float] = field(default_factory=dict)
    slices: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures of any system, each once."""
        return tuple(dict.fromkeys(measure for figures in self.figures.values() for measure in figures))


@dataclass(frozen=True)
class Evaluation:
    """All that was measured; `facts` tells with which versions."""

    tasks: Mapping[str, Task] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Card:
    """Facts about one fitted model: its figures, and the libraries that it was fitted with."""

    metrics: Mapping[str, float] = field(default_factory=dict)
    libraries: Mapping[str, str] = field(default_factory=dict)


_EVALUATION = TypeAdapter(Evaluation)
_METRICS = TypeAdapter(dict[str, float])
_MANIFEST = TypeAdapter(dict[str, Any])


@cache
def read_evaluation(models: Path) -> Evaluation:
    """What was measured, nothing where the file is not there; raises DataDamaged."""
    return _read(models / "evaluation.json", _EVALUATION) or Evaluation()


@cache
def read_card(folder: Path) -> Card:
    """The facts of a model in its folder, none where it has no card; raises DataDamaged."""
    manifest = _read(folder / "manifest.json", _MANIFEST) or {}
    return Card(_read(folder / "metrics.json", _METRICS) or {}, manifest.get("libraries", {}))


def _read(path: Path, kind: TypeAdapter[Any]) -> Any:
    if not path.is_file():
        return None
    try:
        return kind.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise DataDamaged(path=path.name) from error
