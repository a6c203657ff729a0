"""Create what is global: agencies, the clock's shift, heartbeats, the switch for sending, and every row's stamp."""

import sqlalchemy as sa
from alembic import op

from portal.core.schema import program_role

revision = "0001_core"
down_revision = None

NOW = """
create function ops.now() returns timestamptz language sql stable
as $$ select clock_timestamp() + (select shift from ops.clock) $$
"""

STAMP = """
create function ops.stamp() returns trigger language plpgsql as $$
begin
    new.version := old.version + 1;
    new.changed_at := ops.now();
    return new;
end $$
"""


def upgrade() -> None:
    op.create_table("clock", sa.Column("shift", sa.Interval(), nullable=False), schema="ops")
    op.execute("create unique index one_clock on ops.clock ((true))")
    op.execute("insert into ops.clock values ('0')")
    op.execute(NOW)
    op.execute(STAMP)
    op.create_table(
        "agencies",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), primary_key=True),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "mail_code",
            sa.Text(),
            server_default=sa.text("left(replace(gen_random_uuid()::text, '-', ''), 10)"),
            nullable=False,
        ),
        sa.Column("created_at", sa.TIMESTAMP(timezone=True), server_default=sa.text("ops.now()"), nullable=False),
        sa.Column("suspended_at", sa.TIMESTAMP(timezone=True)),
        sa.UniqueConstraint("host", name="uq_agencies_host"),
        sa.UniqueConstraint("mail_code", name="uq_agencies_mail_code"),
        schema="ops",
    )
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
        schema="ops",
    )
    _sending()
    _mail_servers()
    role = program_role()
    op.execute(f"grant usage on schema ops, public to {role}")
    op.execute(f"grant select on all tables in schema ops to {role}")
    op.execute(f"grant insert, update (name, suspended_at) on ops.agencies to {role}")
    op.execute(f"grant insert, update on ops.heartbeats to {role}")
    op.execute(f"grant update on ops.clock, ops.sending to {role}")
    op.execute(f"grant insert, update, delete on ops.mail_servers to {role}")


def _sending() -> None:
    op.create_table(
        "sending",
        sa.Column("paused_at", sa.TIMESTAMP(timezone=True)),
        sa.Column("reason", sa.Text()),
        sa.CheckConstraint("(paused_at is null) = (reason is null)", name="ck_sending_reason"),
        schema="ops",
    )
    op.execute("create unique index one_switch on ops.sending ((true))")
    op.execute("insert into ops.sending default values")


def _mail_servers() -> None:
    op.create_table(
        "mail_servers",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("failing_since", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("openings", sa.Integer(), nullable=False),
        sa.Column("open_until", sa.TIMESTAMP(timezone=True), nullable=False),
        schema="ops",
    )


def downgrade() -> None:
    for table in ("mail_servers", "sending", "heartbeats", "agencies"):
        op.drop_table(table, schema="ops")
    op.execute("drop function ops.stamp()")
    op.execute("drop function ops.now()")
    op.drop_table("clock", schema="ops")
