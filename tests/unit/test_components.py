"""The tags and parts of pages, rendered without a database."""

import datetime as dt

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from config.common.errors import Problem, Refused, Stale
from config.common.gallery import gallery
from config.common.listing import ListPage
from config.common.todo import DutyItem

TODAY = dt.date(2026, 11, 23)


def render(source: str, **context) -> str:
    return " ".join(Template(source).render(Context(context)).split())


def a_list(order: str = "due_on", number: int = 1) -> ListPage:
    page = Paginator(range(1095), 50).get_page(number)
    return ListPage([], page, None, order, ("due_on",), f"q=焦化&order={order}")


def test_a_status_has_colour_icon_and_word():
    html = render('{% status "待补充" "soon" %}')
    assert "tone-soon" in html
    assert "#clock-filled" in html
    assert "待补充" in html


def test_a_word_translated_in_the_template_is_a_status_too():
    html = render('{% load i18n %}{% status _("启用") "ok" %}')
    assert "启用" in html
    assert "tone-ok" in html


def test_a_missing_status_is_a_dash_not_an_error():
    assert "—" in render("{% status nothing %}", nothing=None)


def test_what_people_typed_is_escaped_everywhere():
    nasty = "<script>alert(1)</script>"
    duty = DutyItem(nasty, "#", TODAY, nasty)
    html = render(
        "{% todo_list duties today %}{% card title=nasty %}{{ nasty }}{% endcard %}{% tile_map cities nasty %}"
        '{% reason_button nasty nasty %}{% include "components/chart.html" with id="x" title=nasty data=data %}',
        duties=[duty],
        today=TODAY,
        nasty=nasty,
        cities=[{"name": nasty, "percent": 3}],
        data={"labels": [nasty], "series": [{"name": nasty, "values": [1]}]},
    )
    assert "<script>" not in html.replace('<script id="x-data" type="application/json">', "")


@pytest.mark.parametrize(
    ("part", "whole", "width"), [(96, 312, "30.8%"), (400, 312, "100.0%"), (-5, 10, "0.0%")]
)
def test_a_bar_stays_between_empty_and_full(part, whole, width):
    assert f'width="{width}"' in render("{% bar part whole %}", part=part, whole=whole)


def test_a_bar_without_a_whole_shows_only_its_track():
    html = render("{% bar part whole %}", part=5, whole=None)
    assert "bar-fill" not in html
    assert 'aria-label="—"' in html


def test_the_cities_lie_where_they_lie_and_others_fill_a_grid():
    assert "tile-c2 tile-r1" in render("{% tile_map cities %}", cities=[{"name": "朔州市", "percent": 41}])
    assert "tiles-flow" in render("{% tile_map cities %}", cities=[{"name": "石家庄市", "percent": None}])


def test_a_button_that_cannot_be_pressed_says_why():
    html = render('{% reason_button "通过" refusal confirm="x" %}', refusal=Refused("尚有 3 项未完成。"))
    assert 'type="button" aria-disabled="true"' in html
    assert "尚有 3 项未完成。" in html
    assert "data-confirm" not in html
    assert 'type="submit"' in render('{% reason_button "通过" "" %}')


def test_a_heading_sorts_keeps_the_filter_and_turns_round():
    assert 'aria-sort="ascending"' in render('{% sort_header list "due_on" "期限" %}', list=a_list())
    assert "order=-due_on" in render('{% sort_header list "due_on" "期限" %}', list=a_list())
    other = render('{% sort_header list "name" "名称" %}', list=a_list())
    assert "order=name" in other
    assert "%E7%84%A6%E5%8C%96" in other


def test_the_pager_gives_the_exact_count_and_keeps_the_query():
    html = render('{% include "components/pagination.html" with listing=list only %}', list=a_list(number=4))
    assert "第 151–200 条，共 1,095 条" in html
    assert "order=due_on&amp;page=5" in html
    assert "共 0 条" in render("{% shown_range page %}", page=Paginator([], 50).get_page(1))


def test_a_chart_has_the_table_behind_it():
    data = {
        "labels": ["2025", "2026"],
        "unit": "家",
        "series": [{"name": "列入", "values": [285, None]}],
        "hrefs": ["/a", "/b"],
    }
    html = render(
        '{% include "components/bar_chart.html" with id="c" title="历年" data=data only %}', data=data
    )
    assert 'data-chart="bar" data-source="c-data"' in html
    assert '<a href="/b">2026</a>' in html
    assert "—" in html


def test_a_stale_refusal_shows_both_texts():
    error = Stale("别人先保存了。", theirs={"投资": "320.0"}, yours={"投资": "300.0"})
    html = render('{% include "errors/refusal.html" with error=error only %}', error=error)
    assert "320.0" in html
    assert "300.0" in html


def test_a_problem_links_to_where_it_is_mended():
    html = render(
        '{% include "components/problems.html" with problems=problems only %}',
        problems=[Problem("a", "方案 ZG3 未填写技术要点", "/measures/3/"), Problem("b", "无链接")],
    )
    assert html.count("去处理") == 1


class SampleForm(forms.Form):
    money = forms.DecimalField(label="投资", widget=forms.TextInput(attrs={"data-unit": "万元"}))
    choice = forms.ChoiceField(label="费用", choices=[("n", "无费")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="会签", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_form_shows_unit_required_mark_and_the_error_beside_its_field():
    html = render("{{ form }}", form=SampleForm({"money": "三百", "choice": "n"}))
    assert '<span class="field-unit">万元</span>' in html
    assert 'aria-describedby="id_money_error"' in html
    assert 'id="id_money_error"' in html
    assert html.count("field-required") == 2
    assert 'class="form-check-input"' in html
    assert 'type="hidden" name="secret"' in html


def test_the_gallery_shows_every_part():
    response = gallery(RequestFactory().get("/gallery/"))
    assert response.template_name == "gallery.html"
    assert {"stages", "steps", "list", "form", "jobs"} <= set(response.context_data)


def test_the_window_is_named_after_the_page():
    response = gallery(RequestFactory().get("/gallery/"))
    response.context_data["platform_name"] = "某省平台"
    title = response.resolve_template("gallery.html").render(response.context_data, RequestFactory().get("/"))
    assert "<title>山西省 · 2026年度强制性清洁生产审核 · 某省平台</title>" in title


def test_the_empty_choice_is_worded():
    class Choice(forms.Form):
        city = forms.ChoiceField(choices=[("", "---------"), ("1", "太原市")])

    assert ">请选择<" in render("{{ form }}", form=Choice())
    assert ">全部<" in render('{% include "components/filter_bar.html" with form=form only %}', form=Choice())
