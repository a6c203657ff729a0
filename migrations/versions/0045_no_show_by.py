"""A no-show says who it was: the candidate, or someone from the employer."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0043"


def upgrade() -> None:
    op.add_column("interviews", sa.Column("no_show_by", sa.Text()))
    op.create_check_constraint(
        op.f("ck_interviews_no_show_by"), "interviews", "no_show_by in ('candidate', 'employer')"
    )


def downgrade() -> None:
    op.drop_column("interviews", "no_show_by")
