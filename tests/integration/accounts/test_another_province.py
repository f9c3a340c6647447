"""The platform serves another province as it serves Shanxi: its table of regions is loaded, and its people work."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from config.common.access import Role
from enterprises.models import MandatoryList
from tests.factories.accounts import client_of, make_user, place
from tests.factories.enterprises import make_enterprise
from tests.factories.lists import make_listing

pytestmark = pytest.mark.django_db
TABLE = """code,name,parent,level
130000,河北省,,province
130100,石家庄市,130000,city
130102,长安区,130100,county
130200,唐山市,130000,city
130202,路南区,130200,county
"""


def test_a_list_of_another_province_is_made_there_and_seen_there_alone(tmp_path: Path) -> None:
    table = tmp_path / "regions.csv"
    table.write_text(TABLE)
    call_command("load_regions", str(table), "--json")
    plant = make_enterprise("唐山炼焦厂", "130202")
    listing = make_listing(plant)
    assert listing.mandatory_list.region == place("130000")
    assert "河北省" in MandatoryList.objects.get().title
    clients = {
        "130000": client_of(make_user(Role.PROVINCE, "130000")),
        "130200": client_of(make_user(Role.CITY, "130200")),
        "130202": client_of(make_user(Role.COUNTY, "130202")),
    }
    for code, client in clients.items():
        home = client.get(reverse("reports:home"))
        assert home.status_code == 200, code
        entries = client.get(reverse("enterprises:enterprise_list")).context["list"]
        assert [row["name"] for row in entries.rows] == ["唐山炼焦厂"], code
    neighbour = client_of(make_user(Role.CITY, "130100"))
    assert neighbour.get(reverse("enterprises:enterprise_detail", args=[plant.pk])).status_code == 404
    shanxi = client_of(make_user())
    assert shanxi.get(reverse("enterprises:enterprise_list")).context["list"].total == 0
    assert "河北省" in clients["130000"].get(reverse("reports:home")).content.decode()
