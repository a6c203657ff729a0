"""What the program does while the database works on a statement, and what is left where either fails."""

import pytest
from psycopg import OperationalError
from sqlalchemy import Compiled, bindparam, create_engine, func, literal, select, text
from sqlalchemy.pool import NullPool

from portal.core.db import held
from portal.core.meanwhile import while_asked
from portal.core.settings import Settings
from tests.factories.firm import Firm
from tests.fixtures.waiting import SECONDS

LOSE = text("select pg_terminate_backend(:pid)")


def quotient(firm: Firm) -> Compiled:
    return select(literal(12) / bindparam("by", 0)).compile(dialect=firm.session.connection().dialect)


def sleeping(firm: Firm) -> Compiled:
    return select(func.pg_sleep(SECONDS)).compile(dialect=firm.session.connection().dialect)


def test_the_row_and_what_was_made_meanwhile_are_given(firm: Firm) -> None:
    assert while_asked(firm.session, quotient(firm), {"by": 4}, lambda: "made") == ((3,), "made")


def test_what_the_deed_raises_is_raised_and_the_connection_is_as_good_as_before(firm: Firm) -> None:
    with pytest.raises(ZeroDivisionError):
        while_asked(firm.session, quotient(firm), {"by": 4}, lambda: 1 // 0)
    assert firm.session.scalar(text("select 1")) == 1


def test_what_the_statement_raises_is_raised_and_a_rollback_mends_it(firm: Firm) -> None:
    firm.commit()
    with pytest.raises(Exception, match="division by zero"):
        while_asked(firm.session, quotient(firm), {"by": 0}, lambda: "made")
    firm.session.rollback()
    assert firm.session.scalar(text("select 1")) == 1


def test_a_connection_that_is_lost_meanwhile_is_another_after_the_rollback(firm: Firm, settings: Settings) -> None:
    firm.commit()
    other = create_engine(settings.database_url or "", poolclass=NullPool)
    with held(firm.session):
        pid = firm.session.scalar(text("select pg_backend_pid()"))

        def loses() -> None:
            with other.connect() as connection:
                connection.execute(LOSE, {"pid": pid})

        with pytest.raises(OperationalError):
            while_asked(firm.session, sleeping(firm), {}, loses)
        firm.session.rollback()
        assert firm.session.scalar(text("select pg_backend_pid()")) != pid
