"""A candidate's prompts are vouched for: one text that is another as soon as anything behind them has changed."""

from alembic import op

from portal.core.schema import program_role

revision = "0026"
down_revision = "0027"

FACTS = """
with candidate as (
    select c.id as whose, c.agency_id, c.id, c.xmin as made, c.account_id, c.recruiter_id
    from public.candidates c where {these}
), process as (
    select o.whose, r.agency_id, r.id, r.xmin as made, r.employer_id
    from candidate o join public.processes r on r.agency_id = o.agency_id and r.candidate_id = o.id
), interview as (
    select o.whose, r.agency_id, r.id, r.xmin as made
    from process o join public.interviews r on r.agency_id = o.agency_id and r.process_id = o.id
), person as (
    select o.whose, r.agency_id, r.id, r.xmin as made, r.contact_id
    from interview o join public.interview_people r on r.agency_id = o.agency_id and r.interview_id = o.id
), request as (
    select o.whose, r.agency_id, r.id, r.xmin as made, r.answered_by_id
    from person o join public.contact_requests r on r.agency_id = o.agency_id and r.contact_id = o.contact_id
), note as (
    select o.whose, r.agency_id, r.id, r.xmin as made, r.message_id
    from interview o join public.notes r on r.agency_id = o.agency_id and r.interview_id = o.id
), prompt as (
    select o.whose, r.agency_id, r.id, r.xmin as made, r.message_id
    from candidate o join public.prompts r on r.agency_id = o.agency_id and r.candidate_id = o.id
), fact (whose, kind, id, made) as (
    select whose, 'candidate', id, made::text from candidate
    union all select whose, 'process', id, made::text from process
    union all select whose, 'interview', id, made::text from interview
    union all select whose, 'person', id, made::text from person
    union all select whose, 'request', id, made::text from request
    union all select whose, 'note', id, made::text from note
    union all select whose, 'prompt', id, made::text from prompt
    union all select o.whose, 'account', r.id, r.xmin::text
    from candidate o join public.accounts r on r.agency_id = o.agency_id and r.id in (o.account_id, o.recruiter_id)
    union all select o.whose, 'owner', r.id, r.xmin::text
    from candidate o join public.accounts r on r.agency_id = o.agency_id and r.role = 'owner'
    union all select o.whose, 'answering', r.id, r.xmin::text
    from request o join public.accounts r on r.agency_id = o.agency_id and r.id = o.answered_by_id
    union all select o.whose, 'stop', r.id, r.xmin::text
    from candidate o join public.stops r on r.agency_id = o.agency_id and r.candidate_id = o.id
    union all select o.whose, 'employer', r.id, r.xmin::text
    from process o join public.employers r on r.agency_id = o.agency_id and r.id = o.employer_id
    union all select o.whose, 'workplace', r.id, r.xmin::text
    from person o join public.contacts k on k.agency_id = o.agency_id and k.id = o.contact_id
    join public.employers r on r.agency_id = k.agency_id and r.id = k.employer_id
    union all select o.whose, 'step', r.id, r.xmin::text
    from process o join public.steps r on r.agency_id = o.agency_id and r.process_id = o.id
    union all select o.whose, 'contact', r.id, r.xmin::text
    from person o join public.contacts r on r.agency_id = o.agency_id and r.id = o.contact_id
    union all select o.whose, 'card', r.id, r.xmin::text
    from note o join public.cards r on r.agency_id = o.agency_id and r.note_id = o.id
    union all select o.whose, 'ask', r.id, r.xmin::text
    from prompt o join public.asks r on r.agency_id = o.agency_id and r.prompt_id = o.id
    union all select o.whose, 'mail', r.id, r.state
    from prompt o join public.messages r on r.agency_id = o.agency_id and r.id = o.message_id
    union all select o.whose, 'letter', r.id, r.state
    from note o join public.messages r on r.agency_id = o.agency_id and r.id = o.message_id
    union all select o.whose, 'profile', r.id, r.xmin::text
    from candidate o join public.agency_profiles r on r.agency_id = o.agency_id
    union all select o.whose, 'agency', r.id, r.xmin::text
    from candidate o join ops.agencies r on r.id = o.agency_id
)
select whose, md5(string_agg(concat_ws(' ', kind, id, made), ',' order by kind, id, made)) as behind
from fact group by whose
"""

OF_MANY = f"""
create function ops.behind_prompts(ids uuid[]) returns table (candidate_id uuid, behind text) language plpgsql as $$
begin
    return query {FACTS.format(these="c.id = any (ids)")};
end $$
"""

UNDER_LOCK = f"""
create function ops.behind_prompts_under_lock(one uuid) returns text language plpgsql as $$
begin
    perform from public.candidates c where c.id = one for update;
    return (select found.behind from ({FACTS.format(these="c.id = one")}) found);
end $$
"""  # noqa: S608 - a text of our own
SIGNATURES = ("behind_prompts(uuid[])", "behind_prompts_under_lock(uuid)")


def upgrade() -> None:
    """Volatile, and so each of their statements sees what was committed before it: after the lock, too."""
    op.execute(OF_MANY)
    op.execute(UNDER_LOCK)
    for function in SIGNATURES:
        op.execute(f"revoke execute on function ops.{function} from public")
        op.execute(f"grant execute on function ops.{function} to {program_role()}")


def downgrade() -> None:
    for function in SIGNATURES:
        op.execute(f"drop function ops.{function}")
