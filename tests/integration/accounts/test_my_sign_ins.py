"""So many browsers at once: the oldest ends and is told, one sees and ends the own, a new password ends the rest."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.browsers import browser_words
from accounts.models import Activity, SignIn, User
from accounts.services.users import password_reset
from config.common.access import Role
from tests.factories.accounts import PASSWORD, client_of, make_user, now, system

pytestmark = pytest.mark.django_db
HOME, MINE = "/accounts/profile/", "/accounts/sign-ins/"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"


def browser(user: User, agent: str = EDGE) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    sent = {"username": user.username, "password": PASSWORD}
    assert client.post(reverse("accounts:sign_in"), sent).status_code == 302
    return client


def told(client: Client) -> str:
    """What the browser reads on its next click; empty while it is signed in."""
    response = client.get(HOME)
    if response.status_code == 200:
        return ""
    return "".join(str(message) for message in get_messages(response.wsgi_request))


def test_at_the_fourth_sign_in_the_oldest_ends_and_its_browser_is_told(settings) -> None:
    settings.SESSIONS_AT_ONCE = 3
    person = make_user(Role.COUNTY)
    first, second, third = (browser(person) for _n in range(3))
    assert told(first) == ""
    fourth = browser(person)
    assert "您的账号在别处登录，超过了同时登录的上限" in told(first)
    assert [told(client) for client in (second, third, fourth)] == ["", "", ""]
    assert first.get(HOME).status_code == 302  # told once, and out
    row = Activity.objects.get(verb="sign_in_end")
    assert (row.actor_id, row.new["end"]) == (person.pk, "在别处登录，超过上限")


def test_another_person_is_not_touched_and_the_setting_counts(settings) -> None:
    settings.SESSIONS_AT_ONCE = 1
    person, other = make_user(Role.COUNTY), make_user(Role.COUNTY)
    alone, old = browser(other), browser(person)
    browser(person)
    assert told(alone) == ""
    assert told(old)


def test_what_an_ended_browser_posts_is_not_done() -> None:
    person = make_user(Role.COUNTY)
    ended, here = browser(person), browser(person)
    here.post(reverse("accounts:sign_in_end_others"))
    answer = ended.post(HOME, {"name": "程序"})
    assert answer["Location"] == reverse("accounts:sign_in")
    assert not person.api_tokens.exists()


def test_a_browser_that_has_long_been_idle_takes_no_place(settings) -> None:
    settings.SESSIONS_AT_ONCE = 2
    person = make_user(Role.COUNTY)
    browser(person)
    SignIn.objects.update(seen_at=now() - timedelta(minutes=settings.SESSION_IDLE_MINUTES + 1))
    second = browser(person)
    browser(person)
    assert told(second) == ""


def test_the_page_shows_when_from_where_and_in_what_and_marks_this_one() -> None:
    person = make_user(Role.COUNTY)
    phone = browser(
        person, "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36 MicroMessenger/8.0"
    )
    here = browser(person)
    body = here.get(MINE).content.decode()
    for words in ("Edge · Windows", "微信 · Android", "127.0.0.1", "这一处"):
        assert words in body
    (row,) = [row for row in here.get(MINE).context["rows"] if not row["here"]]
    here.post(reverse("accounts:sign_in_end", args=[row["pk"]]))
    assert "这次登录已在别处被结束" in told(phone)
    assert "由本人结束" in here.get(MINE).content.decode()
    again = here.post(reverse("accounts:sign_in_end", args=[row["pk"]]))
    assert "这次登录已经结束" in again.content.decode()


def test_all_others_end_at_once_and_this_one_stays() -> None:
    person = make_user(Role.COUNTY)
    others, here = [browser(person) for _n in range(2)], browser(person)
    here.post(reverse("accounts:sign_in_end_others"))
    assert all(told(client) for client in others)
    assert told(here) == ""
    assert [row["here"] for row in here.get(MINE).context["rows"]] == [True]


def test_nobody_sees_or_ends_the_sign_ins_of_others() -> None:
    person = make_user(Role.COUNTY)
    browser(person)
    row = SignIn.objects.get()
    stranger = client_of(make_user(Role.SYSTEM_ADMIN))
    assert stranger.post(reverse("accounts:sign_in_end", args=[row.pk])).status_code == 404
    assert stranger.get(MINE).context["rows"] == []


def test_a_new_password_ends_the_other_browsers_and_keeps_this_one() -> None:
    person = make_user(Role.COUNTY)
    other, here = browser(person), browser(person)
    fresh = "Fenhe-2026-shui"
    here.post(reverse("accounts:password_change"), {"old": PASSWORD, "new": fresh, "again": fresh})
    assert told(here) == ""
    assert other.get(HOME).status_code == 302
    assert SignIn.objects.get(ended_at__isnull=False).end == SignIn.End.PASSWORD
    password_reset(user=User.objects.get(pk=person.pk), by=system(), at=now())
    assert here.get(HOME).status_code == 302
    assert not SignIn.objects.filter(ended_at__isnull=True).exists()


def test_a_stolen_cookie_dies_with_the_sign_in_it_was_stolen_from() -> None:
    """F24: whoever copied the cookie is out as soon as the person ends that browser, or signs out in it."""
    person = make_user(Role.COUNTY)
    victim = browser(person)
    thief = Client()
    thief.cookies = victim.cookies.copy()
    assert thief.get(HOME).status_code == 200
    victim.post(reverse("accounts:sign_out"))
    assert thief.get(HOME).status_code == 302
    assert SignIn.objects.get().end == SignIn.End.LEFT


def test_no_header_carries_an_ended_browser_past_the_check() -> None:
    person = make_user(Role.COUNTY)
    ended, here = browser(person), browser(person)
    here.post(reverse("accounts:sign_in_end_others"))
    assert ended.get(HOME, headers={"authorization": "Bearer made-up"}).status_code == 302


def test_a_session_from_before_signing_in_is_not_taken_over() -> None:
    """F24: the key changes, and only the new session knows its sign-in."""
    person, client = make_user(Role.COUNTY), Client()
    client.get(reverse("accounts:sign_in"))
    client.session.save()
    before = client.session.session_key
    client.post(reverse("accounts:sign_in"), {"username": person.username, "password": PASSWORD})
    assert client.session.session_key != before
    assert client.session["sign_in"] == SignIn.objects.get().pk


def test_old_rows_go_after_a_month_and_a_click_costs_one_query() -> None:
    person = make_user(Role.COUNTY)
    client = browser(person)
    SignIn.objects.update(started_at=now() - timedelta(days=31))
    browser(person)
    assert SignIn.objects.count() == 1
    client = browser(person)
    client.get(HOME)
    counts = []
    for one in (client, client_of(person)):
        one.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            one.get(HOME)
        counts.append(len(queries))
    assert counts[0] == counts[1] + 1


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("", "未知的浏览器"),
        ("curl/8.0", "未知的浏览器"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox · Linux"),
    ],
)
def test_a_browser_is_called_by_words_that_people_know(agent: str, words: str) -> None:
    assert browser_words(agent) == words
