"""What is planned and asked about a person goes with them when they are taken off an interview's list."""

from alembic import op

revision = "0018"
down_revision = "0017"
TABLES = ("steps", "asks")


def upgrade() -> None:
    _tie("cascade")


def downgrade() -> None:
    _tie(None)


def _tie(ondelete: str | None) -> None:
    for table in TABLES:
        name = f"fk_{table}_agency_id_person_id"
        op.drop_constraint(name, table, type_="foreignkey")
        op.create_foreign_key(
            name, table, "interview_people", ["agency_id", "person_id"], ["agency_id", "id"], ondelete=ondelete
        )
