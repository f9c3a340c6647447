from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditsConfig(AppConfig):
    name = "audits"
    verbose_name = "审核轮次"

    def ready(self) -> None:
        from audits.reference import load_reference  # models exist only now

        post_migrate.connect(load_reference, sender=self)
