"""How an employer is reached by post, through whom, and who sends notes to its people."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

SENDERS = "('candidate', 'approval', 'recruiter')"


def upgrade() -> None:
    op.add_column("employers", sa.Column("postal_address", sa.Text()))
    op.add_column("employers", sa.Column("website", sa.Text()))
    op.add_column("employers", sa.Column("note_sending", sa.Text()))
    op.create_check_constraint("ck_employers_note_sending", "employers", f"note_sending in {SENDERS}")
    op.add_column("agency_profiles", sa.Column("note_sending", sa.Text(), server_default="candidate", nullable=False))
    op.create_check_constraint("ck_agency_profiles_note_sending", "agency_profiles", f"note_sending in {SENDERS}")
    op.add_column("contacts", sa.Column("via_hr", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("contacts", sa.Column("email_is_guess", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("contacts", "email_is_guess")
    op.drop_column("contacts", "via_hr")
    op.drop_column("agency_profiles", "note_sending")
    op.drop_column("employers", "note_sending")
    op.drop_column("employers", "website")
    op.drop_column("employers", "postal_address")
