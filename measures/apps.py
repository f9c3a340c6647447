from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MeasuresConfig(AppConfig):
    name = "measures"
    verbose_name = "清洁生产方案"

    def ready(self) -> None:
        from measures.reference import load_reference  # models exist only now

        post_migrate.connect(load_reference, sender=self)
