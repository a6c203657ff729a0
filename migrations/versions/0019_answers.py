"""A note may answer a decision, and a note may go to human resources."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("notes", sa.Column("to_hr", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.drop_constraint("ck_notes_kind", "notes")
    op.create_check_constraint("ck_notes_kind", "notes", "kind in ('thank', 'follow_up', 'answer')")
    op.create_index(
        "uq_notes_answer",
        "notes",
        ["agency_id", "interview_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'answer'"),
    )


def downgrade() -> None:
    op.drop_index("uq_notes_answer", "notes")
    op.drop_constraint("ck_notes_kind", "notes")
    op.create_check_constraint("ck_notes_kind", "notes", "kind in ('thank', 'follow_up')")
    op.drop_column("notes", "to_hr")
