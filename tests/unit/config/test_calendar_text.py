"""The calendar file: what RFC 5545 asks for, read back by another program."""

from datetime import UTC, date, datetime

from icalendar import Calendar

from config.common.calendar_text import CalendarEntry, calendar_text, escaped, folded

AT = datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)
HARD = "公示、报送；a,b;c\\d\n第二行" + "很长的企业名称" * 12


def test_another_program_reads_back_what_was_written() -> None:
    entry = CalendarEntry("duty-7@x", date(2026, 12, 31), HARD, "说明,一", "https://x/y?a=1")
    calendar = Calendar.from_ical(calendar_text(name="期限；一", entries=[entry], at=AT))
    (event,) = calendar.walk("VEVENT")
    assert event["SUMMARY"] == HARD
    assert event["DESCRIPTION"] == "说明,一"
    assert event["UID"] == "duty-7@x"
    assert event["URL"] == "https://x/y?a=1"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 12, 31), date(2027, 1, 1))
    assert event.decoded("DTSTAMP") == AT


def test_every_line_is_short_ends_rightly_and_is_whole_characters() -> None:
    entry = CalendarEntry("u", date(2026, 2, 28), HARD * 3)
    data = calendar_text(name=HARD, entries=[entry], at=AT).encode()
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_nobody_can_write_a_line_of_their_own() -> None:
    assert escaped("a\r\nEND:VEVENT\rb\x00\x1b") == "a\\nEND:VEVENT\\nb"


def test_folding_joins_again() -> None:
    pieces = list(folded("长" * 100))
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == "长" * 100
    assert list(folded("")) == [""]


def test_an_empty_calendar_is_a_calendar() -> None:
    assert Calendar.from_ical(calendar_text(name="空", entries=[], at=AT)).walk("VEVENT") == []
