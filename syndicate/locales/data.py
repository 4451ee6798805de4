"""What differs by language and Babel does not know: words and digits, as data. A new language is new lines here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["BEFORE_SOUNDS", "MINIMUM_GROUPING_DIGITS", "QUOTATION_MARKS", "SCRIPTS", "TELLING_LETTERS", "TELLING_WORDS"]

MINIMUM_GROUPING_DIGITS: Final[Mapping[str, int]] = {
    **dict.fromkeys("be bg es et hu hy ia ie it ka lv pl pt_PT ru_UA sl sq".split(), 2),
    "ee": 3,
    "es_419": 1,
    "pt_AO": 1,
}
"""CLDR's ``minimumGroupingDigits``, by locale; what is not here has its parent's, the root has 1.

From CLDR 48.2 (npm package ``cldr-numbers-full``, ``main/*/numbers.json``).
"""

# CLDR's patterns do not know it, so ICU has such a table, too. Spanish "y" is "e" before the sound of i, but not
# before ia, ie, io (Ortografía, RAE).
BEFORE_SOUNDS: Final = {"es": (" y ", " e ", re.compile("h?[ií](?![aeoáéó])", re.IGNORECASE))}
"""Words of a list that change before the sound that its last item begins with: the word, the other, the sound."""

QUOTATION_MARKS: Final[Mapping[str, str]] = {
    locale: marks
    for marks, locales in {
        "«»“”": "ast blo bm br ca cv dyo el es_US eu ewo ie it kab kk lij mg mua nnh pt_AO pt_CH pt_CV pt_GQ pt_GW "
        "pt_LU pt_MO pt_MZ pt_PT sc sg ti",
        "„“‚‘": "bs_Cyrl cs de dsb et hr hsb is ksh lb luy mk nds sk sl",
        "«»‹›": "am az_Arab az_Cyrl fa fr_CH gsw jgo kkj mzn rm sdh wae",
        "«»„“": "bas be ky os ru sah tyv uk",
        "””’’": "fi he lag rn se sn sv yi",
        "«»‘’": "dua ksf nb nn no rw",
        "”“’‘": "ar lld ms_Arab syr ur",
        "«»«»": "fr hy oc yav",
        "‘’“”": "fur ia ti_ER tn",
        "「」『』": "ja yue yue_Hans zh_Hant",
        "„“„“": "bg lt prg",
        "„”«»": "nmg pl ro",
        "«»„”": "shi shi_Latn zgh",
        "„”‚’": "agq ff",
        "„”»«": "hu szl",
        "»«›‹": "kk_Arab ug",
        "„”’’": "sr sr_Latn",
        "„”‘’": "bs",
        "“”«»": "eo",
        "«»”“": "fr_CA",
        "„“«»": "ka",
        "‘’‘’": "nl",
        "“’“”": "st",
        "“”“”": "tk",
        "“”’‘": "uz",
        "“”‘’": "root",
    }.items()
    for locale in locales.split()
}
"""CLDR's quotation marks, by locale: those of a quotation, and those of one within it.

From CLDR 48.2 (npm package ``cldr-misc-full``, ``main/*/delimiters.json``).
"""

# Those that make up much of any text in the language, whether or not another has them too. "no" is Bokmål and Nynorsk.
TELLING_WORDS: Final[Mapping[str, frozenset[str]]] = {
    language: frozenset(words.split())
    for language, words in {
        "ca": "i de la a en el l que o per els les dels una un del amb no al als és es d aquest aquesta s com més "
        "seva seu ser han té són si també quan però què molt pot poden sense entre fins on tot tots tota "
        "totes cada hi ha molts",
        "cs": "a v se na je že s z do o i to jako k pro za by si ale po jsou od nebo jeho které jsem tak který být "
        "při ve",
        "da": "og at i af er det en til for på med som den der de ikke kan har et eller om fra man du hvis når hvor "
        "også ved din være blive meget efter skal denne disse deres kun vi dig",
        "de": "und die der das in zu den mit von für ist nicht sich auf auch eine ein bei werden oder sie dem des "
        "als kann wird es im sind an nach einen wie aus durch wenn einer über zum haben um nur noch am sein "
        "zur diese vor können ihre ihr man",
        "en": "the of and to in is that for with are was were on be by this from or which have an at not you your "
        "their they can it its has but will been who more about should if when these than there what other "
        "may as a his her all",
        "es": "de la que el en y a los se del las por un para con no una su al lo como más o pero sus le ya este sí "
        "porque esta entre cuando muy sin sobre también hay donde quien desde todo nos durante todos uno les "
        "ni contra otros ese eso ante ellos esto antes algunos qué unos otro otras otra él tanto esa estos "
        "puede pueden son es ser fue si tiene usted",
        "eu": "eta da du edo ez dira bat ere dute izan baina zen hau den bere egin diren dituzte dela beste baino "
        "gehiago hori oso baita behar duen dago",
        "fi": "ja on ei se että oli ovat hän tai myös kun jos voi sen kuin niin mutta joka ole tämä olla sekä joita "
        "jotka sitä",
        "fr": "de la le et les des en un une du que est pour qui dans à par il au ne pas sur ce d l ou plus se avec "
        "sont son sa ses cette aux être vous votre vos peut si leur nous mais comme on s n qu c même tout "
        "elle ces peuvent fait ont sans entre aussi doit tous toute très après ainsi",
        "gl": "de a o que e do da en os un unha para con por as non se no na dos das ao ou é á máis como súa seu "
        "pode son esta este ten cando tamén pola polo aos pero ser todo moi nos nas foi entre sobre ata onde "
        "hai sen",
        "ht": "yo ak nan pou ki li se ou yon gen pa moun ka fè sa tout a la te si kapab nou lè an w m ap epi pi "
        "oswa men sou menm lot lòt konsa ke avèk anpil kòm jan",
        "hu": "a az és hogy nem is egy van ez meg de vagy volt csak ha már mint el még azt akkor kell ki le minden "
        "lehet",
        "id": "yang dan di untuk dengan dari dalam pada ini itu atau tidak adalah oleh akan dapat juga anda sebagai "
        "karena bisa lebih ada orang mereka jika telah seperti saat bagi secara harus anak tersebut kepada",
        "it": "di e il la che in a per è un una del della non i le con si da dei al delle sono come o più gli alla "
        "nel anche dell l lo ma se ha può dal nella essere questo questa ai su molto quando cui possono suo "
        "sua ad ed tra degli dalla alle negli vi ogni tutti",
        "nl": "de van het een en in is dat te op zijn voor met die niet aan er om ook als bij of door wordt uit "
        "naar kan worden dan maar je u over zich heeft hebben deze wat nog meer geen dit tot uw ze moet "
        "kunnen deel",
        "no": "og i er det som en å på til av for med har at de ikke kan et den om fra eller du deg hvis når seg "
        "ved din være også blir mange etter skal må denne vi men så alle",
        "pl": "w i na z do się nie to jest o że jak po za od przez dla lub oraz są może a u które ze co także ale "
        "by być tym ich jego czy który która przy jeśli można ma tego tylko",
        "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao das à é seu sua ou "
        "ser quando muito nos já também pelo pela até isso são você está pode ele entre sem mesmo aos seus "
        "quem nas esse essa num tem têm às foi sobre pelos podem ter",
        "ro": "de în și la a cu pe o din că nu se un sau să este care pentru mai ca dar sunt fi prin au al ale după "
        "fără poate ei cel cea lor unui unei dumneavoastră când dacă această acest cum între",
        "so": "iyo in ka ku u ah oo ama la waa aan si uu ay waxaa kale marka soo leh qof inaad haddii badan lagu loo",
        "sv": "och i att det som en på är av för med till den har de inte om ett kan från eller du man vid så din "
        "när också mer dig blir vara efter ska detta dessa sin under mycket men hur alla finns",
        "sw": "na ya kwa wa ni katika za la kuwa au kama yake hii hiyo watu wako cha hadi mtu ili kila pia lakini "
        "zaidi baada sana",
        "tl": "ng sa ang mga na at ay may ito o para kung hindi mo ka ikaw iyong isang ako siya ni nang kanilang "
        "mula ba po niya bilang lahat maaari kanyang dahil maging",
        "tr": "ve bir bu için ile da de olan olarak veya çok daha gibi kadar en ne değil her sonra o ancak ise "
        "olduğu tarafından",
        "vi": "và của là có cho không các được trong người một những với để này khi đến từ hoặc bạn bị cũng thể như "
        "về ra hay nếu làm nhiều quý vị cần phải",
    }.items()
}
"""The small words that tell a language, of those that publishers write in or that are near to one of these."""

TELLING_LETTERS: Final[Mapping[str, str]] = {
    "cs": "ěřů",
    "hu": "őű",
    "pl": "łśźż",
    "ro": "șțşţ",
    "tr": "ğı",
    "vi": "ơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ",
    # Of languages in other scripts: letters that the language named for the script below does not have.
    "be": "ў",
    "fa": "پچژگ",
    "sr": "ђјљњћџ",
    "uk": "іїєґ",
    "ur": "ٹڈڑے",
}
"""Letters that tell a language where others of its script, as far as they are known here, do not have them."""

SCRIPTS: Final[Mapping[str, str]] = {
    "ARABIC": "ar",
    "ARMENIAN": "hy",
    "BENGALI": "bn",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
    "ETHIOPIC": "am",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he",
    "HIRAGANA": "ja",
    "KANNADA": "kn",
    "KATAKANA": "ja",
    "KHMER": "km",
    "LAO": "lo",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "ORIYA": "or",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
    "TIBETAN": "bo",
}
"""The language that is written most in a script (CLDR's likely subtags), by the name that Unicode gives its letters."""
