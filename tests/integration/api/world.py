"""A small world for the API: enterprises, and the people of three roles around them."""

from accounts.models import User
from config.common.access import Role
from tests.factories.accounts import make_user
from tests.factories.enterprises import make_enterprise, make_representative


def people_of_the_world() -> dict[str, User]:
    enterprise = make_enterprise()
    return {
        "province": make_user(Role.PROVINCE),
        "enterprise": make_representative(enterprise),
        "verifier": make_user(Role.VERIFIER),
    }
