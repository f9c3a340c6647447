"""What everybody may read without signing in: how it is kept, and how many calls one address may make."""

import environ

env = environ.Env()

# Calls from one address: (how many, in how many seconds). A school or a bureau sits behind one address.
CALL_RATES = {
    "public_page": (env.int("PUBLIC_PAGES_A_MINUTE", default=240), 60),
    "public_file": (env.int("PUBLIC_FILES_A_MINUTE", default=20), 60),
    "tool": (env.int("TOOL_CALLS_A_MINUTE", default=60), 60),
    "calendar_feed": (env.int("FEED_CALLS_A_MINUTE", default=30), 60),
}
