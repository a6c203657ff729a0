"""A text once approved stays known as such; a note may be handed in to go as a card, or by one's own mail program."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0030"

MEANS = "means in ('portal', 'mail_program', 'card')"


def upgrade() -> None:
    op.add_column("notes", sa.Column("approved_text", sa.Text()))
    op.add_column("approvals", sa.Column("means", sa.Text(), server_default="portal", nullable=False))
    op.add_column("approvals", sa.Column("message_id", sa.Uuid()))
    op.create_check_constraint("ck_approvals_means", "approvals", MEANS)
    op.create_foreign_key(
        "fk_approvals_agency_id_message_id", "approvals", "messages", ["agency_id", "message_id"], ["agency_id", "id"]
    )


def downgrade() -> None:
    op.drop_column("approvals", "message_id")
    op.drop_column("approvals", "means")
    op.drop_column("notes", "approved_text")
