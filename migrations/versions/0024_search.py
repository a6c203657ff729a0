"""Create what records are found by, and write it for the records that there are."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import tenant_foreign_key, tenant_table
from portal.search import changes

revision = "0024_search"
down_revision = "0023_summaries"

GRAMS = {
    "candidate_grams": "candidates",
    "contact_grams": "contacts",
    "employer_grams": "employers",
    "interview_grams": "interviews",
    "opening_grams": "openings",
}
USED = " or ".join(f"exists (select from {table} g where g.gram = f.word)" for table in GRAMS)
DROP_UNUSED = """
create function ops.delete_unused_word_forms() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
begin
    delete from word_forms f where f.word in (select gram from gone) and not ({used});
    return null;
end $$
"""


def upgrade() -> None:
    for table, records in GRAMS.items():
        tenant_table(
            table,
            sa.Column("record_id", sa.Uuid(), nullable=False),
            sa.Column("gram", sa.Text(collation="C"), nullable=False),
            tenant_foreign_key(table, "record_id", records, ondelete="CASCADE"),
            sa.UniqueConstraint("agency_id", "record_id", "gram", name=f"uq_{table}_agency_id_record_id_gram"),
        )
        op.create_index(f"ix_{table}_agency_id_gram_record_id", table, ["agency_id", "gram", "record_id"])
    tenant_table(
        "word_forms",
        sa.Column("form", sa.Text(collation="C"), nullable=False),
        sa.Column("word", sa.Text(collation="C"), nullable=False),
        sa.UniqueConstraint("agency_id", "form", "word", name="uq_word_forms_agency_id_form_word"),
    )
    op.create_index("ix_word_forms_agency_id_word", "word_forms", ["agency_id", "word"])
    _forget_unused_words()
    _write_each_agency()


def downgrade() -> None:
    for table in ("word_forms", *reversed(GRAMS)):
        op.drop_table(table)
    op.execute("drop function ops.delete_unused_word_forms()")


def _forget_unused_words() -> None:
    op.execute(DROP_UNUSED.format(used=USED))
    for table in GRAMS:
        op.execute(
            f"create trigger delete_unused_word_forms after delete on {table} "
            "referencing old table as gone for each statement execute function ops.delete_unused_word_forms()"
        )


def _write_each_agency() -> None:
    """Enter each agency in turn: its rows are closed to the owner of the tables, too."""
    connection = op.get_bind()
    for agency_id in connection.scalars(sa.text("select id from ops.agencies")).all():
        connection.execute(sa.text("select set_config('portal.agency_id', :id, true)"), {"id": str(agency_id)})
        changes.rebuild(connection)
    connection.execute(sa.text("select set_config('portal.agency_id', '', true)"))
