"""Signing in with a password; the person comes with place, department and unread notices in one query."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from accounts.models import User
from config.common.plug import hooks


class PasswordBackend(ModelBackend):
    def get_user(self, user_id: Any) -> User | None:
        people = User.objects.select_related("region__province", "department")
        columns = {name: column for hook in hooks("READER_COLUMNS") for name, column in hook().items()}
        user = people.annotate(**columns).filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
