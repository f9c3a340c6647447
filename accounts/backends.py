"""Signing in with a password; the person comes with place and department in one query."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from accounts.models import User


class PasswordBackend(ModelBackend):
    def get_user(self, user_id: Any) -> User | None:
        people = User.objects.select_related("region__province", "department")
        user = people.filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
