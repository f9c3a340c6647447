"""Keys under which a name is found, matched and sorted."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin, load_phrases_dict

_LONGEST_KEY = 120
_LONGEST_PINYIN = 400
_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]+")
_LETTERS = re.compile(r"[0-9a-z]+")
_RUNS = re.compile(r"[0-9a-z]+|[^0-9a-z]+")

# What a general dictionary reads wrongly: places of the province and its neighbours …
_PLACES = {
    "长治": "cháng zhì",
    "洪洞": "hóng tóng",
    "繁峙": "fán shì",
    "解州": "hài zhōu",
    "柏林": "bái lín",
    "万柏林": "wàn bǎi lín",
    "柏井": "bǎi jǐng",
    "朝阳": "cháo yáng",
    "长子": "zhǎng zǐ",
    "单县": "shàn xiàn",
    "任县": "rén xiàn",
}
# … and surnames, where a house name shows that the character is one.
_SURNAMES = {
    "单": "shàn",
    "解": "xiè",
    "仇": "qiú",
    "查": "zhā",
    "盖": "gě",
    "朴": "piáo",
    "曾": "zēng",
    "任": "rén",
    "区": "ōu",
    "缪": "miào",
    "翟": "zhái",
    "乐": "yuè",
    "尉迟": "yù chí",
    "万俟": "mò qí",
}
_HOUSES = {"氏": "shì", "记": "jì", "家": "jiā"}


def _readings() -> dict[str, list[list[str]]]:
    names = {
        f"{name}{house}": f"{sound} {end}"
        for name, sound in _SURNAMES.items()
        for house, end in _HOUSES.items()
    }
    return {word: [[syllable] for syllable in sounds.split()] for word, sounds in (_PLACES | names).items()}


load_phrases_dict(_readings())


@dataclass(frozen=True)
class SearchKeys:
    """The stored keys of a name: for matching, for sorting, for search by first letters."""

    name_key: str
    pinyin: str
    initials: str


@lru_cache(maxsize=4096)
def search_keys(name: str) -> SearchKeys:
    """The three keys of a name: `山西 太原（晋源）` → `山西太原(晋源)`, `shan xi tai yuan jin yuan`, `sxtyjy`.

    Sorting compares syllable by syllable; digits and Latin letters stand for themselves.
    """
    key = name_key(name)
    syllables: list[str] = []
    initials: list[str] = []
    for run in _RUNS.findall(key):
        if is_letters(run):
            syllables.append(run)
            initials.append(run)
        else:
            sounds = lazy_pinyin(run, style=Style.NORMAL, errors="ignore")
            syllables += sounds
            initials += [sound[0] for sound in sounds]
    return SearchKeys(key, " ".join(syllables)[:_LONGEST_PINYIN], "".join(initials)[:_LONGEST_KEY])


def name_key(name: str) -> str:
    """A name as names are compared: half-width, lower case, without white space or invisible marks."""
    plain = unicodedata.normalize("NFKC", name)
    return _INVISIBLE.sub("", plain).lower()[:_LONGEST_KEY]


def is_letters(text: str) -> bool:
    """Whether a search text may be first letters of a name's pinyin."""
    return bool(_LETTERS.fullmatch(text.lower()))
