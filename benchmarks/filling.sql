-- The candidates of one agency, each just out of an interview.

insert into accounts (name, email, email_key, role, time_zone, accepted_at) values ('Rita Alvarez',
    'rita@agency.example', 'rita@agency.example', 'recruiter', :zone, ops.now());

insert into employers (name, domain, hr_name, hr_phone, hr_email) select 'Employer ' || n, 'employer' || n ||
    '.example', 'Hal Rivers', '+1 212 555 0100', 'hr@employer' || n || '.example' from generate_series(1, 20) n;

insert into accounts (name, email, email_key, role, time_zone, accepted_at) select 'Dana Ruiz ' || n, 'dana'
    || n || '@example.org', 'dana' || n || '@example.org', 'candidate', :zone, ops.now() from generate_series(1,
    :candidates) n;

insert into candidates (name, email, email_key, time_zone, account_id, recruiter_id, invited_at) select name,
    email, email_key, time_zone, id, (select id from accounts where role = 'recruiter'), ops.now() from accounts
    where role = 'candidate';

insert into general_drafts (candidate_id, subject, body, ready_at) select id, 'Thank you', 'Dear', ops.now()
    from candidates;

insert into applications (candidate_id, employer_id, opening_title) select c.id, e.id, 'Controls engineer' from
    (select id, row_number() over () as n from candidates) c join (select id, row_number() over () as n from
    employers) e on e.n = c.n % 20 + 1;

insert into contacts (employer_id, name, email, email_key, reachable_at) select e.id, 'Lee Park ' || n, 'lee'
    || n || '@employer.example', 'lee' || n || '@employer.example', ops.now() from employers e, generate_series(1,
    5) n;

insert into interviews (application_id, starts_at, ends_at, time_zone, recorded_at) select id, ops.now() -
    interval '100 minutes', ops.now() - interval '40 minutes', :zone, ops.now() - interval '3 days' from applications;

insert into interview_people (interview_id, contact_id) select distinct on (i.id) i.id, c.id from interviews i
    join applications p on p.id = i.application_id join contacts c on c.employer_id = p.employer_id order by i.id, c.id;

insert into steps (application_id, interview_id, kind, opens_at, due_at, missed_from, state, reason_code) select
    application_id, id, 'debrief', ends_at + interval '30 minutes', ends_at + interval '30 minutes', ends_at +
    interval '14 days', 'open', 'while_fresh' from interviews;

insert into steps (application_id, interview_id, person_id, kind, opens_at, due_at, missed_from, state,
    reason_code, reason_values) select i.application_id, i.id, p.id, 'thank', i.ends_at, i.ends_at + interval '24
    hours', i.ends_at + interval '14 days', 'open', 'same_day', '{"hours": 24}' from interviews i join
    interview_people p on p.interview_id = i.id
