"""What a merge keeps has an end: until then it can be undone, and after that nothing of it is kept."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from portal.core.schema import due_no_more, due_too

revision = "0030"
down_revision = "0026"

READS = "agency_id, kept_until"
MORE = """
        union all
        select distinct g.agency_id, 'merges' from public.contact_merges g where g.kept_until <= moment"""


def upgrade() -> None:
    op.add_column("contact_merges", sa.Column("kept_until", sa.TIMESTAMP(timezone=True)))
    op.alter_column("contact_merges", "kept", existing_type=postgresql.JSONB(), nullable=True)
    _in_every_agency(
        "update contact_merges set kept_until = at + interval '30 days' where undone_at is null",
        "update contact_merges set kept = null where undone_at is not null",
    )
    op.create_index("ix_contact_merges_kept_until", "contact_merges", ["kept_until", "agency_id"])
    op.execute(f"grant select ({READS}) on contact_merges to portal_tick")
    op.execute("create policy tick on contact_merges for select to portal_tick using (true)")
    due_too(MORE)


def downgrade() -> None:
    due_no_more(MORE)
    op.execute("drop policy tick on contact_merges")
    op.execute(f"revoke select ({READS}) on contact_merges from portal_tick")  # noqa: S608 - names of our own
    _in_every_agency("delete from contact_merges where kept is null")
    op.alter_column("contact_merges", "kept", existing_type=postgresql.JSONB(), nullable=False)
    op.drop_column("contact_merges", "kept_until")


def _in_every_agency(*statements: str) -> None:
    """The owner sees rows only while nothing is forced."""
    op.execute("alter table contact_merges no force row level security")
    for statement in statements:
        op.execute(statement)
    op.execute("alter table contact_merges force row level security")
