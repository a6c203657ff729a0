"""An interview from a calendar keeps DTSTAMP, and the one time of a series that it stands for."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0049"


def upgrade() -> None:
    op.add_column("interviews", sa.Column("calendar_stamp", sa.DateTime(timezone=True)))
    op.add_column("interviews", sa.Column("calendar_occurrence", sa.Text()))
    op.add_column("interviews", sa.Column("occurrence_sequence", sa.Integer()))
    op.add_column("interviews", sa.Column("occurrence_stamp", sa.DateTime(timezone=True)))


def downgrade() -> None:
    for name in ("occurrence_stamp", "occurrence_sequence", "calendar_occurrence", "calendar_stamp"):
        op.drop_column("interviews", name)
