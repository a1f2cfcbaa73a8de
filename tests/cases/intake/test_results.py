"""What a worker writes is what its program reads, and nothing else is believed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from routes.cases.intake.errors import DeskError
from routes.cases.intake.model import Checked, Known, PlaceQuestion, Recognised
from routes.cases.intake.results import read_value, write_value
from routes.cases.model import TEXT, Fault
from tests.hostile import HOSTILE


def checked() -> Checked:
    texts = pd.Series(list(HOSTILE), dtype=TEXT)
    frame = pd.DataFrame(
        {
            "text": texts,
            "number": pd.array([None, *range(1, len(texts))], dtype="Int64"),
            "yes": np.arange(len(texts)) % 2 == 0,
            "row": np.arange(2, len(texts) + 2),
            "sheet": pd.Categorical(["a"] * len(texts)),
        }
    )
    empty = frame.iloc[:0].drop(columns="sheet")
    return Checked(
        file="SYNTHETIC \u202e.csv",
        sha256="0" * 64,
        form="tables",
        frames={"cases": frame, "../stops": empty},
        lines=frame[["sheet", "row"]].assign(status="accepted"),
        faults=(Fault("f", None, "c", HOSTILE[0], "checks.x", details=(("n", "1"),)),),
        questions=(PlaceQuestion("x", ("81001",), (("s", 2),), 1),),
        recognised=(Recognised("s", "cases", day_first=None, columns=(("A", "b"),)),),
        asks=True,
    )


def test_a_value_survives_the_way(tmp_path: Path) -> None:
    """Every text, type and order is as it was, after the files are gone."""
    value = checked()
    write_value(tmp_path, value)
    found = read_value(tmp_path, Checked)
    for path in tmp_path.iterdir():
        path.unlink()
    assert list(found.frames) == list(value.frames)
    for name, frame in value.frames.items():
        pd.testing.assert_frame_equal(found.frames[name], frame)
    pd.testing.assert_frame_equal(found.lines, value.lines.astype({"status": TEXT}))
    for name in ("file", "sha256", "form", "faults", "questions", "recognised", "asks", "version"):
        assert getattr(found, name) == getattr(value, name)


def test_the_names_of_files_are_ours(tmp_path: Path) -> None:
    """No name from the value becomes a path."""
    write_value(tmp_path, checked())
    assert {path.name for path in tmp_path.iterdir()} == {
        *("checked.json", "frames-0.arrow", "frames-1.arrow", "lines.arrow"),
    }


def test_an_empty_register_survives_the_way(tmp_path: Path) -> None:
    """Frames without rows keep their types."""
    frame = pd.DataFrame({"id": pd.Series(dtype=TEXT), "n": pd.Series(dtype="Int64")})
    write_value(tmp_path, Known(frame, frame, frame, version="v"))
    found = read_value(tmp_path, Known)
    pd.testing.assert_frame_equal(found.statistics, frame)
    assert found.version == "v"


@pytest.mark.parametrize("name", ["checked.json", "lines.arrow", "frames-0.arrow"])
def test_a_link_is_not_followed(name: str, tmp_path: Path) -> None:
    """A result that leads elsewhere is none."""
    write_value(tmp_path, checked())
    (tmp_path / name).rename(tmp_path / "elsewhere")
    (tmp_path / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ValueError, match="It must be a file"):
        read_value(tmp_path, Checked)


def test_damaged_results_are_no_results(tmp_path: Path) -> None:
    """Other columns, other types, text that is none: an error, never a wrong value."""
    write_value(tmp_path, checked())
    kept = (tmp_path / "checked.json").read_text()
    said = json.loads(kept)
    for change in (
        {"form": "else"},
        {"faults": [{"file": 1}]},
        {"asks": "perhaps"},
        {"lines": {"other": "str"}},
    ):
        (tmp_path / "checked.json").write_text(json.dumps({**said, **change}))
        with pytest.raises(ValueError):  # noqa: PT011  (each says something else)
            read_value(tmp_path, Checked)
    (tmp_path / "checked.json").write_text(kept)
    whole = (tmp_path / "lines.arrow").read_bytes()
    (tmp_path / "lines.arrow").write_bytes(whole[: len(whole) // 2])
    with pytest.raises((ValueError, OSError)):
        read_value(tmp_path, Checked)


def test_too_large_a_result_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before it is parsed."""
    write_value(tmp_path, checked())
    monkeypatch.setattr("routes.cases.intake.results._JSON_BYTES", 100)
    with pytest.raises(DeskError) as caught:
        read_value(tmp_path, Checked)
    assert caught.value.rule == "reading.results"
