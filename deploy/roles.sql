-- The roles and the database, as a superuser of PostgreSQL 18, once. The environment has the passwords.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv program_password PROGRAM_PASSWORD
\getenv backup_password BACKUP_PASSWORD

-- Owns the tables. Only `portal migrate` connects as this role.
create role portal_owner login password :'owner_password';

-- The portal's own role. It owns nothing, so it sees the rows of one agency at a time.
create role portal_app login password :'program_password';

-- Reads every agency's rows, and changes none.
create role portal_backup login bypassrls password :'backup_password';
alter role portal_backup set default_transaction_read_only = on;
grant pg_read_all_data to portal_backup;

-- Nobody signs in as this role: it owns the function that finds the agencies with due work.
create role portal_tick nologin;
grant portal_tick to portal_owner;

create database portal owner portal_owner template template0
    encoding 'UTF8' locale 'C' locale_provider builtin builtin_locale 'C.UTF-8';
revoke all on database portal from public;
grant connect on database portal to portal_app, portal_backup;
