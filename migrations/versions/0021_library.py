"""The agency's templates become a library: for fields and stages, with versions, proposals, cards and answers."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from portal.core.schema import key, tenant_table

revision = "0021"
down_revision = "0015"

KINDS = "kind in ('thank', 'follow_up', 'card', 'answer')"
STAGES = "stage in ('first', 'later', 'offer', 'refusal')"
CARD = """\
Dear {{ contact_first_name }},

Thank you for your time on {{ interview_day }}. I have thought of [something you talked about] since, \
and would be glad to be part of it at {{ employer }}.

Kind regards,
{{ my_name }}"""
ANSWERS = """\
Dear {{ contact_first_name }},

Thank you for letting me know about the {{ opening }} position. [What you would like to say to it.]

Kind regards,
{{ my_name }}"""
ACCEPTS = """\
Dear {{ contact_first_name }},

Thank you for the offer: I was glad to hear from you, and I look forward to working at {{ employer }}. \
[What you still have to agree on, or when you can begin.]

Kind regards,
{{ my_name }}
{{ my_phone }}"""
TAKES_IT_WELL = """\
Dear {{ contact_first_name }},

Thank you for letting me know, and for the time you gave me. I enjoyed learning about {{ employer }}, \
above all [something you liked].

If another position like {{ opening }} opens, I would be glad to hear from you.

Kind regards,
{{ my_name }}"""
NEW = (
    ("card", "A short card", "Thank you, {{ contact_first_name }}", CARD, None),
    ("answer", "Thanks for an answer", "Thank you for your answer", ANSWERS, None),
    ("answer", "Thanks for an offer", "Thank you for the offer", ACCEPTS, "offer"),
    ("answer", "A gracious answer to a refusal", "Thank you for letting me know", TAKES_IT_WELL, "refusal"),
)


def upgrade() -> None:
    op.drop_constraint("ck_templates_kind", "templates")
    op.create_check_constraint("ck_templates_kind", "templates", KINDS)
    for column in _said():
        op.add_column("templates", column)
    op.add_column("templates", sa.Column("number", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.add_column("templates", sa.Column("archived_at", sa.TIMESTAMP(timezone=True)))
    op.create_check_constraint("ck_templates_stage", "templates", STAGES)
    op.create_foreign_key(
        "fk_templates_agency_id_field_id", "templates", "fields", ["agency_id", "field_id"], ["agency_id", "id"]
    )
    op.create_index("ix_templates_agency_id_field_id", "templates", ["agency_id", "field_id"])
    _versions()
    _proposals()
    _each_agency(_fill)


def downgrade() -> None:
    op.drop_table("template_proposals")
    op.drop_table("template_versions")
    _each_agency(_empty)
    op.drop_index("ix_templates_agency_id_field_id", "templates")
    op.drop_constraint("ck_templates_stage", "templates")
    for column in ("archived_at", "number", "stage", "field_id"):
        op.drop_column("templates", column)
    op.drop_constraint("ck_templates_kind", "templates")
    op.create_check_constraint("ck_templates_kind", "templates", "kind in ('thank', 'follow_up')")


def _said() -> list[sa.Column]:
    return [sa.Column("field_id", sa.Uuid()), sa.Column("stage", sa.Text())]


def _versions() -> None:
    tenant_table(
        "template_versions",
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("proposed_by_id", sa.Uuid()),
        key("template_versions", "template_id", "templates"),
        key("template_versions", "by_id", "accounts"),
        key("template_versions", "proposed_by_id", "accounts"),
        sa.UniqueConstraint(
            "agency_id", "template_id", "number", name="uq_template_versions_agency_id_template_id_number"
        ),
    )


def _proposals() -> None:
    tenant_table(
        "template_proposals",
        sa.Column("template_id", sa.Uuid()),
        sa.Column("base_number", sa.Integer()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        *_said(),
        sa.Column("why", sa.Text()),
        sa.Column("state", sa.Text(), server_default="open", nullable=False),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid()),
        sa.Column("decided_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("decided_by_id", sa.Uuid()),
        sa.Column("answer", sa.Text()),
        key("template_proposals", "template_id", "templates"),
        key("template_proposals", "field_id", "fields"),
        key("template_proposals", "by_id", "accounts"),
        key("template_proposals", "decided_by_id", "accounts"),
        sa.CheckConstraint(KINDS, name="ck_template_proposals_kind"),
        sa.CheckConstraint(STAGES, name="ck_template_proposals_stage"),
        sa.CheckConstraint(
            "state in ('open', 'accepted', 'declined', 'withdrawn')", name="ck_template_proposals_state"
        ),
    )
    op.create_index("ix_template_proposals_agency_id_template_id", "template_proposals", ["agency_id", "template_id"])
    op.create_index("ix_template_proposals_agency_id_at", "template_proposals", ["agency_id", "at"])


def _each_agency(deed: Callable[[sa.Connection, dict[str, object]], None]) -> None:
    """The owner of the tables sees rows only inside a tenant."""
    connection = op.get_bind()
    for agency_id in connection.scalars(sa.text("select id from ops.agencies")).all():
        connection.execute(sa.text("select set_config('portal.agency_id', :id, true)"), {"id": str(agency_id)})
        deed(connection, {"agency": agency_id})
    connection.execute(sa.text("select set_config('portal.agency_id', '', true)"))


def _fill(connection: sa.Connection, agency: dict[str, object]) -> None:
    insert = sa.text(
        "insert into templates (agency_id, kind, name, subject, body, stage) "
        "values (:agency, :kind, :name, :subject, :body, :stage)"
    )
    for row in NEW:
        connection.execute(insert, agency | dict(zip(("kind", "name", "subject", "body", "stage"), row, strict=True)))
    connection.execute(
        sa.text(
            "insert into template_versions (agency_id, template_id, number, subject, body, at) "
            "select agency_id, id, number, subject, body, created_at from templates where agency_id = :agency"
        ),
        agency,
    )


def _empty(connection: sa.Connection, agency: dict[str, object]) -> None:
    statement = "delete from templates where agency_id = :agency and kind in ('card', 'answer')"
    connection.execute(sa.text(statement), agency)
