-- Staff, employers and contacts of one agency, then, part by part, candidates with three years of applications.
-- Everything of candidate 0 is the same whatever the size, so that their pages can be compared.

insert into offices (name) select 'Office ' || n from generate_series(2, :offices) n;

insert into accounts (name, email, email_key, role, time_zone, password_hash, accepted_at) values ('Olga Brandt',
    'owner@agency.example', 'owner@agency.example', 'owner', 'America/New_York', :password, ops.now());

insert into accounts (name, email, email_key, role, office_id, time_zone, password_hash, accepted_at)
    select first_names[1 + n % cardinality(first_names)] || ' Alvarez', 'recruiter' || n || '@agency.example',
    'recruiter' || n || '@agency.example', 'recruiter', o.id, 'America/New_York', :password, ops.now()
    from generate_series(0, :recruiters - 1) n
    join (select id, row_number() over (order by id) - 1 as k from offices) o on o.k = n % :offices
    cross join (select cast(:first_names as text[]) as first_names) names;

insert into employers (name, domain, hr_name, hr_phone, hr_email) select 'Employer ' || n, 'employer' || n ||
    '.example', 'Hal Rivers', '+1 212 555 0100', 'hr@employer' || n || '.example'
    from generate_series(0, :employers - 1) n;

insert into contacts (employer_id, name, title, email, email_key, reachable_at)
    select e.id, first_names[1 + (e.k + j * 7) % cardinality(first_names)] || ' '
    || last_names[1 + (e.k * 3 + j) % cardinality(last_names)], 'Engineer', case when j < 7 then address end,
    case when j < 7 then address end, case when j < 7 then ops.now() end
    from (select id, domain, row_number() over (order by id) - 1 as k from employers) e
    cross join generate_series(0, 7) j
    cross join lateral (select 'person' || j || '@' || e.domain as address) a
    cross join (select cast(:first_names as text[]) as first_names, cast(:last_names as text[]) as last_names) names;

-- part

create temp table part on commit drop as
    select n, uuidv7() as account_id, uuidv7() as candidate_id, r.id as recruiter_id, r.office_id,
    n / :recruiters % 5 = 0 as active, 'candidate' || n || '@example.org' as email,
    first_names[1 + n % cardinality(first_names)] || ' '
    || last_names[1 + n / cardinality(first_names) % cardinality(last_names)] as name
    from generate_series(cast(:first as int), :last) n
    join (select id, office_id, row_number() over (order by id) - 1 as k from accounts where role = 'recruiter') r
    on r.k = n % :recruiters
    cross join (select cast(:first_names as text[]) as first_names, cast(:last_names as text[]) as last_names) names;

create temp table part_applications on commit drop as
    select p.n, p.candidate_id, p.name, p.email, nth, uuidv7() as application_id, e.id as employer_id,
    p.active and nth = 1 as is_open, ops.now() + case when p.active and nth = 1
    then make_interval(days => 5 - (n + 6) % 18, hours => -(n % 8))
    else make_interval(days => -30 - (n * 37 + nth * 401) % 1065, hours => -(n % 8)) end as last_at
    from part p cross join lateral generate_series(1, 2 - n / 7 % 2) nth
    join (select id, row_number() over (order by id) - 1 as k from employers) e
    on e.k = (p.n + nth - 1) % :employers;

create temp table part_rounds on commit drop as
    select a.*, r, uuidv7() as interview_id, starts_at, starts_at + interval '1 hour' as ends_at,
    case when not a.is_open or r > 1 then 'done' when starts_at > ops.now() then 'ahead'
    when starts_at > ops.now() - interval '3 days' then 'fresh' else 'told' end as progress
    from part_applications a cross join lateral generate_series(1, 2 - n / 3 % 2) r
    cross join lateral (select a.last_at - (r - 1) * interval '8 days' as starts_at) s;

create temp table part_people on commit drop as
    select r.*, i, uuidv7() as person_id, c.id as contact_id, c.name as contact_name, c.email as contact_email,
    c.email is not null and (r.progress = 'done' or r.progress = 'told' and i = 1) as thanked,
    uuidv7() as note_id, uuidv7() as mail_id
    from part_rounds r cross join generate_series(1, 2) i
    join (select id, employer_id, name, email, row_number() over (partition by employer_id order by id) - 1 as k
    from contacts) c on c.employer_id = r.employer_id and c.k = (r.n + r.r + i) % 8;

analyze part, part_applications, part_rounds, part_people;

insert into accounts (id, name, email, email_key, role, time_zone, password_hash, accepted_at) select account_id,
    name, email, email, 'candidate', 'America/New_York', :password, ops.now() from part;

insert into candidates (id, name, email, email_key, time_zone, account_id, recruiter_id, office_id, invited_at)
    select candidate_id, name, email, email, 'America/New_York', account_id, recruiter_id, office_id, ops.now()
    from part;

insert into general_drafts (candidate_id, subject, body, ready_at) select candidate_id, 'Thank you',
    'Dear [Name], thank you for your time.', ops.now() - interval '30 days' from part;

insert into applications (id, candidate_id, employer_id, opening_title, state, reason_code, changed_at)
    select application_id, candidate_id, employer_id, 'Controls engineer', case when is_open then 'active'
    when n % 3 = 0 then 'heard_back' else 'closed' end, case when is_open then 'following_up' when n % 3 = 0
    then 'was_heard_back' else 'was_closed' end, least(last_at + interval '20 days', ops.now())
    from part_applications;

insert into employer_responses (application_id, kind, at) select application_id, 'answer', last_at + interval '20 days'
    from part_applications where not is_open and n % 3 = 0;

insert into closures (application_id, kind, at) select application_id, 'no_answer', last_at + interval '20 days'
    from part_applications where not is_open and n % 3 > 0;

insert into interviews (id, application_id, starts_at, ends_at, time_zone, recorded_at) select interview_id, application_id,
    starts_at, ends_at, 'America/New_York', starts_at - interval '6 days' from part_rounds;

insert into interview_people (id, interview_id, contact_id, listed_by, met, talked_about) select person_id,
    interview_id, contact_id, 'staff', case when progress in ('told', 'done') then true end,
    case when progress in ('told', 'done') then 'the second packaging line' end from part_people;

insert into debriefs (interview_id, finished_at) select interview_id, ends_at + interval '2 hours' from part_rounds
    where progress in ('told', 'done');

insert into step_completions (interview_id, person_id, kind, means, at)
    select interview_id, cast(null as uuid), 'collect_contacts', 'told', starts_at from part_rounds
    where progress <> 'ahead'
    union all select interview_id, null, 'debrief', 'told', ends_at + interval '2 hours' from part_rounds
    where progress in ('told', 'done')
    union all select interview_id, person_id, 'thank', case when i = 1 then 'portal' else 'mail_program' end,
    ends_at + interval '5 hours' from part_people where thanked
    union all select interview_id, null, 'follow_up', 'mail_program', ends_at + interval '10 days' from part_rounds
    where progress = 'done' and r = 1;

insert into steps (application_id, interview_id, person_id, kind, opens_at, due_at, missed_from, state, reason_code,
    reason_values)
    select application_id, interview_id, cast(null as uuid), 'collect_contacts', starts_at - interval '2 days', starts_at,
    starts_at, case when progress <> 'ahead' then 'done' when starts_at < ops.now() + interval '2 days' then 'open'
    else 'upcoming' end, 'ask_for_cards', cast('{}' as jsonb) from part_rounds
    union all select application_id, interview_id, null, 'debrief', ends_at, ends_at, ends_at + interval '14 days',
    case progress when 'ahead' then 'upcoming' when 'fresh' then 'open' else 'done' end, 'while_fresh', '{}'
    from part_rounds
    union all select application_id, interview_id, person_id, 'thank', ends_at, ends_at + interval '24 hours',
    ends_at + interval '14 days', case when thanked then 'done' when progress = 'ahead' then 'upcoming'
    when progress = 'done' then 'missed' when contact_email is null then 'blocked' else 'open' end, 'same_day',
    '{"hours": 24}' from part_people
    union all select application_id, interview_id, person_id, 'request_contact', ends_at, ends_at + interval '2 days',
    null, 'open', 'recruiter_looks', '{"hours": 16}' from part_people where contact_email is null
    and progress in ('fresh', 'told')
    union all select application_id, interview_id, null, 'follow_up', ends_at + interval '8 days', ends_at + interval
    '10 days', ends_at + interval '40 days', case progress when 'done' then 'done' else 'upcoming' end,
    'unknown_pace', '{"days": 10}' from part_rounds where r = 1;

insert into outgoing_messages (id, kind, key, queue, to_name, to_email, about_id, payload, message_id, subject, state, due_at,
    handed_over_at, finished_at, created_at)
    select mail_id, 'note', 'note:' || note_id, 'now', contact_name, contact_email, note_id, jsonb_build_object('note',
    note_id), mail_id || '@mail.example', 'Thank you', 'sent', at, at, at, at
    from part_people cross join lateral (select ends_at + interval '5 hours' as at) w where thanked and i = 1
    union all select uuidv7(), 'debrief', 'debrief:' || interview_id, 'due', name, email, candidate_id,
    jsonb_build_object('candidate', candidate_id), interview_id || '@mail.example', 'How did it go?', 'sent', at, at,
    at, at from part_rounds cross join lateral (select ends_at + interval '1 hour' as at) w where progress <> 'ahead';

insert into reminders (candidate_id, message_id, kind, at, local_day) select m.about_id, m.id, 'debrief', m.due_at,
    cast(m.due_at as date) from outgoing_messages m join part p on p.candidate_id = m.about_id where m.kind = 'debrief';

insert into notes (id, interview_id, person_id, kind, medium, subject, body, saved_at, message_id) select note_id,
    interview_id, person_id, 'thank', 'email', 'Thank you', repeat('Thank you for the hour in the test hall. ', 8),
    ends_at + interval '4 hours', mail_id from part_people where thanked and i = 1;

insert into sent_notes (note_id, at, means, from_name, to_name, to_email, subject, body) select note_id,
    ends_at + interval '5 hours', 'portal', name, contact_name, contact_email, 'Thank you',
    repeat('Thank you for the hour in the test hall. ', 8) from part_people where thanked and i = 1;

insert into contact_requests (contact_id, candidate_id, requested_at, target_at, recruiter_notified_at)
    select distinct on (contact_id) contact_id, candidate_id, ends_at, ends_at + interval '2 days', ends_at
    from part_people where contact_email is null and progress in ('fresh', 'told') order by contact_id, ends_at
    on conflict do nothing

-- part

update step_completions set at = ops.now() - interval '1 hour' * (1 + abs(hashtext(id::text)) % 167)
    where at < ops.now() - interval '7 days';

update applications set version = version where changed_at < ops.now() - interval '7 days'
