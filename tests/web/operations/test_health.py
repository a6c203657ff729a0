"""What /readyz says: each part is named by itself, and no part is blamed for another's fault."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import text

from portal.core import heartbeats, queue
from portal.core.db import db
from tests.fixtures.app import Browse
from tests.messaging.conftest import Outbox
from tests.messaging.misbehaving import Misbehaving, says


@contextmanager
def silent(name: str) -> Iterator[None]:
    """Nothing of this queue has run for four minutes."""
    with db.engine.begin() as connection:
        moved = {"name": name}
        connection.execute(text("update ops.heartbeats set at = at - interval '4 minutes' where name = :name"), moved)
    yield


def ready(browse: Browse) -> tuple[int, dict[str, Any]]:
    """The status of /readyz, and what it says."""
    answer = browse.nobody().get("/readyz")
    return answer.status_code, json.loads(answer.text)


@pytest.mark.usefixtures("all_is_well")
def test_a_mail_server_that_takes_no_email_is_named_and_the_pages_serve_on(
    outbox: Outbox,
    server: Misbehaving,
    browse: Browse,
) -> None:
    status, said = ready(browse)
    assert (status, said["problems"]) == (200, {})
    server.deeds["mail"] = says("451 4.3.0 not now")
    for _ in range(3):
        outbox.put()
    outbox.send()
    status, said = ready(browse)
    assert (status, said["ready"], said["checks"]["mail"]) == (200, True, False)
    problem = said["problems"]["mail"]
    assert problem.startswith(f"127.0.0.1:{server.port} has taken no email since 20")
    assert problem.endswith("(server_refused 451 4.3.0): 3 waiting")


def test_the_scheduler_is_not_blamed_for_a_queue_that_is_not_worked_off(
    outbox: Outbox,
    browse: Browse,
    all_is_well: Redis,
) -> None:
    with outbox.firm.app.app_context(), silent(queue.DUE):
        status, said = ready(browse)
    assert (status, list(said["problems"])) == (503, ["queues"])
    assert said["problems"]["queues"].startswith("due: ")
    all_is_well.delete(heartbeats.SCHEDULER_KEY)
    heartbeats.beat(outbox.firm.session, queue.DUE)
    outbox.firm.commit()
    status, said = ready(browse)
    assert (status, list(said["problems"])) == (503, ["scheduler"])
