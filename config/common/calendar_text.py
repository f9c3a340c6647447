"""A calendar as text (RFC 5545): all-day entries, escaped and folded."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LINE = 75  # octets, without the line break


@dataclass(frozen=True)
class CalendarEntry:
    """One day with its words; `uid` stays the same as long as it is the same matter."""

    uid: str
    on: date
    summary: str
    description: str = ""
    url: str = ""


def calendar_text(*, name: str, entries: Iterable[CalendarEntry], at: datetime) -> str:
    """The whole file, lines ended by CRLF and at most 75 octets long."""
    return "".join(f"{part}\r\n" for line in _lines(name, entries, at) for part in folded(line))


def _lines(name: str, entries: Iterable[CalendarEntry], at: datetime) -> Iterator[str]:
    yield from (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//cleaner production//duties//ZH",
        "CALSCALE:GREGORIAN",
    )
    yield from ("METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT12H")
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for entry in entries:
        yield "BEGIN:VEVENT"
        yield f"UID:{entry.uid}"
        yield f"DTSTAMP:{stamp}"
        yield f"DTSTART;VALUE=DATE:{entry.on:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{entry.on + timedelta(days=1):%Y%m%d}"
        yield f"SUMMARY:{escaped(entry.summary)}"
        if entry.description:
            yield f"DESCRIPTION:{escaped(entry.description)}"
        if entry.url:
            yield f"URL:{entry.url}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def escaped(text: str) -> str:
    """TEXT values: backslash, comma and semicolon escaped, line breaks written out, no other control character."""
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    plain = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(c for c in plain if c >= " " and c != "\x7f")


def folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets, never cut inside a character; all but the first begin with a space."""
    piece, room = "", _LINE
    for char in line:
        width = len(char.encode())
        if width > room:
            yield piece
            piece, room = " ", _LINE - 1
        piece += char
        room -= width
    yield piece
