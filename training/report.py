"""The evaluation as JSON and as a table that people read."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from training.model_folder import write_json


@dataclass(frozen=True)
class Figure:
    """A measured value with its 95 % bootstrap interval; none where the measure is no mean of cases."""

    value: float
    low: float | None = None
    high: float | None = None

    def __str__(self) -> str:
        if self.low is None or self.high is None:
            return f"{self.value:.3f}"
        return f"{self.value:.3f} ({self.low:.3f}-{self.high:.3f})"


@dataclass(frozen=True)
class Section:
    """One task: figures by system and measure, goals by measure, and slices of the service's own figures."""

    title: str
    about: str
    figures: Mapping[str, Mapping[str, Figure]]
    goals: Mapping[str, float] = field(default_factory=dict)
    slices: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def write_report(sections: Sequence[Section], facts: Mapping[str, str], models: Path) -> None:
    """Write models/evaluation.json and models/README.md."""
    content = {section.title: asdict(section) for section in sections}
    write_json(models / "evaluation.json", {"facts": dict(facts), "tasks": content})
    (models / "README.md").write_text(as_text(sections, facts), encoding="utf-8")


def as_text(sections: Sequence[Section], facts: Mapping[str, str]) -> str:
    """The report in Markdown."""
    lines = [
        "# Figures of the models",
        "",
        "Measured by `make evaluate`, which writes this page. Every town is judged by models that know no network, name or",
        "recorded case of its Kreis (grouped cross-validation; search: a development set of its own). In brackets: 95 %",
        "bootstrap intervals, drawing whole networks.",
        "",
        *(f"- {name}: {fact}" for name, fact in facts.items()),
        "",
    ]
    for section in sections:
        lines += ["", f"## {section.title}", "", section.about, "", *table(section)]
        for title, values in section.slices.items():
            told = " · ".join(f"{name} {value:.3f}" for name, value in values.items())
            lines += ["", f"By {title}: {told}"]
    return "\n".join(lines) + "\n"


def table(section: Section) -> list[str]:
    """A table of systems by measures; the goals stand in the last row."""
    measures = list(dict.fromkeys(name for row in section.figures.values() for name in row))
    lines = [f"| system | {' | '.join(measures)} |", "|---" * (len(measures) + 1) + "|"]
    for system, row in section.figures.items():
        lines.append(f"| {system} | {' | '.join(str(row[name]) if name in row else '-' for name in measures)} |")
    if section.goals:
        goals = (f"{section.goals[name]:.2f}" if name in section.goals else "-" for name in measures)
        lines.append(f"| *goal* | {' | '.join(goals)} |")
    return lines
