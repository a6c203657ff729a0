"""`make install-check` reads its commands from the page, and gives paths and ports to a scratch folder in one place."""

import subprocess
from pathlib import Path

import pytest

from environment.install_check import page
from environment.install_check.scratch import ScratchRoot
from environment.install_check.services import Unit
from environment.wheel import ROOT

UNITS = sorted((ROOT / "deploy/systemd").glob("*.service"))


def test_every_fenced_block_of_the_page_is_run_and_one_builds() -> None:
    found = page.blocks()
    assert len(found) * 2 == page.PAGE.read_text("utf-8").count("\n```")
    assert [block.commands for block in found if block.is_for_the_checkout] == ["make wheel\n"]


def test_the_page_installs_every_file_of_deploy() -> None:
    commands = "".join(block.commands for block in page.blocks())
    for path in (ROOT / "deploy").iterdir():
        assert f"deploy/{path.name}" in commands, path


def test_the_script_stops_at_the_first_command_that_fails_and_names_it() -> None:
    script = page.script([page.Block(3, "true\nfalse\n"), page.Block(9, "echo too far\n")])
    ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert ran.stdout == "== docs/installing.md:3: true\n"
    assert ran.stderr == "docs/installing.md: failed: false\n"


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("install -d /etc/portal /etc/portal/tls", "install -d /s/etc/portal /s/etc/portal/tls"),
        ("EnvironmentFile=/etc/portal/portal.env", "EnvironmentFile=/s/etc/portal/portal.env"),
        ("#!/bin/sh", "#!/bin/sh"),
        ("https://mcgrath.example.com/var/x docs/etc/x", "https://mcgrath.example.com/var/x docs/etc/x"),
        ("postgresql://o:$P@127.0.0.1:5432/portal", "postgresql://o:$P@127.0.0.1:7/portal"),
        ("host=127.0.0.1 port=5432", "host=127.0.0.1 port=7"),
        ("listen_port = 5432", "listen_port = 7"),
        ("listen [::]:443 ssl;", "listen [::]:8 ssl;"),
        ("proxy_set_header X-Forwarded-Port 443;", "proxy_set_header X-Forwarded-Port 443;"),
        ("PORTAL_PORT='443'", "PORTAL_PORT='8'"),
    ],
)
def test_paths_and_ports_are_translated_and_nothing_else(text: str, there: str) -> None:
    assert ScratchRoot(Path("/s"), {5432: 7, 443: 8}).translate(text) == there


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_each_unit_runs_a_command_that_the_page_installs(path: Path) -> None:
    assert Unit.read(path).command[0] in ("/opt/portal/bin/portal", "/usr/local/sbin/portal-backup")
