"""The web server's entry point with everything imported before the fork, so that a killed worker is back at once."""

from django.db import connections
from django.template.loader import get_template
from django.urls import get_resolver

from config.wsgi import application

__all__ = ["application"]

get_resolver().url_patterns  # noqa: B018 -- read for what reading imports
get_template("layouts/app.html")
connections.close_all()
