"""Address requests are taken, escalated, and may end with nothing to be had; contacts merge, or are told apart."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from portal.core.schema import key, program_role, tenant_table

revision = "0022"
down_revision = "0021"

WHEN = sa.TIMESTAMP(timezone=True)
COLUMNS: dict[str, TypeEngine[Any]] = {
    "taken_by_id": sa.Uuid(),
    "taken_at": WHEN,
    "asked_hr_at": WHEN,
    "asked_hr_by_id": sa.Uuid(),
    "reason": sa.Text(),
    "escalate_at": WHEN,
    "escalated_at": WHEN,
}
KEYS = (
    ("contact_requests", "taken_by_id", "accounts"),
    ("contact_requests", "asked_hr_by_id", "accounts"),
    ("contacts", "merged_into_id", "contacts"),
)
READS = "agency_id, escalate_at"

REQUESTS = """
        union all
        select distinct r.agency_id, 'requests' from public.contact_requests r where r.escalate_at <= moment"""

DUE = """
create or replace function ops.agencies_due() returns table (agency_id uuid, work text)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
    moment constant timestamptz := ops.now();
begin
    return query
        select distinct p.agency_id, 'plan' from public.processes p where p.next_change_at <= moment
        union all
        select distinct c.agency_id, 'prompts' from public.candidates c where c.next_prompt_at <= moment
        union all
        select distinct m.agency_id, 'mail_' || m.queue from public.messages m
        where m.state = 'queued' and m.due_at <= moment
        union all
        select distinct m.agency_id, 'reap' from public.messages m where m.lease_until <= clock_timestamp(){more};
end $$
"""


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column("contact_requests", sa.Column(name, kind))
    op.add_column("contacts", sa.Column("merged_into_id", sa.Uuid()))
    for table, name, target in KEYS:
        op.create_foreign_key(f"fk_{table}_agency_id_{name}", table, target, ["agency_id", name], ["agency_id", "id"])
    op.create_index("ix_contact_requests_escalate_at", "contact_requests", ["escalate_at", "agency_id"])
    _merges()
    _told_apart()
    op.execute(f"grant select ({READS}) on contact_requests to portal_tick")
    op.execute("create policy tick on contact_requests for select to portal_tick using (true)")
    _due(DUE.replace("{more}", REQUESTS))


def downgrade() -> None:
    _due(DUE.replace("{more}", ""))
    op.execute("drop policy tick on contact_requests")
    op.execute(f"revoke select ({READS}) on contact_requests from portal_tick")  # noqa: S608 - names of our own
    op.drop_table("contacts_told_apart")
    op.drop_table("contact_merges")
    op.drop_column("contacts", "merged_into_id")
    for name in reversed(COLUMNS):
        op.drop_column("contact_requests", name)


def _due(function: str) -> None:
    """The tick's question reads so; its owner stays who it is."""
    op.execute("grant create on schema ops to portal_tick")
    op.execute("drop function ops.agencies_due()")
    op.execute(function)
    op.execute("alter function ops.agencies_due() owner to portal_tick")
    op.execute("revoke create on schema ops from portal_tick")
    op.execute("revoke execute on function ops.agencies_due() from public")
    op.execute(f"grant execute on function ops.agencies_due() to {program_role()}")


def _merges() -> None:
    tenant_table(
        "contact_merges",
        sa.Column("winner_id", sa.Uuid(), nullable=False),
        sa.Column("loser_id", sa.Uuid(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("kept", postgresql.JSONB(), nullable=False),
        sa.Column("undone_at", WHEN),
        key("contact_merges", "winner_id", "contacts"),
        key("contact_merges", "loser_id", "contacts"),
        key("contact_merges", "by_id", "accounts"),
    )
    for column in ("winner_id", "loser_id", "at"):
        op.create_index(f"ix_contact_merges_agency_id_{column}", "contact_merges", ["agency_id", column])


def _told_apart() -> None:
    tenant_table(
        "contacts_told_apart",
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("by_id", sa.Uuid()),
        key("contacts_told_apart", "contact_id", "contacts"),
        key("contacts_told_apart", "other_id", "contacts"),
        key("contacts_told_apart", "by_id", "accounts"),
        sa.UniqueConstraint(
            "agency_id", "contact_id", "other_id", name="uq_contacts_told_apart_agency_id_contact_id_other_id"
        ),
    )
