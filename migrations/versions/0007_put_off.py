"""A candidate may put a step off: they are asked again then, and not before."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("steps", sa.Column("put_off_until", sa.TIMESTAMP(timezone=True)))


def downgrade() -> None:
    op.drop_column("steps", "put_off_until")
