"""What is typed of a general draft is kept before it is saved, and in which window."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0039"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("general_drafts", sa.Column("typed", postgresql.JSONB()))
    op.add_column("general_drafts", sa.Column("typed_from", sa.Text()))


def downgrade() -> None:
    op.drop_column("general_drafts", "typed_from")
    op.drop_column("general_drafts", "typed")
