from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "人员与权限"

    def ready(self) -> None:
        from accounts.reference import load_reference  # models exist only now

        post_migrate.connect(load_reference, sender=self)
