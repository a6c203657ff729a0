"""Record who confirmed a guessed address and when, so that it can be undone for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.add_column("contacts", sa.Column("email_confirmed_at", sa.TIMESTAMP(timezone=True)))
    op.add_column("contacts", sa.Column("email_confirmed_by_id", sa.Uuid()))
    op.create_foreign_key(
        "fk_contacts_agency_id_email_confirmed_by_id",
        "contacts",
        "accounts",
        ["agency_id", "email_confirmed_by_id"],
        ["agency_id", "id"],
    )


def downgrade() -> None:
    op.drop_column("contacts", "email_confirmed_by_id")
    op.drop_column("contacts", "email_confirmed_at")
