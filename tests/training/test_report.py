import json

from training.report import Figure, Section, as_text, write_report

SECTION = Section(
    "Task", "About.", {"we": {"hit": Figure(0.5, 0.4, 0.6)}, "they": {}}, {"hit": 0.6}, {"kind": {"a": 0.25}}
)


def test_the_page_tells_systems_goals_intervals_and_slices():
    text = as_text([SECTION], {"seed": "7"})
    for part in (
        "## Task",
        "| we | 0.500 (0.400-0.600) |",
        "| they | - |",
        "| *goal* | 0.60 |",
        "By kind: a 0.250",
        "- seed: 7",
    ):
        assert part in text


def test_page_and_figures_are_written(tmp_path):
    write_report([SECTION], {"seed": "7"}, tmp_path)
    told = json.loads((tmp_path / "evaluation.json").read_text())
    assert told["tasks"]["Task"]["figures"]["we"]["hit"]["value"] == 0.5
    assert (tmp_path / "README.md").read_text() == as_text([SECTION], {"seed": "7"})
