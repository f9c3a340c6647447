"""Who gets in: accounts, passwords, lock-out, sessions, headers."""

import environ
from csp.constants import NONE, SELF

env = environ.Env()

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.PasswordBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": env.int("PASSWORD_MIN_LENGTH", default=10)},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "reports:home"

# Five failures in 15 minutes lock the account; a bureau sits behind one address, so that takes fifty.
LOCK_OUT_ACCOUNT_FAILURES = env.int("LOCK_OUT_ACCOUNT_FAILURES", default=5)
LOCK_OUT_ADDRESS_FAILURES = env.int("LOCK_OUT_ADDRESS_FAILURES", default=50)
LOCK_OUT_MINUTES = env.int("LOCK_OUT_MINUTES", default=15)
AXES_FAILURE_LIMIT = "accounts.lockout.failure_limit"
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_COOLOFF_TIME = LOCK_OUT_MINUTES / 60
AXES_LOCKOUT_TEMPLATE = None
AXES_LOCKOUT_CALLABLE = "accounts.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "accounts.addresses.client_address"
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

# Invitations of enterprises, printed in letters that go by post.
INVITATION_DAYS = env.int("INVITATION_DAYS", default=60)
# Links that set a new password, and that confirm an e-mail address.
PASSWORD_RESET_TIMEOUT = 60 * env.int("PASSWORD_RESET_MINUTES", default=60)
EMAIL_CONFIRM_HOURS = env.int("EMAIL_CONFIRM_HOURS", default=72)
# Letters for one person in an hour; requests from one address, and wrong codes, in the lock-out time.
LETTERS_AN_HOUR = env.int("LETTERS_AN_HOUR", default=3)
ASKED_FROM_ONE_ADDRESS = env.int("ASKED_FROM_ONE_ADDRESS", default=20)

SESSION_IDLE_MINUTES = env.int("SESSION_IDLE_MINUTES", default=30)
SESSION_ABSOLUTE_HOURS = env.int("SESSION_ABSOLUTE_HOURS", default=12)
# At so many places a person may be signed in at once; one more ends the oldest.
SESSIONS_AT_ONCE = env.int("SESSIONS_AT_ONCE", default=3)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = False
CSRF_FAILURE_VIEW = "config.common.errors_views.csrf_failure"

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
