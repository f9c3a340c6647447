"""The web server in production: how many, how long, where the log goes."""

import os

bind = "0.0.0.0:8000"  # inside the container; only the proxy reaches it
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 30
# A worker is replaced now and then, so that no slow leak fills the machine.
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
accesslog = "-"
