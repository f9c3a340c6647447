"""The container's health check: /readyz answers to the name that the site is called by."""

import os
import sys
import urllib.error
import urllib.request

host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".*")
request = urllib.request.Request(
    "http://127.0.0.1:8000/readyz", headers={"Host": host or "localhost", "X-Forwarded-Proto": "https"}
)
try:
    with urllib.request.urlopen(request, timeout=4) as answer:
        sys.exit(0 if answer.status == 200 else 1)
except (urllib.error.URLError, OSError) as error:
    sys.exit(f"/readyz: {error}")
