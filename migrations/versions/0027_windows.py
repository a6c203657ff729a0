"""In which window a note was last typed, so that another one is told."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0023"

WHY = "'begun', 'typed', 'saved', 'restored', 'sent'"


def upgrade() -> None:
    op.add_column("notes", sa.Column("saved_from", sa.Text()))
    _why(f"{WHY}, 'aside'")


def downgrade() -> None:
    _as_typed()
    _why(WHY)
    op.drop_column("notes", "saved_from")


def _as_typed() -> None:
    """What was put aside reads as typed, in every agency: the owner sees their rows only while nothing is forced."""
    op.execute("alter table note_versions no force row level security")
    op.execute("update note_versions set why = 'typed' where why = 'aside'")
    op.execute("alter table note_versions force row level security")


def _why(allowed: str) -> None:
    op.drop_constraint("ck_note_versions_why", "note_versions", type_="check")
    op.create_check_constraint("ck_note_versions_why", "note_versions", f"why in ({allowed})")
