from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = "企业登记"

    def ready(self) -> None:
        from enterprises.reference import load_reference  # models exist only now

        post_migrate.connect(load_reference, sender=self)
