# syntax=docker/dockerfile:1
# The platform's image: web, worker, beat and the migration are the same image with another command.

FROM node:22-bookworm-slim AS front-end
WORKDIR /srv/platform
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund


FROM python:3.11-slim-bookworm AS base

# Libraries and fonts for documents (WeasyPrint).
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-noto-cjk libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 tzdata \
    && rm -rf /var/lib/apt/lists/*

ENV DJANGO_SETTINGS_MODULE=config.settings.production \
    PYTHONUNBUFFERED=1 \
    STATIC_ROOT=/srv/static \
    TZ=Asia/Shanghai \
    VAR_DIR=/srv/var

WORKDIR /srv/platform
COPY requirements.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check -r requirements.txt


FROM base AS built

# gettext compiles the message catalogues.
RUN apt-get update \
    && apt-get install -y --no-install-recommends gettext \
    && rm -rf /var/lib/apt/lists/*

COPY --from=front-end /srv/platform/node_modules ./node_modules
COPY . .

# The values serve these commands alone: nothing is reached, nothing of them stays.
RUN export SECRET_KEY=only-for-this-step ALLOWED_HOSTS=localhost VAR_DIR=/tmp/var \
        DATABASE_URL=postgres://localhost/none CELERY_BROKER_URL=redis://localhost/0 CACHE_URL=redis://localhost/1 \
    && python manage.py compilemessages --verbosity 0 \
    && deploy/collect_static \
    && python -m compileall -q -x node_modules .

# What the settings name stays as empty folders; its files are in /srv/static now.
RUN find node_modules -not -type d -delete


FROM base

# The code belongs to root; the platform's user can write to /srv/var alone.
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent platform \
    && install -d -o platform -g platform -m 0750 /srv/var
COPY --from=built /srv/static /srv/static
COPY --from=built /srv/platform ./

USER platform
EXPOSE 8000
CMD ["gunicorn", "--config", "deploy/gunicorn.py", "config.wsgi"]
