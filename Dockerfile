# Two images on one base: the portal, and PgBouncer, of which there is no official image.
#     docker build --target portal .        docker build --target pgbouncer .
# No state and no secret is in them: what is written goes to /var/lib/portal (a volume) and /tmp.
# The Python the suite runs on.
ARG BASE=python:3.11-slim-trixie

FROM ${BASE} AS base
# Debian's own updates are wanted whenever the image is built, so no versions here.
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
ENV LANG=C.UTF-8 \
    PYTHONUNBUFFERED=1

FROM base AS pgbouncer
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends pgbouncer \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /portal
# Readable by the account it runs as, whatever the umask of the clone.
COPY --chmod=0755 deploy/pgbouncer deploy/pgbouncer
USER 10002:10002
EXPOSE 6432
HEALTHCHECK --interval=10s --timeout=5s CMD ["deploy/pgbouncer/answers"]
ENTRYPOINT ["deploy/pgbouncer/start"]

FROM base AS packages
# By hash from the lock file; what only tests import is taken out again.
COPY requirements.txt /tmp/
RUN python3 -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/requirements.txt \
    && /opt/venv/bin/pip uninstall -y pytest pytest-django hypothesis pip setuptools

FROM base AS portal
# The packages of tools/setup.py that a book needs; a test compares them.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 portal \
    && useradd --uid 10001 --gid 10001 --home-dir /tmp --no-create-home --shell /usr/sbin/nologin portal \
    && install -d -o 10001 -g 10001 -m 0750 /var/lib/portal /run/portal-secrets
COPY --from=packages /opt/venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH \
    DJANGO_SETTINGS_MODULE=config.settings \
    PORTAL_VAR=/var/lib/portal \
    STATIC_ROOT=/portal/collected
WORKDIR /portal
COPY . .
# Readable by the account it runs as, whatever the umask of the clone and of the settings.
RUN export DATABASE_URL=sqlite://:memory: PORTAL_VAR=/tmp/build \
    && mkdir "$STATIC_ROOT" \
    && python3 manage.py check \
    && python3 -c "import django; django.setup(); \
from portal.management.commands.prepare import collect_static; collect_static()" \
    && python3 -m compileall -q . \
    && chmod -R a+rX . \
    && rm -rf /tmp/build
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s CMD ["python", "-m", "tools.probe"]
ENTRYPOINT ["deploy/with-secrets"]
CMD ["python", "-m", "tools.processes", "web", "--host", "0.0.0.0"]
