"""The gallery: every part of our pages with made-up data, for page writers; shown only in debug."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from config.common.errors import Problem, Stale
from config.common.gallery_data import CHART, CITIES, EVENTS, FUNNEL, JOBS, LATE, MEASURES, STEPS, TARGETS
from config.common.listing import ListPage
from config.common.todo import DutyItem
from config.common.wording import Light, due_light

TODAY = dt.date(2026, 11, 23)


class MeasureSample(forms.Form):
    """A form with every kind of field."""

    title = forms.CharField(label="方案名称", help_text="写清设备和做法，例如：焦炉烟气脱硫脱硝改造。")
    kind = forms.ChoiceField(
        label="方案类别", choices=[("", "请选择"), ("1", "原辅材料和能源"), ("2", "技术工艺")]
    )
    agency = forms.ChoiceField(
        label="咨询机构",
        choices=[("1", "山西清源环境咨询有限公司"), ("2", "晋环科技有限公司")],
        widget=forms.Select(attrs={"data-search": ""}),
    )
    investment = forms.DecimalField(label="计划投资", widget=forms.TextInput(attrs={"data-unit": "万元"}))
    saving = forms.DecimalField(
        label="年节水量", required=False, widget=forms.TextInput(attrs={"data-unit": "万t/a"})
    )
    begins_on = forms.DateField(label="开工日期", widget=forms.DateInput(attrs={"type": "date"}))
    cost = forms.ChoiceField(
        label="费用分类",
        choices=[("n", "无费"), ("l", "低费"), ("m", "中费"), ("h", "高费")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="技术要点", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    audited = forms.BooleanField(label="已由咨询机构会签", required=False)


class FilterSample(forms.Form):
    """A filter bar as django-filter would make it."""

    q = forms.CharField(label="名称或代码", required=False)
    city = forms.ChoiceField(label="城市", choices=[("", "全部"), ("1", "太原市")], required=False)
    stage = forms.ChoiceField(label="阶段", choices=[("", "全部"), ("4", "方案产生和筛选")], required=False)
    late = forms.BooleanField(label="只看逾期", required=False)


def gallery(request: HttpRequest) -> HttpResponse:
    """One page with every component; `?lang=en` and a narrow window are worth trying too."""
    return TemplateResponse(request, "gallery.html", {**_figures(), **_round(), **_lists(), **_forms()})


def _figures() -> dict[str, Any]:
    def due(days: int) -> dt.date:
        return TODAY + dt.timedelta(days)

    duties = [
        DutyItem("审定临汾市推荐名单（23 家，2 家代码缺失）", "#", due(-3), "临汾市"),
        DutyItem("签发评估意见：介休市安泰煤化工", "#", due(-1), "晋中市"),
        DutyItem("延期申请：孝义市金达焦化（停产检修，附文件）", "#", due(2), "吕梁市"),
        DutyItem("抽取验收专家组：5 家电力企业", "#", due(4), "大同市"),
        DutyItem("半年进展汇总：已报 9 市，未报 阳泉、忻州", "#", due(9), "全省"),
        DutyItem("后评估抽样方案待确认（40 家，种子 20261107）", "#", due(16), "全省"),
    ]
    return {
        "today": TODAY,
        "stages": FUNNEL,
        "duties": duties,
        "cities": CITIES,
        "late": LATE,
        "targets": TARGETS,
        "chart": CHART,
    }


def _round() -> dict[str, Any]:
    problems = [
        Problem("points", "方案 ZG3「干熄焦余热发电」未填写技术要点", "#"),
        Problem("begun", "无/低费方案应有至少一项已实施（现 0 / 14）", "#"),
        Problem("sorted", "方案 WD5、WD9 未归入八类，不能汇总筛选结果", "#"),
    ]
    dates = [
        {
            "term": "公示",
            "value": "2026-04-18 前",
            "light": due_light(TODAY, dt.date(2026, 4, 10), TODAY),
        },
        {
            "term": "启动",
            "value": "2026-05-18 前",
            "light": due_light(dt.date(2026, 5, 18), dt.date(2026, 5, 20), TODAY),
        },
        {
            "term": "完成并报送",
            "value": "2027-03-18 前",
            "light": due_light(dt.date(2027, 3, 18), None, TODAY),
        },
        {"term": "咨询机构", "value": "山西清源环境咨询有限公司", "href": "#"},
        {"term": "企业负责人", "value": "环保部 138****2291"},
        {"term": "主管", "value": None},
    ]
    stale = Stale(
        "别人刚刚保存过这一项，您的内容没有写入。",
        theirs={"计划投资": "320.0"},
        yours={"计划投资": "300.0"},
    )
    return {
        "steps": STEPS,
        "problems": problems,
        "dates": dates,
        "events": EVENTS,
        "stale": stale,
        "words": ["第一类 · 双超", "2521 炼焦", "汾河流域"],
    }


def _lists() -> dict[str, Any]:
    page = Paginator(range(1, 1096), 50).get_page(4)
    listing = ListPage(
        rows=MEASURES,
        page=page,
        filter=None,
        order="-due_on",
        orderings=("name", "due_on"),
        query="order=-due_on",
    )
    lights = [
        Light(tone, tone) for tone in ("done", "ok", "soon", "late", "paused", "returned", "todo", "info")
    ]
    return {
        "list": listing,
        "jobs": [SimpleNamespace(**job) for job in JOBS],
        "lights": lights,
        "tabs": [
            {"label": "在审", "href": "#", "active": True, "count": 1095},
            {"label": "已完成", "href": "#", "count": 427},
        ],
        "exports": [{"label": "导出 Excel", "href": "#"}, {"label": "CSV", "href": "#"}],
        "trail": [{"label": "审核轮次", "href": "#"}, {"label": "孝义市晋源焦化有限公司"}],
    }


def _forms() -> dict[str, Any]:
    wrong = MeasureSample({"title": "酚氰废水深度处理回用", "investment": "三百", "cost": "m"})
    return {
        "form": wrong,
        "filter_form": FilterSample(),
        "products": ["焦炭", "煤焦油", "粗苯"],
        "years": [2023, 2024, 2025],
    }
