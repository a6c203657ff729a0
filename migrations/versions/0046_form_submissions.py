"""Forms that add something carry a token, so that a repeated request adds nothing again."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import due_no_more, due_too, key, tenant_table

revision = "0046"
down_revision = "0045"

READS = "agency_id, kept_until"
MORE = """
        union all
        select distinct f.agency_id, 'submissions' from public.form_submissions f where f.kept_until <= moment"""


def upgrade() -> None:
    tenant_table(
        "form_submissions",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("body_digest", sa.Text(), nullable=False),
        sa.Column("location", sa.Text()),
        sa.Column("update_path", sa.Text()),
        sa.Column("kept_until", sa.TIMESTAMP(timezone=True), nullable=False),
        key("form_submissions", "account_id", "accounts"),
        sa.UniqueConstraint("agency_id", "account_id", "token", name="uq_form_submissions_agency_id_account_id_token"),
    )
    op.create_index("ix_form_submissions_kept_until", "form_submissions", ["kept_until", "agency_id"])
    op.execute(f"grant select ({READS}) on form_submissions to portal_tick")
    op.execute("create policy tick on form_submissions for select to portal_tick using (true)")
    due_too(MORE)


def downgrade() -> None:
    due_no_more(MORE)
    op.drop_table("form_submissions")
