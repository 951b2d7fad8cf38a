#!/bin/sh
# The accounts of the database, made once with an empty place. PostgreSQL's image runs it after initdb; natively:
#     POSTGRES_USER=postgres SECRETS_FOLDER=… deploy/postgres/roles.sh
#
# portal_owner owns the tables and changes them (`prepare`). portal reads and writes rows and no more: it can
# neither drop a trigger of the audit trail nor empty a table. Neither is a superuser.
set -eu

secrets=${SECRETS_FOLDER:-/run/portal-secrets}
export SECRETS_FOLDER="$secrets"

psql -v ON_ERROR_STOP=1 -q -X --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'END'
\set owner_password `cat "$SECRETS_FOLDER/owner_password"`
\set password `cat "$SECRETS_FOLDER/database_password"`
CREATE ROLE portal_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE portal LOGIN PASSWORD :'password';

-- What a request may cost at most, and how long a migration may hold up others. Settings of the role, since
-- PgBouncer shares sessions; the time zone too, or Django would ask each new connection for it.
ALTER ROLE portal SET statement_timeout = '15s';
ALTER ROLE portal SET lock_timeout = '3s';
ALTER ROLE portal SET timezone = 'UTC';
ALTER ROLE portal SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE portal_owner SET statement_timeout = '15min';
ALTER ROLE portal_owner SET lock_timeout = '2s';

CREATE DATABASE portal OWNER portal_owner TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE portal FROM PUBLIC;
GRANT CONNECT ON DATABASE portal TO portal;

\connect portal
ALTER SCHEMA public OWNER TO portal_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO portal;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO portal;
ALTER DEFAULT PRIVILEGES FOR ROLE portal_owner IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO portal;
END
