"""Who plays: the accounts of the demonstration, and the people behind the enterprises."""

from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import Department, Region, User
from accounts.services.activity import activity_record
from accounts.services.users import user_create
from audits.enums import TieKind
from audits.models import Agency, Expert
from audits.services.agencies import auditor_add, expert_create
from audits.services.ties import tie_add
from config.common.access import Role
from enterprises.models import Enterprise, Industry
from enterprises.services.representatives import representative_add
from reports.demo.names import Names

XIAOYI = "141181"
# role, user name, name, code of the region
ACCOUNTS: tuple[tuple[Role, str, str, str], ...] = (
    (Role.PROVINCE, "shengting", "郭立新", "140000"),
    (Role.CITY, "taiyuan", "张丽娟", "140100"),
    (Role.CITY, "lvliang", "任建国", "141100"),
    (Role.COUNTY, "xiaoyi", "武志强", XIAOYI),
    (Role.ENTERPRISE, "qiye", "梁晓峰", ""),
    (Role.AGENCY, "jigou", "韩雪梅", ""),
    (Role.EXPERT, "zhuanjia", "许文博", ""),
    (Role.VERIFIER, "hecha", "阎俊杰", ""),
    (Role.DEPARTMENT, "fagai", "贾卫东", "140000"),
    (Role.SYSTEM_ADMIN, "xitong", "孙明亮", ""),
    (Role.SECURITY_ADMIN, "anquan", "卢红霞", ""),
    (Role.LOG_ADMIN, "shenji", "潘宏伟", ""),
)
# who has an address, so that letters are made; nothing of this domain can ever be delivered
WRITTEN_TO = ("taiyuan", "qiye")
_EXPERTS = (
    ("许文博", "太原理工大学", "教授"),
    ("宋国平", "山西省环境规划院", "正高级工程师"),
    ("董秀英", "山西大学", "教授"),
    ("冯振华", "中北大学", "副教授"),
    ("马玉梅", "山西省节能中心", "高级工程师"),
    ("蔡春生", "太原科技大学", "教授"),
    ("蒋永红", "山西省冶金设计院", "正高级工程师"),
    ("余海燕", "山西省化工研究所", "高级工程师"),
)


@dataclass
class Cast:
    """Everybody by user name, the agency and the experts that have accounts, the pool, the representatives."""

    users: dict[str, User]
    agencies: list[Agency]
    own_agency: Agency
    experts: list[Expert]
    representatives: dict[int, User] = field(default_factory=dict)

    def officer_of(self, region: Region) -> User:
        """The officer nearest to a place."""
        for name in ("xiaoyi", "lvliang", "taiyuan"):
            place = self.users[name].region
            if place is not None and place.covers(region):
                return self.users[name]
        return self.users["shengting"]


def cast_make(*, password: str, province: Region, by: User, at: datetime) -> Cast:
    users = {}
    departments = _departments(province)
    for role, username, name, code in ACCOUNTS:
        region = Region.objects.get(code=code) if code else None
        department = _department_of(departments, role, code)
        user, _password = user_create(
            username=username,
            name=name,
            role=role,
            region=region,
            department=department,
            password=password,
            by=by,
            at=at,
            email=f"{username}@example.invalid" if username in WRITTEN_TO else "",
        )
        users[username] = user
    agencies = list(Agency.objects.order_by("pk"))
    own = agencies[0]
    keeper = users["shengting"]
    auditor_add(agency=own, name=users["jigou"].name, user=users["jigou"], by=keeper, at=at)
    for agency in agencies[:12]:
        serial = f"QS{agency.pk:06d}"
        auditor_add(agency=agency, name=Names(agency.pk).person(), certificate_no=serial, by=keeper, at=at)
    return Cast(users, agencies, own, _experts(users["zhuanjia"], keeper, at))


def _departments(province: Region) -> dict[tuple[str, str], Department]:
    """The bureau of the province and of each city, and two departments that work with them."""
    kind = Department.Kind
    cities = Region.objects.current().filter(level="city", province=province)
    rows = [Department(region=city, kind=kind.ENVIRONMENT, name=f"{city.name}生态环境局") for city in cities]
    county = Region.objects.get(code=XIAOYI)
    rows += [
        Department(region=province, kind=kind.ENVIRONMENT, name="山西省生态环境厅"),
        Department(region=province, kind=kind.REFORM, name="山西省发展和改革委员会"),
        Department(region=province, kind=kind.INDUSTRY, name="山西省工业和信息化厅"),
        Department(region=county, kind=kind.ENVIRONMENT, name="吕梁市生态环境局孝义分局"),
    ]
    made = Department.objects.bulk_create(rows)
    return {(row.region.code, row.kind): row for row in made}


def _department_of(
    departments: dict[tuple[str, str], Department], role: Role, code: str
) -> Department | None:
    kind = Department.Kind.REFORM if role == Role.DEPARTMENT else Department.Kind.ENVIRONMENT
    return departments.get((code, kind))


def _experts(user: User, by: User, at: datetime) -> list[Expert]:
    industries = list(Industry.objects.exclude(plan_industry="").order_by("code"))
    made = []
    for number, (name, employer, title) in enumerate(_EXPERTS):
        own = user if name == user.name else _unseen(f"zhuanjia{number:02d}", name, Role.EXPERT, by, at)
        facts: dict[str, Any] = {"user": own}
        facts["industries"] = industries[number :: len(_EXPERTS)]
        made.append(expert_create(name=name, employer=employer, title=title, by=by, at=at, **facts))
        if own == user:
            told = {"kind": TieKind.ADVISED, "organisation": "太原市清洁生产技术服务中心"}
            tie_add(expert=made[-1], note="2019—2022年任该中心技术顾问", by=user, at=at, **told)
    return made


def representative_make(*, cast: Cast, enterprise: Enterprise, user: User | None, at: datetime) -> User:
    """The person who acts for an enterprise; without `user` somebody new, who cannot sign in."""
    by = cast.users["shengting"]
    if user is None:
        number = len(cast.representatives) + 1
        name = Names(enterprise.pk).person()
        user = _unseen(f"qiye{number:03d}", name, Role.ENTERPRISE, by, at)
    representative_add(enterprise=enterprise, user=user, since=timezone.localtime(at).date(), by=by, at=at)
    cast.representatives[enterprise.pk] = user
    return user


def _unseen(username: str, name: str, role: Role, by: User, at: datetime) -> User:
    """Somebody who acts in the demonstration and cannot sign in."""
    user = User(username=username, name=name, role=role, created_at=at)
    user.set_unusable_password()
    user.save()
    activity_record(by=by, at=at, verb="user_create", thing=user, new={"role": user.role})
    return user


def any_agency(random: Random, cast: Cast) -> Agency:
    """One in five rounds goes to the agency that has an account."""
    return cast.own_agency if random.random() < 0.2 else random.choice(cast.agencies)
