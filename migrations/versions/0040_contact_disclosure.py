"""Record who listed a person on an interview, and which contact details each account entered."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from portal.core.schema import key, tenant_table

revision = "0040"
down_revision = "0039"

LISTED_BY_STAFF = """
    update interview_people p set listed_by = 'staff'
     where exists (select from audit_events e left join accounts a on a.agency_id = e.agency_id and a.id = e.actor_id
                    where e.agency_id = p.agency_id and e.subject_kind = 'interview_people' and e.subject_id = p.id
                      and e.action = 'interview_person.add' and a.role is distinct from 'candidate')
"""
# The account that last changed a detail entered what the contact has now. Anything else stays hidden from candidates.
ENTERED = r"""
    insert into entered_details (account_id, kind, digest, at)
    select distinct on (l.actor_id, d.kind, d.value)
           l.actor_id, d.kind, encode(sha256(convert_to(d.kind || ':' || d.value, 'utf8')), 'hex'), l.at
      from contacts c
      cross join lateral (values
           ('email', c.email_key),
           ('phone', regexp_replace(c.phone, '[^0-9]', '', 'g')),
           ('postal_address', lower(trim(regexp_replace(c.postal_address, '\s+', ' ', 'g'))))) d (kind, value)
      cross join lateral (select e.actor_id, e.at from audit_events e
                           where e.agency_id = c.agency_id and e.subject_kind = 'contacts' and e.subject_id = c.id
                             and (e.action = 'contact.create' or d.kind = any (e.fields))
                           order by e.at desc, e.id desc limit 1) l
      join accounts a on a.agency_id = c.agency_id and a.id = l.actor_id and a.role = 'candidate'
     where d.value <> '' and not (d.kind = 'email' and c.email_is_guess)
       and not exists (select from contact_merges m where m.agency_id = c.agency_id and m.winner_id = c.id)
"""


def upgrade() -> None:
    op.add_column("interview_people", sa.Column("listed_by", sa.Text(), server_default="candidate", nullable=False))
    op.create_check_constraint(
        "ck_interview_people_listed_by", "interview_people", "listed_by in ('staff', 'candidate')"
    )
    tenant_table(
        "entered_details",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        key("entered_details", "account_id", "accounts"),
        sa.UniqueConstraint(
            "agency_id", "account_id", "kind", "digest", name="uq_entered_details_agency_id_account_id_kind_digest"
        ),
        sa.CheckConstraint("kind in ('email', 'phone', 'postal_address')", name="ck_entered_details_kind"),
    )
    _each_agency(_fill)


def downgrade() -> None:
    op.drop_table("entered_details")
    op.drop_column("interview_people", "listed_by")


def _each_agency(work: Callable[[], None]) -> None:
    """Do the work in every agency, entered one after the other: row-level security holds for the owner, too."""
    enter = sa.text("select set_config('portal.agency_id', :id, true)")
    for agency_id in op.get_bind().scalars(sa.text("select id from ops.agencies")).all():
        op.get_bind().execute(enter, {"id": str(agency_id)})
        work()
    op.get_bind().execute(enter, {"id": ""})


def _fill() -> None:
    op.get_bind().exec_driver_sql(LISTED_BY_STAFF)
    op.get_bind().exec_driver_sql(ENTERED)
