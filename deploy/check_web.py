"""The container's health check: /readyz answers to the name that the site is called by."""

import os
import sys
from http.client import HTTPConnection, HTTPException

host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().lstrip(".*") or "localhost"
connection = HTTPConnection("127.0.0.1", 8000, timeout=4)
try:
    connection.request("GET", "/readyz", headers={"Host": host, "X-Forwarded-Proto": "https"})
    status = connection.getresponse().status
except (HTTPException, OSError) as error:
    sys.exit(f"/readyz: {error}")
sys.exit(0 if status == 200 else f"/readyz: {status}")
