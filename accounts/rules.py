"""What an account is: one person with an own name, never a company, a department or a post."""

import re

from django.utils.translation import gettext as _

from config.common.errors import Problem, Refused

_NOT_PEOPLE = (
    "公司",
    "集团",
    "厂",
    "部门",
    "科室",
    "办公室",
    "环保部",
    "安环",
    "管理员",
    "经办人",
    "测试",
    "有限",
)
_NAME = re.compile(r"[^\W\d_]+(?:[ ·.\-'’][^\W\d_]+)*\.?")
_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{3,39}")


def name_problem(name: str) -> str:
    """Why this is no name of a person; empty when it may be one."""
    if len(name) < 2 or not _NAME.fullmatch(name):
        return _("请写本人的真实姓名，至少两个字，不带数字和符号。")
    if any(word in name for word in _NOT_PEOPLE):
        return _("账号属于个人，不能以单位、部门或岗位的名义开立。请写本人的真实姓名。")
    return ""


def username_problem(username: str) -> str:
    """Why nobody may sign in under this name."""
    if not _USERNAME.fullmatch(username):
        return _("用户名用 4 至 40 个字母、数字、点、横线或下划线，以字母或数字开头。")
    return ""


def check_registration(name: str, username: str) -> None:
    """A person gives an own account the own name and a name to sign in with; refused beside the field that is wrong."""
    found = {"name": name_problem(name), "username": username_problem(username)}
    problems = [Problem(field, sentence) for field, sentence in found.items() if sentence]
    if problems:
        raise Refused(_("填写的内容有误，账号没有开立。"), problems)
