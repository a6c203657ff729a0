"""A photo of a business card has an end, whether or not what was told of that interview was ever finished."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import due_no_more, due_too

revision = "0029"
down_revision = "0033"

READS = "agency_id, kept_until"
MORE = """
        union all
        select distinct h.agency_id, 'photos' from public.card_photos h where h.kept_until <= moment"""


def upgrade() -> None:
    op.add_column("card_photos", sa.Column("kept_until", sa.TIMESTAMP(timezone=True)))
    op.execute("alter table card_photos no force row level security")  # the owner sees rows only while nothing is
    op.execute("update card_photos set kept_until = created_at + interval '30 days'")
    op.execute("alter table card_photos force row level security")
    op.alter_column("card_photos", "kept_until", nullable=False)
    op.create_index("ix_card_photos_kept_until", "card_photos", ["kept_until", "agency_id"])
    op.execute(f"grant select ({READS}) on card_photos to portal_tick")
    op.execute("create policy tick on card_photos for select to portal_tick using (true)")
    due_too(MORE)


def downgrade() -> None:
    due_no_more(MORE)
    op.execute("drop policy tick on card_photos")
    op.execute(f"revoke select ({READS}) on card_photos from portal_tick")  # noqa: S608 - names of our own
    op.drop_column("card_photos", "kept_until")
