"""What a bureau has said of the headings of its workbooks."""

from django.db.models import QuerySet

from accounts.models import User
from enterprises.models import HeadingMapping


def headings_for(user: User) -> QuerySet[HeadingMapping]:
    """All that the reader's bureau remembers, of rosters and of the past."""
    return HeadingMapping.objects.visible_to(user).select_related("chosen_by")


def headings_of_kind(user: User, kind: str) -> dict[str, HeadingMapping]:
    """What is remembered for one kind of sheet, by heading key."""
    return {row.heading_key: row for row in headings_for(user).filter(kind=kind)}
