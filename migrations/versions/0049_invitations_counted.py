"""The invitations of an agency's last day are counted before another goes out."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0047"


def upgrade() -> None:
    where = sa.text("kind in ('invitation', 'email-confirmation')")
    op.create_index("ix_messages_invitations", "messages", ["agency_id", "created_at"], postgresql_where=where)


def downgrade() -> None:
    op.drop_index("ix_messages_invitations", "messages")
