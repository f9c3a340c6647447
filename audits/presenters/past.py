"""The page of a round that was done before the platform was there: its dates and levels, nothing that is not known."""

from typing import Any

from django.utils.translation import gettext as _

from audits.models import Round
from audits.presenters.page import about_words, level_words, tag_words
from audits.presenters.rounds import round_words, state_light
from config.common.wording import date_words


def past_page_of(round_: Round) -> dict[str, Any]:
    """The context of audits/round_detail.html for an imported round."""
    return {
        "round": round_,
        "heading": round_.enterprise.name,
        "words": round_words(round_),
        "tags": [_("往年导入"), *tag_words(round_)],
        "about": about_words(round_),
        "state": state_light(round_.state),
        "past": [
            {"term": term, "value": date_words(on) if on else ""}
            for term, on in (
                (_("名单公布"), round_.opened_on),
                (_("启动审核"), round_.started_on),
                (_("报送审核报告"), round_.reported_on),
                (_("通过评估"), round_.evaluated_on),
                (_("通过验收"), round_.accepted_on),
                (_("后评估"), round_.post_assessed_on),
            )
        ]
        + [{"term": _("水平等级"), "value": level_words(round_)}],
    }
