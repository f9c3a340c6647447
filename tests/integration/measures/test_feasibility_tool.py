"""The feasibility tool for anybody: as a page and over the API, with the published example and its refusals."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db
# The sheet whose I is 150 and F 32.5: the published example a, at 5 % over ten years.
SHEET = {
    "construction": "140",
    "interest": "6",
    "working_capital": "14",
    "subsidy": "10",
    "yearly_saving": "32.5",
    "depreciation_years": 10,
    "tax_rate": "0",
    "years": 10,
    "discount_rate": "0.05",
}
PERCENT = {"tax_rate": "0", "discount_rate": "5"}


def ask(**changes):
    return Client().post("/api/v1/tools/feasibility/", SHEET | changes, content_type="application/json")


def test_the_api_answers_the_published_example_without_signing_in() -> None:
    answer = ask()
    assert answer.status_code == 200
    assert answer.json() == {
        "investment": "150.0000",
        "cash_flow": "32.5000",
        "payback_years": "4.6154",
        "npv": "100.9564",
        "npvr": "0.6730",
        "irr": "0.1726",
    }


def test_what_is_undefined_is_null() -> None:
    answer = ask(yearly_saving="-5").json()
    assert [answer[name] for name in ("payback_years", "npvr", "irr")] == [None, None, None]
    assert answer["npv"] == "-188.6087"  # −5 × 7.72173 − 150
    assert ask(yearly_saving="15").json()["irr"] == "0.0000"
    assert ask(yearly_saving="14").json()["irr"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("construction", "-1"),
        ("construction", "多"),
        ("depreciation_years", 0),
        ("years", 101),
        ("tax_rate", "25"),
        ("discount_rate", "-0.01"),
        ("subsidy", "161"),
    ],
)
def test_a_wrong_figure_is_refused_by_name(field: str, value: object) -> None:
    answer = ask(**{field: value})
    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_the_page_shows_how_each_figure_came_about() -> None:
    page = reverse("measures:feasibility_tool")
    empty = Client().get(page)
    assert (empty.status_code, empty.context["found"]) == (200, None)
    found = Client().get(page, SHEET | PERCENT)
    body = found.content.decode()
    for words in (
        "建设投资 140＋建设期利息 6＋流动资金 14－补助 10",
        "4.6154 a",
        "100.9564 万元",
        "17.257",
        "4.6 年收回投资，10 年内净现值 100.96 万元，经济上可行。",
    ):
        assert words in body, words


def test_the_page_says_what_is_wrong_and_keeps_what_was_typed() -> None:
    answer = Client().get(reverse("measures:feasibility_tool"), SHEET | PERCENT | {"subsidy": "161"})
    assert answer.context["found"] is None
    assert "补助不能大于建设投资、建设期利息与流动资金之和。" in answer.content.decode()
    assert 'value="161"' in answer.content.decode()


def test_who_calls_too_often_is_told_when_to_come_back(settings) -> None:
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tool"}
    settings.CACHES = settings.CACHES | {"rates": memory}
    settings.CALL_RATES = settings.CALL_RATES | {"tool": (2, 10**10)}  # a window that no test outlasts
    page = reverse("measures:feasibility_tool")
    assert [ask().status_code, Client().get(page).status_code] == [200, 200]
    for answer in (ask(), Client().get(page)):
        assert answer.status_code == 429
        assert int(answer["Retry-After"]) > 0
