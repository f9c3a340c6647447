"""What a plant sends about the building and the proofs of its measures: (address, thing, fields)."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.access.browser import Fields
from tests.access.world import World
from tests.factories.visits import picture


def _proof(_world: World, _page: Fields) -> Fields:
    return {"about": "before", "file": SimpleUploadedFile("水表.jpg", picture(), "image/jpeg")}


PLANT_DEEDS = (
    ("measures:measure_proof_create", "measure", _proof),
    ("measures:measure_proof_remove", "measure_proof", lambda _world, _page: {}),
    ("measures:measure_works_edit", "measure", lambda _world, _page: {"steps-0-name": "设计"}),
    ("measures:round_screening_edit", "round", lambda _world, _page: {}),
    ("measures:funding_draw", "funding", lambda _world, _page: {"amount_wan": "1"}),
    (
        "measures:conclusion_edit",
        "measure+aspect",
        lambda _world, _page: {"passed": "yes", "reason": "同类装置已运行"},
    ),
)
