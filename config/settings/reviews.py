"""How long each step of a panel may take, in working days. No paper sets these; a province may set its own."""

import environ

env = environ.Env()

REVIEW_ANSWER_DAYS = env.int("REVIEW_ANSWER_DAYS", default=3)
REVIEW_MERGE_DAYS = env.int("REVIEW_MERGE_DAYS", default=5)
REVIEW_DECIDE_DAYS = env.int("REVIEW_DECIDE_DAYS", default=10)
