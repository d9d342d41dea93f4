"""`phased-exit bench` on a folder of instances written by hand."""

import csv
from pathlib import Path

import pytest

from scheduler.benchmarks.best_known import read_best_known
from scheduler.benchmarks.gap_svg import gap_svg, panels_of
from scheduler.benchmarks.instance_files import find_instances, sampled
from scheduler.benchmarks.run_record import BestKnown, Point, Record, SolverRun
from scheduler.benchmarks.summary import ALWAYS, summarised
from scheduler.cli import main
from scheduler.errors import FileRejected
from tests.interchange.test_project_files import MM, PATTERSON, SCH, SM

BEST = b"set,instance,best_known\nhand-P,p1.txt,4\nhand-P,p2.sm,5\nhand-M,m1.mm,3\n"
# p1: the two activities fit beside each other on the first resource but not on the second of 3.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in (("p1.txt", PATTERSON), ("p2.sm", SM), ("m1.mm", MM), ("x.sch", SCH)):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "notes.md").write_text("no instance")
    return tmp_path


def record(solver: str, *points: tuple[float, int], best: int | None = 10, **more: str) -> Record:
    value = points[-1][1] if points else None
    return Record(
        group="G",
        instance=more.get("instance", "i"),
        solver=solver,
        best_known=BestKnown(group="G", value=best),
        run=SolverRun(
            status="feasible" if points else "undecided",
            value=value,
            bound=8,
            seconds=2.0,
            points=tuple(Point(seconds=at, value=known) for at, known in points),
        ),
        defect=more.get("defect", ""),
    )


def test_every_format_is_solved_verified_told_written_and_drawn(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "best.csv").write_bytes(BEST.replace(b"p1.txt,4", b"p1.txt,6"))
    out, picture = folder / "out.csv", folder / "out.svg"
    words = ["bench", str(folder), "--time-limit", "5", "--workers", "1"]
    files = ["--best-known", str(folder / "best.csv"), "--out", str(out), "--picture", str(picture)]
    code = main([*words, *files])
    told = capsys.readouterr()
    rows = list(csv.DictReader(out.read_text().splitlines()))
    # 4 + 2 in a row: one unit of the second resource is left beside activity 2, which needs 3.
    # m1 takes its short mode; in x activity 2 waits for 1, or 1 for 2, as 2 + 1 exceed 2 units.
    objectives = {(row["instance"], row["objective"]) for row in rows}
    assert objectives == {("p1.txt", "6"), ("p2.sm", "6"), ("m1.mm", "3"), ("x.sch", "6")}
    assert {row["solver"] for row in rows} == {"ours", "pyjobshop", "plain"}
    assert {row["status"] for row in rows if row["instance"] != "p2.sm"} == {"optimal"}
    # 5 is published for p2 and cannot be reached: whoever proves 6 is told of the contradiction.
    assert {row["status"] for row in rows if row["instance"] == "p2.sm"} == {"defect"}
    assert code == 1
    assert "p2.sm ours: defect: the bound 6 is above 5" in told.err
    assert "hand-M" in told.out
    assert "pyjobshop" in told.out
    assert picture.read_text().startswith("<svg")


def test_one_set_and_one_solver(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "best.csv").write_bytes(BEST)
    words = ["bench", str(folder), "--set", "M", "--solvers", "plain", "--best-known"]
    assert main([*words, str(folder / "best.csv")]) == 0
    assert "1 instances" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [["--set", "nothing"], ["--best-known", "no.csv"], ["--out", "no/where.csv"]]
)
def test_what_cannot_be_done_is_refused_before_anything_is_solved(
    folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["bench", str(folder), *words]) == 2
    assert "rejected" in capsys.readouterr().err


def test_a_bad_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(PATTERSON[:-9])
    (files,) = find_instances(tmp_path, read_best_known()).values()
    with pytest.raises(FileRejected, match=r"bad\.txt: line 7"):
        files[0].read()


def test_a_sample_is_the_same_for_the_same_seed_and_in_order(tmp_path: Path) -> None:
    for number in range(1, 31):
        (tmp_path / f"p{number}.txt").write_bytes(PATTERSON)
    (files,) = find_instances(tmp_path, read_best_known()).values()
    assert [file.path.name for file in files[:3]] == ["p1.txt", "p2.txt", "p3.txt"]
    drawn = sampled(files, 5, 7)
    assert drawn == sampled(files, 5, 7)
    assert drawn != sampled(files, 5, 8)
    assert drawn == sorted(drawn, key=files.index)
    assert sampled(files, 99, 7) == files


def test_gaps_follow_the_plans_as_they_came() -> None:
    # 12 at half a second, 11 at two: 20 %, then 10 %; no plan before is 100 %.
    found = record("ours", (0.5, 12), (2.0, 11))
    assert [found.gap_at(at) for at in (0.1, 1.0, ALWAYS)] == [1.0, 0.2, 0.1]
    assert found.first_plan_seconds == 0.5
    assert found.own_gap == pytest.approx(3 / 11)


def test_a_summary_leaves_defects_out_and_counts_no_plan_as_100_per_cent() -> None:
    (of,) = summarised(
        [record("ours", (0.5, 12)), record("ours"), record("ours", (1, 3), defect="wrong")]
    )
    assert (of.instances, of.defects, of.plans, of.proved) == (3, 1, 0, 0)
    assert of.gap == pytest.approx((0.2 + 1.0) / 2)
    assert list(of.gap_at) == [pytest.approx(0.6)] * 3


def test_a_picture_has_a_panel_for_each_set_of_which_something_is_known() -> None:
    records = [record("ours", (0.5, 12)), record("plain", (1.0, 11)), record("plain", best=None)]
    (panel,) = panels_of(records, 10)
    assert panel.gaps["ours"][0] == 1.0
    assert panel.gaps["ours"][-1] == pytest.approx(0.2)
    assert panel.gaps["plain"][-1] == pytest.approx(0.1)
    drawn = gap_svg([panel], "10 s & 2 workers")
    assert drawn.count("<polyline") == 2
    assert "ours 20 %" in drawn
    assert "10 s &amp; 2 workers" in drawn
