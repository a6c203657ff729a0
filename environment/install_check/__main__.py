"""Install the portal by the commands of docs/installing.md under a scratch folder: `make install-check`."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from environment.install_check import page, servers, stand_ins, visit
from environment.install_check.scratch import ScratchRoot
from environment.install_check.servers import CheckFailed
from environment.install_check.services import SYSTEM_PATH, ServiceManager
from environment.wheel import ROOT
from portal.embedded import servers as embedded

NEEDED = {
    "nginx": "nginx",
    "pgbouncer": "pgbouncer",
    "systemd-analyze": "systemd",
    "curl": "curl",
    "openssl": "openssl",
}


def main() -> int:
    """Run the check; keep the folder where it failed, and return the exit code."""
    os.environ["PATH"] += f":{SYSTEM_PATH}"
    missing = [package for program, package in NEEDED.items() if shutil.which(program) is None]
    if missing:
        print(f"install-check: a program is missing: apt-get install {' '.join(missing)}", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="portal-install-"))
    try:
        _check(ScratchRoot(folder))
    except CheckFailed as failed:
        print(f"install-check: {failed}\ninstall-check: the logs are in {folder}/var/log", file=sys.stderr)
        return 1
    shutil.rmtree(folder)
    print("The page's commands install a portal that works.")
    return 0


def _check(scratch: ScratchRoot) -> None:
    blocks = page.blocks()
    build = page.script([block for block in blocks if block.is_for_the_checkout])
    if subprocess.run(["bash", "-c", build], cwd=ROOT, check=False).returncode:
        raise CheckFailed("the build failed")
    scratch.prepare()
    with servers.running(scratch):
        manager = ServiceManager(scratch)
        stand_ins.install(scratch, manager.address)
        try:
            _install(scratch, manager, page.script([block for block in blocks if not block.is_for_the_checkout]))
            visit.look_around(scratch)
            manager.require_running()
        finally:
            manager.close()


def _install(scratch: ScratchRoot, manager: ServiceManager, commands: str) -> None:
    path = f"{scratch.bin}:{scratch.folder}/usr/local/bin:{scratch.folder}/usr/local/sbin"
    postgres = {"PGHOST": str(servers.sockets(scratch)), "PGPORT": str(scratch.port(5432))}
    env = {**os.environ, **postgres, "PATH": f"{path}:{embedded.postgres_programs()}:{os.environ['PATH']}"}
    bash = ["bash", "-c", scratch.translate(commands)]
    with subprocess.Popen(bash, cwd=scratch.delivery, env=env) as script:
        if manager.serve_while(script):
            raise CheckFailed("a command of the page failed")


if __name__ == "__main__":
    sys.exit(main())
