"""Name tables, columns, constraints and indexes in recruiters' and engineers' words (docs/architecture.md)."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import program_role

revision = "0061"
down_revision = "0060"

TABLES = {
    "asks": "reminder_items",
    "answers": "employer_responses",
    "moves": "interview_moves",
    "completions": "step_completions",
    "stops": "reminder_suppressions",
    "fields": "job_fields",
    "interests": "opening_responses",
    "own_words": "dictionary_words",
    "waved_issues": "dismissed_issues",
    "contacts_told_apart": "contact_non_duplicates",
    "messages": "outgoing_messages",
    "processes": "applications",
    "prompts": "reminders",
}
COLUMNS = {
    ("agency_profiles", "prompts_before_acceptance"): "reminders_before_acceptance",
    ("candidates", "next_prompt_at"): "next_reminder_at",
    ("closures", "process_id"): "application_id",
    ("employer_responses", "process_id"): "application_id",
    ("interviews", "process_id"): "application_id",
    ("reminder_items", "process_id"): "application_id",
    ("reminder_items", "prompt_id"): "reminder_id",
    ("steps", "process_id"): "application_id",
}
WORK = {"'prompts'": "'reminders'", "'reap'": "'expired_leases'"}
NAMES = """
select c.relname as "table", k.conname as name, 'constraint' as kind from pg_constraint k
join pg_class c on c.oid = k.conrelid where c.relnamespace = 'public'::regnamespace
union all
select t.relname, i.relname, 'index' from pg_index x join pg_class i on i.oid = x.indexrelid
join pg_class t on t.oid = x.indrelid where t.relnamespace = 'public'::regnamespace
and not exists (select from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u'))
"""

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
OLD = ("behind_prompts(uuid[])", "behind_prompts_under_lock(uuid)")
NEW = ("reminder_sources(uuid[])", "lock_reminder_sources(uuid)")


def upgrade() -> None:
    _rename(TABLES, COLUMNS, WORK)
    for function in OLD:
        op.execute(f"drop function ops.{function}")
    op.execute(SOURCES)
    op.execute(LOCK_SOURCES)
    for function in NEW:
        op.execute(f"revoke execute on function ops.{function} from public")
        op.execute(f"grant execute on function ops.{function} to {program_role()}")


def downgrade() -> None:
    back = {new: old for old, new in TABLES.items()}
    columns = {(back.get(table, table), new): old for (table, old), new in COLUMNS.items()}
    _rename(back, columns, {new: old for old, new in WORK.items()})
    for function in NEW:
        op.execute(f"drop function ops.{function}")
    for function in OLD:  # revision 0026 drops functions of these names; nothing has been released that needs more
        op.execute(f"create function ops.{function} returns void language sql as ''")


def _rename(tables: dict[str, str], columns: dict[tuple[str, str], str], work: dict[str, str]) -> None:
    before = {new: old for old, new in tables.items()}
    for old, new in tables.items():
        op.rename_table(old, new)
    for (table, old), new in columns.items():
        op.alter_column(table, old, new_column_name=new)
    for row in op.get_bind().execute(sa.text(NAMES)).all():
        table = before.get(row.table, row.table)
        name = _word(row.name, table, row.table)
        for (of, old), new in columns.items():
            name = _word(name, old, new) if of == row.table else name
        if name != row.name and row.kind == "constraint":
            op.execute(f"alter table {row.table} rename constraint {row.name} to {name}")
        elif name != row.name:
            op.execute(f"alter index {row.name} rename to {name}")
    _ask_again(tables, columns, work)


def _word(name: str, old: str, new: str) -> str:
    """Return the name with `old` in it, as whole words, replaced once."""
    return f"_{name}_".replace(f"_{old}_", f"_{new}_", 1)[1:-1]


def _ask_again(tables: dict[str, str], columns: dict[tuple[str, str], str], work: dict[str, str]) -> None:
    """Make the tick's question with the new names; its owner stays."""
    source = op.get_bind().scalar(sa.text("select prosrc from pg_proc where proname = 'agencies_due'"))
    for old, new in work.items():
        source = source.replace(old, new)
    for old, new in tables.items():
        source = source.replace(f"public.{old} ", f"public.{new} ")
    for (_, old), new in columns.items():
        source = source.replace(f".{old} ", f".{new} ")
    op.execute("grant create on schema ops to portal_tick")
    op.execute("drop function ops.agencies_due()")
    op.execute(
        "create function ops.agencies_due() returns table (agency_id uuid, work text) language plpgsql stable "
        f"security definer set search_path = pg_catalog as $${source}$$"
    )
    op.execute("alter function ops.agencies_due() owner to portal_tick")
    op.execute("revoke create on schema ops from portal_tick")
    op.execute("revoke execute on function ops.agencies_due() from public")
    op.execute(f"grant execute on function ops.agencies_due() to {program_role()}")
