"""Each benchmark works, and prints what it measured; how much that is, is nobody's to say here."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from benchmarks import (
    checks,
    delivery,
    imports,
    mail_workers,
    mails,
    measuring,
    pages,
    plans,
    previews,
    reminders,
    ticking,
    writing,
)

PAGE = re.compile(
    r"page (\w+) who=(\w+) n=(\d+) p50=\d+\.\d\d empty=\d+\.\d\d ratio=\d+\.\d\d statements=\d+ bytes=(\d+)"
)
IMPORT = re.compile(
    r"imports rows=(\d+) read_per_second=\d+ check_per_second=\d+ run_per_second=\d+ idle_mb=\d+ peak_mb=\d+"
)
MEANWHILE = re.compile(r"meanwhile (page=\w+ agency=\w+|mail) p50=\d+ms max=\d+ms idle_p50=\d+ms idle_max=\d+ms n=\d+")
FIGURE = re.compile(r"^  .{44} +[\d,]+(/s|\.\d ms)")


@pytest.fixture(autouse=True)
def nothing_stays_behind(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with TemporaryDirectory(prefix="b-") as short:  # a socket's path has about a hundred letters at the most
        monkeypatch.setattr("tempfile.tempdir", short)
        yield
        assert list(Path(short).iterdir()) == []


@pytest.mark.parametrize(
    ("run", "figures"),
    [
        (lambda: plans.run(cases=3, rounds=1), 2),
        (lambda: reminders.run(steps=8, agencies=2, rounds=2), 2),
        (lambda: mails.run(mails=6, rounds=2), 2),
        (lambda: checks.run(requests=1, rounds=1), 2),
        (lambda: writing.run(rounds=1, times=1), 3),
        (lambda: previews.run([20, 21], rounds=1), 4),
    ],
)
def test_a_benchmark_prints_its_size_and_its_figures(run: Callable[[], Iterable[str]], figures: int) -> None:
    first, *rest = run()
    assert re.match(r"^(plans|reminders|mails|checks|writing|previews): .*\d", first)
    assert [bool(FIGURE.match(line)) for line in rest] == [True] * figures


def test_every_page_is_measured_for_each_of_its_roles() -> None:
    found = [PAGE.fullmatch(line) for line in pages.run([20, 21], requests=1, rounds=1, small_agencies=1)]
    assert None not in found
    rows = [match.groups() for match in found if match]
    assert [row[:3] for row in rows] == [
        (name, role, size) for size in ("20", "21") for name, (_, roles) in pages.PAGES.items() for role in roles
    ]
    today = {role: size for name, role, _, size in rows if name == "today"}
    assert len(set(today.values())) == 3, "each role has a page of its own"


def test_workers_are_measured_by_number_with_a_fast_and_a_slow_server() -> None:
    found = list(mail_workers.run(emails=2, rounds=1, batch=1, counts=(1, 2)))
    starts = ["workers: 2 emails", "  1 worker ", "  2 workers"] * 2
    assert [line[: len(start)] for line, start in zip(found, starts, strict=True)] == starts
    assert [bool(FIGURE.match(line)) for line in found] == [False, True, True] * 2


def test_sides_are_measured_in_turn_and_each_is_first_once() -> None:
    order: list[str] = []
    measuring.rates({"a": lambda: order.append("a") or 1, "b": lambda: order.append("b") or 1}, 2)  # type: ignore[func-returns-value]
    assert order == ["a", "b", "b", "a"]


def test_imports_are_measured_by_the_size_of_the_file() -> None:
    lines = list(imports.run([300], beside=2, idle=3.0))
    found = IMPORT.fullmatch(lines[0])
    assert found and found[1] == "300"
    meanwhile = [MEANWHILE.fullmatch(line) for line in lines[1:]]
    assert [match and match[1].partition(" ")[0] for match in meanwhile] == [
        *("page=today", "page=candidates") * 2,
        "mail",
    ]


def test_what_is_due_is_delivered_by_real_workers_beside_a_library() -> None:
    (found,) = delivery.run(counts=[1], agencies=2, each=3)
    assert re.fullmatch(r"delivery workers=1 per_second=\d+\.\d library=\d+\.\d ratio=\d+\.\d\d", found)
    (peak,) = delivery.run_peak(emails=6, agencies=2, workers=1)
    assert re.fullmatch(r"peak emails=6 agencies=2 workers=1 p50=\d+\.\d p99=\d+\.\d floor=\d+\.\d", peak)


def test_the_tick_is_measured_among_future_steps() -> None:
    (found,) = ticking.run(steps=400, agencies_filled=2, due=5, rounds=1)
    assert re.fullmatch(r"tick ms=\d+\.\d\d select_ms=\d+\.\d\d ratio=\d+\.\d\d", found)
