"""Create the tick, which finds agencies with due work. Its role reads every agency's ids and times, nothing else."""

from alembic import op

from portal.core.schema import define_agencies_due, define_tick_function

revision = "0031_tick"
down_revision = "0030_incoming"

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
    "applications": "agency_id, next_change_at",
    "candidates": "agency_id, next_reminder_at",
    "outgoing_messages": "agency_id, queue, state, due_at, first_due_at, lease_until",
    "contact_requests": "agency_id, escalate_at",
    "contact_merges": "agency_id, undo_until",
    "candidate_merges": "agency_id, undo_until",
    "approvals": "agency_id, escalate_at",
    "contact_evidence": "agency_id, kept_until",
    "form_submissions": "agency_id, kept_until",
    "sign_in_codes": "agency_id, kept_until",
    "sign_ins": "agency_id, expires_at",
    "task_links": "agency_id, kept_until",
    "sent_copies": "agency_id, kept_until",
    "imports": "agency_id, wake_at",
    "bulk_actions": "agency_id, wake_at",
    "accounts": "agency_id, returns_at",
    "incoming_messages": "agency_id, process_at",
}

DUE = """
        select distinct p.agency_id, 'plan' from public.applications p where p.next_change_at <= moment
        union all
        select distinct c.agency_id, 'reminders' from public.candidates c where c.next_reminder_at <= moment
        union all
        select distinct m.agency_id, 'mail_' || m.queue from public.outgoing_messages m
        where m.state = 'queued' and m.due_at <= moment
        union all
        select distinct m.agency_id, 'expired_leases' from public.outgoing_messages m
        where m.lease_until <= clock_timestamp()
        union all
        select distinct r.agency_id, 'requests' from public.contact_requests r where r.escalate_at <= moment
        union all
        select distinct g.agency_id, 'merges' from public.contact_merges g where g.undo_until <= moment
        union all
        select distinct c.agency_id, 'candidate_merges' from public.candidate_merges c where c.undo_until <= moment
        union all
        select distinct a.agency_id, 'approvals' from public.approvals a where a.escalate_at <= moment
        union all
        select distinct h.agency_id, 'evidence' from public.contact_evidence h where h.kept_until <= moment
        union all
        select distinct f.agency_id, 'submissions' from public.form_submissions f where f.kept_until <= moment
        union all
        select distinct t.agency_id, 'task_links' from public.task_links t where t.kept_until <= moment
        union all
        select distinct c.agency_id, 'sent_copies' from public.sent_copies c where c.kept_until <= moment
        union all
        select distinct s.agency_id, 'sign_in_codes' from public.sign_in_codes s where s.kept_until <= moment
        union all
        select distinct s.agency_id, 'sign_ins' from public.sign_ins s
        where s.expires_at <= moment - interval '90 days'
        union all
        select distinct i.agency_id, 'imports' from public.imports i where i.wake_at <= moment
        union all
        select distinct b.agency_id, 'bulk_actions' from public.bulk_actions b where b.wake_at <= moment
        union all
        select distinct a.agency_id, 'returns' from public.accounts a where a.returns_at <= moment
        union all
        select distinct i.agency_id, 'incoming' from public.incoming_messages i where i.process_at <= moment"""


MAIL_WAITING = """
create function ops.mail_waiting() returns table
    (queue text, waiting bigint, deferred bigint, oldest timestamptz)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
    moment constant timestamptz := ops.now();
begin
    return query
        with waits as (
            select q.agency_id, q.queue, q.due_at, coalesce(q.first_due_at, q.due_at) as since
            from public.outgoing_messages q where q.state = 'queued'
            union all
            select c.agency_id, c.queue, c.due_at, coalesce(c.first_due_at, c.due_at)
            from public.outgoing_messages c where c.state = 'claimed' and c.lease_until is not null
        )
        select w.queue, count(*), count(*) filter (where w.due_at > moment), min(w.since)
        from waits w join ops.agencies a on a.id = w.agency_id
        where w.since <= moment and a.suspended_at is null group by w.queue;
end $$
"""
"""What waits in all agencies that are open together: emails that were due, and those of them that are tried later."""


def upgrade() -> None:
    op.execute(ROLE)
    op.execute("grant usage on schema ops, public to portal_tick")
    op.execute("grant select on ops.clock to portal_tick")
    op.execute("grant select (id, suspended_at) on ops.agencies to portal_tick")
    for table, columns in READS.items():
        op.execute(f"grant select ({columns}) on {table} to portal_tick")
        op.execute(f"create policy tick on {table} for select to portal_tick using (true)")
    define_tick_function("mail_waiting", MAIL_WAITING)
    define_agencies_due(DUE)


def downgrade() -> None:
    op.execute("drop function ops.agencies_due()")
    op.execute("drop function ops.mail_waiting()")
    for table, columns in READS.items():
        op.execute(f"drop policy tick on {table}")
        op.execute(f"revoke select ({columns}) on {table} from portal_tick")  # noqa: S608 - names of our own
    op.execute("revoke select (id, suspended_at) on ops.agencies from portal_tick")
    op.execute("revoke select on ops.clock from portal_tick")
    op.execute("revoke usage on schema ops, public from portal_tick")
