"""An agency from before the disclosure rule: what candidates entered stays theirs to see, the rest is hidden."""

import uuid

from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from portal.contacts.disclosure import digest
from portal.core import migrations
from tests.fixtures.databases import database
from tests.fixtures.servers import Urls

BEFORE, DISCLOSURE = "0039", "0040"
MADE = """
    select set_config('portal.agency_id', id::text, true) from ops.agencies;
    insert into accounts (name, email, email_key, role, time_zone) values
        ('Ann', 'a@x.example', 'a@x.example', 'candidate', 'UTC'),
        ('Rita', 'r@x.example', 'r@x.example', 'recruiter', 'UTC');
    insert into candidates (name, email, email_key, time_zone) values ('Ann', 'a@x.example', 'a@x.example', 'UTC');
    insert into employers (name) values ('Acme');
    insert into contacts (employer_id, name, email, email_key, phone) select id, 'Dana', 'D@x.example', 'd@x.example',
        '212 555-0100' from employers;
    insert into contacts (employer_id, name, email, email_key)
        select id, 'Lee', 'l@x.example', 'l@x.example' from employers;
    insert into processes (candidate_id, employer_id, opening_title)
        select c.id, e.id, 'Engineer' from candidates c, employers e;
    insert into interviews (process_id, starts_at, ends_at, time_zone, recorded_at)
        select id, now(), now() + interval '1 hour', 'UTC', now() from processes;
    insert into interview_people (interview_id, contact_id) select i.id, c.id from interviews i, contacts c;
    insert into audit_events (at, actor_kind, actor_id, action, subject_kind, subject_id, fields)
        select now(), 'account', a.id, 'contact.create', 'contacts', c.id, '{}' from accounts a, contacts c
         where (c.name, a.name) in (('Dana', 'Ann'), ('Lee', 'Rita'));
    insert into audit_events (at, actor_kind, actor_id, action, subject_kind, subject_id, fields)
        select now() + interval '1 minute', 'account', a.id, 'contact.update', 'contacts', c.id, '{phone}'
          from accounts a, contacts c where c.name = 'Dana' and a.name = 'Rita';
    insert into audit_events (at, actor_kind, actor_id, action, subject_kind, subject_id, fields)
        select now(), 'account', a.id, 'interview_person.add', 'interview_people', p.id, '{}'
          from accounts a, contacts c, interview_people p
         where p.contact_id = c.id and (c.name, a.name) in (('Dana', 'Ann'), ('Lee', 'Rita'));
"""
LISTED = "select c.name, p.listed_by from interview_people p join contacts c on c.id = p.contact_id"
ENTERED = "select a.name, e.kind, e.digest from entered_details e join accounts a on a.id = e.account_id"


def enter(connection: Connection) -> None:
    connection.execute(text("select set_config('portal.agency_id', id::text, false) from ops.agencies"))


def test_rows_of_before_keep_what_the_audit_trail_proves(urls: Urls) -> None:
    name, role = f"portal_disclosed_{uuid.uuid4().hex[:8]}", make_url(urls.database).username or ""
    with database(urls.admin, name) as fresh:
        migrations.upgrade(fresh, role, BEFORE)
        with create_engine(fresh, poolclass=NullPool).connect() as connection:
            connection.execute(text("insert into ops.agencies (host, name) values ('a.localhost', 'A')"))
            connection.execute(text(MADE))
            connection.commit()
            migrations.upgrade(fresh, role, DISCLOSURE)
            enter(connection)
            listed = {row.name: row.listed_by for row in connection.execute(text(LISTED))}
            entered = {tuple(row) for row in connection.execute(text(ENTERED))}
            connection.rollback()
            migrations.downgrade(fresh, role, BEFORE)
    assert listed == {"Dana": "candidate", "Lee": "staff"}
    assert entered == {("Ann", "email", digest("email", "D@x.example"))}
