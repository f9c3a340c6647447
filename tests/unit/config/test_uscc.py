import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.common import uscc

FIXTURE = Path(__file__).parents[2] / "fixtures" / "uscc_tests.csv"
first17 = st.text(alphabet=uscc.ALPHABET, min_size=17, max_size=17)


def published() -> list[tuple[str, bool]]:
    with FIXTURE.open(encoding="utf-8") as file:
        return [(row["code"], row["valid"] == "1") for row in csv.DictReader(file)]


@pytest.mark.parametrize(("code", "valid"), published())
def test_published_codes_are_judged_as_published(code: str, valid: bool) -> None:
    assert (uscc.check(code) is None) is valid


def test_the_standards_own_example_is_valid() -> None:
    assert uscc.make("91350100M000100Y4") == "91350100M000100Y43"  # GB 32100-2015, annex


@pytest.mark.parametrize("start", ["N2", "A1", "Y1", "5", "1", "9"])
def test_every_first_letter_of_the_alphabet_is_allowed(start: str) -> None:
    assert uscc.check(uscc.make(start.ljust(17, "0"))) is None


@given(first17)
def test_a_made_code_passes_the_check(start: str) -> None:
    assert uscc.check(uscc.make(start)) is None


@given(first17, st.integers(0, 17), st.sampled_from(uscc.ALPHABET))
def test_one_wrong_character_is_always_found(start: str, place: int, other: str) -> None:
    code = uscc.make(start)
    changed = code[:place] + other + code[place + 1 :]
    assert (uscc.check(changed) is None) is (changed == code)


@pytest.mark.parametrize(
    "written",
    [
        "91130200699229617x",
        " 9113 0200 6992 2961 7X",
        "９１１３０２００６９９２２９６１７Ｘ",
        "91130200-69922961-7X\u200b\xa0",
    ],
)
def test_a_code_is_tidied_before_it_is_compared(written: str) -> None:
    assert uscc.normalise(written) == "91130200699229617X"


@pytest.mark.parametrize(
    ("code", "problem", "said"),
    [
        ("9113020069922961", "length", "16 位"),
        ("", "length", "0 位"),
        ("9113O20069922961IX", "alphabet", "O、I"),
        ("911302006992296170", "check_digit", "校验位"),
    ],
)
def test_a_wrong_code_gets_a_sentence_that_says_what_is_wrong(code: str, problem: str, said: str) -> None:
    assert uscc.check(code) == problem
    assert said in uscc.sentence(problem, code)


def test_letters_are_never_guessed() -> None:
    assert uscc.check(uscc.normalise("91130200o99229617x")) == "alphabet"
