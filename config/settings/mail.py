"""Letters: where they go out, whose name they bear, and where their links lead."""

import environ

env = environ.Env()

_server = env.email_url("EMAIL_URL", default="smtp://")
# No host: letters are kept as files under VAR_DIR/mail.
MAIL_SERVER = {
    "host": _server.get("EMAIL_HOST") or "",
    "port": _server.get("EMAIL_PORT") or 25,
    "user": _server.get("EMAIL_HOST_USER") or "",
    "password": _server.get("EMAIL_HOST_PASSWORD") or "",
    "tls": "ssl" if _server.get("EMAIL_USE_SSL") else "starttls" if _server.get("EMAIL_USE_TLS") else "",
    "timeout": env.float("EMAIL_TIMEOUT_SECONDS", default=20),
}
MAIL_FROM = env.str("EMAIL_FROM", default="platform@localhost")
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000").rstrip("/")

# Reminders of a day go out at the first sweep after this hour.
NOTICE_HOUR = env.int("NOTICE_HOUR", default=7)
