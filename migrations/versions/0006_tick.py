"""Which agencies have something due: ids only, by a function whose role may read nothing else of anybody."""

from alembic import op

from portal.core.schema import program_role

revision = "0006"
down_revision = "0005"

ROLE = """
do $$ begin
    if not exists (select from pg_roles where rolname = 'portal_tick') then
        create role portal_tick nologin;
    end if;
    if not pg_has_role(current_user, 'portal_tick', 'set') then
        execute format('grant portal_tick to %I with set true', current_user);
    end if;
end $$
"""

READS = {
    "processes": "agency_id, next_change_at",
    "candidates": "agency_id, next_prompt_at",
    "messages": "agency_id, queue, state, due_at, lease_until",
}

DUE = """
create function ops.agencies_due() returns table (agency_id uuid, work text)
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
        select distinct m.agency_id, 'reap' from public.messages m where m.lease_until <= clock_timestamp();
end $$
"""


def upgrade() -> None:
    op.execute(ROLE)
    op.execute("grant usage, create on schema ops to portal_tick")
    op.execute("grant usage on schema public to portal_tick")
    op.execute("grant select on ops.clock to portal_tick")
    for table, columns in READS.items():
        op.execute(f"grant select ({columns}) on {table} to portal_tick")
        op.execute(f"create policy tick on {table} for select to portal_tick using (true)")
    op.execute(DUE)
    op.execute("alter function ops.agencies_due() owner to portal_tick")
    op.execute("revoke create on schema ops from portal_tick")
    op.execute("revoke execute on function ops.agencies_due() from public")
    op.execute(f"grant execute on function ops.agencies_due() to {program_role()}")


def downgrade() -> None:
    op.execute("drop function ops.agencies_due()")
    for table, columns in READS.items():
        op.execute(f"drop policy tick on {table}")
        op.execute(f"revoke select ({columns}) on {table} from portal_tick")  # noqa: S608 - names of our own
    op.execute("revoke select on ops.clock from portal_tick")
    op.execute("revoke usage on schema ops, public from portal_tick")
