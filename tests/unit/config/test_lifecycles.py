"""Lifecycle tables draw their own diagrams, and docs/lifecycles shows them as they are."""

from django.core.management import call_command

from config.common.access import Role
from config.common.lifecycles import BACK, Lifecycle, Move

OFFICER = frozenset({Role.CITY})
STATES = tuple((name, f"第{name}步") for name in "ABCDEFGH")
TABLE = Lifecycle(
    name="example",
    title="Example",
    states=STATES,
    start="A",
    moves=(
        Move("go", ("A", "B"), "C", OFFICER, "前进", sets="gone_on"),
        Move("rest", tuple("ABCDEFG"), "H", OFFICER, "暂停", needs_reason=True, said="停下"),
        Move("resume", ("H",), BACK, OFFICER, "恢复"),
    ),
)


def test_the_pages_of_all_lifecycles_are_up_to_date():
    call_command("draw_lifecycles", check=True)


def test_each_arrow_of_the_table_is_drawn():
    name, text = TABLE.page()
    assert name == "example.md"
    for line in ("[*] --> A", "A --> C: 前进", "B --> C: 前进", "H --> H: 恢复(回到原状态)"):
        assert f"    {line}" in text.splitlines()


def test_many_sources_are_drawn_as_one_node():
    text = TABLE.document()
    assert 'state "7 个状态之一(见下表)" as MANY_1' in text
    assert "MANY_1 --> H: 暂停" in text


def test_the_table_below_says_who_may_and_what_is_needed():
    rows = TABLE.document().splitlines()
    assert "| rest | 暂停 | A, B, C, D, E, F, G | H | city | yes |  |" in rows
    assert "| resume | 恢复 | H | where it stood | city |  |  |" in rows


def test_a_lifecycle_answers_questions():
    assert TABLE.move("go").story == "前进"
    assert TABLE.move("rest").story == "停下"
    assert TABLE.move("fly") is None
    assert [move.name for move in TABLE.leaving("A")] == ["go", "rest"]
    assert TABLE.label("A") == "第A步"
