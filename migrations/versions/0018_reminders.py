"""Create what candidates were reminded of, and the functions that show whether its sources have changed."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import program_role, tenant_foreign_key, tenant_table

revision = "0018_reminders"
down_revision = "0017_approvals"

TABLES = ("reminders", "reminder_items")
WHEN = sa.TIMESTAMP(timezone=True)

FACTS = """
with candidate as (
    select c.id as subject_id, c.agency_id, c.id, c.xmin as row_version, c.account_id, c.recruiter_id
    from public.candidates c where {these}
), application as (
    select o.subject_id, r.agency_id, r.id, r.xmin as row_version, r.employer_id
    from candidate o join public.applications r on r.agency_id = o.agency_id and r.candidate_id = o.id
), interview as (
    select o.subject_id, r.agency_id, r.id, r.xmin as row_version
    from application o join public.interviews r on r.agency_id = o.agency_id and r.application_id = o.id
), person as (
    select o.subject_id, r.agency_id, r.id, r.xmin as row_version, r.contact_id
    from interview o join public.interview_people r on r.agency_id = o.agency_id and r.interview_id = o.id
), request as (
    select o.subject_id, r.agency_id, r.id, r.xmin as row_version, r.answered_by_id
    from person o join public.contact_requests r on r.agency_id = o.agency_id and r.contact_id = o.contact_id
), note as (
    select o.subject_id, r.agency_id, r.id, r.xmin as row_version, r.message_id
    from interview o join public.notes r on r.agency_id = o.agency_id and r.interview_id = o.id
), reminder as (
    select o.subject_id, r.agency_id, r.id, r.xmin as row_version, r.message_id
    from candidate o join public.reminders r on r.agency_id = o.agency_id and r.candidate_id = o.id
), fact (subject_id, kind, id, row_version) as (
    select subject_id, 'candidate', id, row_version::text from candidate
    union all select subject_id, 'application', id, row_version::text from application
    union all select subject_id, 'interview', id, row_version::text from interview
    union all select subject_id, 'person', id, row_version::text from person
    union all select subject_id, 'request', id, row_version::text from request
    union all select subject_id, 'note', id, row_version::text from note
    union all select subject_id, 'reminder', id, row_version::text from reminder
    union all select o.subject_id, 'account', r.id, r.xmin::text
    from candidate o join public.accounts r on r.agency_id = o.agency_id and r.id in (o.account_id, o.recruiter_id)
    union all select o.subject_id, 'owner', r.id, r.xmin::text
    from candidate o join public.accounts r on r.agency_id = o.agency_id and r.role = 'owner'
    union all select o.subject_id, 'answering', r.id, r.xmin::text
    from request o join public.accounts r on r.agency_id = o.agency_id and r.id = o.answered_by_id
    union all select o.subject_id, 'suppression', r.id, r.xmin::text
    from candidate o join public.reminder_suppressions r on r.agency_id = o.agency_id and r.candidate_id = o.id
    union all select o.subject_id, 'employer', r.id, r.xmin::text
    from application o join public.employers r on r.agency_id = o.agency_id and r.id = o.employer_id
    union all select o.subject_id, 'workplace', r.id, r.xmin::text
    from person o join public.contacts k on k.agency_id = o.agency_id and k.id = o.contact_id
    join public.employers r on r.agency_id = k.agency_id and r.id = k.employer_id
    union all select o.subject_id, 'step', r.id, r.xmin::text
    from application o join public.steps r on r.agency_id = o.agency_id and r.application_id = o.id
    union all select o.subject_id, 'contact', r.id, r.xmin::text
    from person o join public.contacts r on r.agency_id = o.agency_id and r.id = o.contact_id
    union all select o.subject_id, 'card', r.id, r.xmin::text
    from note o join public.cards r on r.agency_id = o.agency_id and r.note_id = o.id
    union all select o.subject_id, 'item', r.id, r.xmin::text
    from reminder o join public.reminder_items r on r.agency_id = o.agency_id and r.reminder_id = o.id
    union all select o.subject_id, 'message', r.id, r.state
    from reminder o join public.outgoing_messages r on r.agency_id = o.agency_id and r.id = o.message_id
    union all select o.subject_id, 'note_message', r.id, r.state
    from note o join public.outgoing_messages r on r.agency_id = o.agency_id and r.id = o.message_id
    union all select o.subject_id, 'profile', r.id, r.xmin::text
    from candidate o join public.agency_profiles r on r.agency_id = o.agency_id
    union all select o.subject_id, 'agency', r.id, r.xmin::text
    from candidate o join ops.agencies r on r.id = o.agency_id
)
select subject_id,
    md5(string_agg(concat_ws(' ', kind, id, row_version), ',' order by kind, id, row_version)) as fingerprint
from fact group by subject_id
"""

SOURCES = f"""
create function ops.reminder_sources(ids uuid[]) returns table (candidate_id uuid, fingerprint text)
language plpgsql as $$
begin
    return query {FACTS.format(these="c.id = any (ids)")};
end $$
"""

LOCK_SOURCES = f"""
create function ops.lock_reminder_sources(one uuid) returns text language plpgsql as $$
begin
    perform from public.candidates c where c.id = one for update;
    return (select found.fingerprint from ({FACTS.format(these="c.id = one")}) found);
end $$
"""  # noqa: S608 - a text of our own
SIGNATURES = ("reminder_sources(uuid[])", "lock_reminder_sources(uuid)")


def upgrade() -> None:
    _reminders()
    _reminder_items()
    _source_functions()


def downgrade() -> None:
    for function in SIGNATURES:
        op.execute(f"drop function ops.{function}")
    for table in reversed(TABLES):
        op.drop_table(table)


def _reminders() -> None:
    tenant_table(
        "reminders",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", WHEN, nullable=False),
        sa.Column("local_day", sa.Date(), nullable=False),
        tenant_foreign_key("reminders", "candidate_id", "candidates"),
        tenant_foreign_key("reminders", "message_id", "outgoing_messages"),
    )
    op.create_index("ix_reminders_agency_id_candidate_id_at", "reminders", ["agency_id", "candidate_id", "at"])
    op.create_index("ix_reminders_agency_id_message_id", "reminders", ["agency_id", "message_id"])


def _reminder_items() -> None:
    tenant_table(
        "reminder_items",
        sa.Column("reminder_id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("interview_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("dropped_at", WHEN),
        tenant_foreign_key("reminder_items", "application_id", "applications"),
        tenant_foreign_key("reminder_items", "interview_id", "interviews"),
        tenant_foreign_key("reminder_items", "person_id", "interview_people", ondelete="cascade"),
        tenant_foreign_key("reminder_items", "reminder_id", "reminders"),
    )
    op.create_index("ix_reminder_items_agency_id_reminder_id", "reminder_items", ["agency_id", "reminder_id"])
    op.create_index(
        "uq_reminder_items_step_reason",
        "reminder_items",
        ["agency_id", "application_id", "kind", "interview_id", "person_id", "reason"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("dropped_at is null"),
    )


def _source_functions() -> None:
    """Create the functions, volatile: each statement in them sees what was committed before it, after the lock."""
    op.execute(SOURCES)
    op.execute(LOCK_SOURCES)
    for function in SIGNATURES:
        op.execute(f"revoke execute on function ops.{function} from public")
        op.execute(f"grant execute on function ops.{function} to {program_role()}")
