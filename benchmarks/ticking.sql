-- Rows of all agencies, as the tick and the plans have them: written without triggers and foreign keys, in bulk.

insert into candidates (agency_id, id, name, email, email_key, time_zone, next_reminder_at)
    select a.id, uuidv7(), 'Dana Ruiz', n || '@example.org', n || '@example.org', 'America/New_York',
    ops.now() + interval '1 minute' * (60 + n % 500000)
    from ops.agencies a cross join generate_series(1, :each) n;

insert into applications (agency_id, id, candidate_id, employer_id, opening_title, next_change_at)
    select c.agency_id, uuidv7(), c.id, c.id, 'Controls engineer', c.next_reminder_at from candidates c;

insert into steps (agency_id, application_id, interview_id, person_id, kind, opens_at, due_at, state, reason_code)
    select p.agency_id, p.id, p.id, uuidv7(), 'thank', p.next_change_at, p.next_change_at + interval '1 day' * n,
    'upcoming', 'same_day' from applications p cross join generate_series(1, :steps_each) n;

update candidates set next_reminder_at = ops.now() - interval '1 second'
    where (agency_id, id) in (select agency_id, id from candidates order by id limit :due)
