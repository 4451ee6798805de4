"""Titles of each script, in the order and under the letters that CLDR has for their language."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syndicate.locales import index_letter, labels, sort_key
from syndicate.locales.order import known_alphabet
from syndicate.site.lists import _ascii

ALPHABETS = ["am", "ar", "bn", "cs", "el", "he", "hi", "hu", "ja", "ka", "ko", "ru", "so", "th", "tr", "uk", "vi", "zh"]

# In order, each with its letter.
TITLES = {
    "ar": "ا:آلام ا:الربو ا:السكري ا:أمراض ا:إنفلونزا س:سرطان ه:هشاشة A–Z:COVID",
    "cs": "A:Astma C:Cukrovka Č:Čočka H:Hepatitida CH:Chřipka I:Ischemie Š:Štítná Ž:Žloutenka",
    "da": "A:Astma S:Søvn Z:Zoner Æ:Æggestok Ø:Øjne Å:Åndenød",
    "el": "Α:Άσθμα Γ:γρίπη Δ:Διαβήτης Ο:Όγκος Ω:Ωτίτιδα",
    "he": "א:אסתמה כ:כאב ס:סוכרת ש:שפעת",
    "hi": "#:5 अ:अस्थमा क:क़लम क:कान क:कैंसर म:मधुमेह",
    "hu": "A:Asztma C:Cukor CS:Csípő D:Daganat DZS:Dzsungel O:Ok Ö:Őssejt Z:Zöld ZS:Zsír",
    "ja": "あ:アレルギー あ:インフルエンザ か:かぜ か:がん さ:ぜんそく 漢字:糖尿病 A–Z:COVID",
    "ko": "ㄱ:가나 ㄱ:각막 ㄱ:감기 ㄱ:고혈압 ㄱ:까치 ㄷ:당뇨병 ㅇ:암 ㅊ:천식",
    "pl": "A:Astma A:Ącki C:Cukrzyca Ć:Ćma L:Leki Ł:Łuszczyca Ż:Żylaki",
    "ru": "#:5 А:Астма Г:Грипп Е:Ёлка Ж:Жар Р:Рак Щ:Щитовидная Э:Эпилепсия A–Z:COVID-19",
    "sv": "A:Astma U:Utslag Z:Zink Å:Åderbråck Ä:Ätstörning Ö:Öga",
    "th": "ก:กระดูก ก:แกะ ข:ไข้หวัด บ:เบาหวาน ม:มะเร็ง",
    "tr": "Ç:Çocuk I:Işık İ:ilaç İ:İshal Ş:Şeker",
    "uk": "Г:Грип Ґ:Ґедзь І:Інсульт Ї:Їжа",
    "vi": "A:Anh Ă:Ăn Â:Ấu D:Dị Đ:Đau Ơ:Ợ",
    "zh": "A:癌症 A:艾滋病 G:高血压 H:HIV L:流感 T:糖尿病 X:哮喘",
    "zh_TW": "10劃:氣喘 10劃:流感 10劃:高血壓 13劃:愛滋病 16劃:糖尿病 17劃:癌症 A–Z:HIV",
}


@pytest.mark.parametrize("locale", TITLES)
def test_titles_stand_in_the_order_of_their_language(locale: str) -> None:
    """Each under the index character of CLDR that it begins with, whatever order they came in."""
    alphabet = labels(locale).alphabet
    stated = [tuple(one.split(":")) for one in TITLES[locale].split()]
    titles = [title for _, title in stated]
    random.Random(15).shuffle(titles)

    titles.sort(key=lambda title: sort_key(title, alphabet))

    assert stated == [(index_letter(title, alphabet), title) for title in titles]


def test_a_title_without_a_reading_is_not_lost() -> None:
    """A character that the lists of readings lack, and one of another script, stand under #."""
    alphabet = labels("zh").alphabet

    assert ["#", "#", "#"] == [index_letter(title, alphabet) for title in ("\u9fa5", "Астма", "")]


def test_a_regional_locale_has_the_alphabet_of_its_parent() -> None:
    """By CLDR's parents: traditional Chinese has none of simplified Chinese."""
    assert known_alphabet("ru_KZ") == known_alphabet("ru")
    assert known_alphabet("zh_HK") == known_alphabet("zh_Hant") != known_alphabet("zh")


@pytest.mark.parametrize("locale", ["en", "es", "es_MX", "fr", "pt_BR", "ht"])
def test_the_alphabet_of_a_catalog_goes_before(locale: str) -> None:
    """The package's languages keep the alphabets that their catalogs state."""
    stated = labels(locale).pgettext("alphabet", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    assert labels(locale).alphabet == stated
    assert " " not in stated


def test_the_alphabet_of_a_publisher_goes_before(tmp_path: Path) -> None:
    """What the publisher's own labels state, with letters of several characters too."""
    folder = tmp_path / "cs" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    entry = 'msgctxt "alphabet"\nmsgid "ABCDEFGHIJKLMNOPQRSTUVWXYZ"\nmsgstr "A B C<Č H CH"\n'
    (folder / "syndicate.po").write_text(f'msgid ""\nmsgstr "Language: cs\\n"\n\n{entry}', encoding="utf-8")

    alphabet = labels("cs", tmp_path).alphabet

    assert ["C", "CH", "H", "#"] == [index_letter(title, alphabet) for title in ("Čočka", "Chřipka", "Hnis", "Zub")]


@pytest.mark.parametrize("locale", ["es", *ALPHABETS, "zh_Hant"])
@given(titles=st.lists(st.text(max_size=8), max_size=8))
def test_any_title_has_one_place(locale: str, titles: list[str]) -> None:
    """Titles have one order and one letter each, and those of a letter stand together."""
    alphabet = labels(locale).alphabet
    titles.sort(key=lambda title: sort_key(title, alphabet))

    letters = [index_letter(title, alphabet) for title in titles if index_letter(title, alphabet) != "#"]

    other_way = titles[::-1]
    other_way.sort(key=lambda title: sort_key(title, alphabet))
    assert titles == other_way
    assert letters == [letter for known in dict.fromkeys(letters) for letter in letters if letter == known]


@pytest.mark.parametrize("locale", ["ar", "cs", "hi", "ja", "ko", "ru", "th", "zh", "zh_Hant"])
def test_each_letter_has_an_address_of_its_own(locale: str) -> None:
    """In ASCII, however the letter is written."""
    alphabet = labels(locale).alphabet
    texts = [chr(code) for code in range(0x20, 0xD7A4)]
    letters = {index_letter(text, alphabet) for text in texts}
    steps = {_ascii(letter) for letter in letters}

    assert len(steps) == len(letters) > 5
    assert all(step.isascii() and step.replace("-", "").isalnum() for step in steps)
