"""Reading shipped data files, each checked against the type it must have."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from service.errors import DataDamaged

T = TypeVar("T")


def read_yaml(path: Path, kind: TypeAdapter[T]) -> T:
    """The content of a YAML file as the given type; raises DataDamaged with the file's name."""
    try:
        with path.open(encoding="utf-8") as file:
            return kind.validate_python(yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise DataDamaged(path=path.name) from error


def read_json_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file; raises DataDamaged with the file's name."""
    try:
        with path.open(encoding="utf-8") as file:
            for line in file:
                if line.strip():
                    yield json.loads(line)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DataDamaged(path=path.name) from error


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file with a header, every value as text; raises DataDamaged with the file's name."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataDamaged(path=path.name) from error
