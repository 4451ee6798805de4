"""Texts in another language than they are declared in: found where that is plain, and nobody accused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markupsafe import Markup

from syndicate import extract
from syndicate.extraction import DiagnosticKind
from syndicate.locales import language_name, other_language
from syndicate.locales.detection import is_plainly_in
from syndicate.locales.language_data import all_languages
from syndicate.markup import decode
from syndicate.markup.words import prose
from syndicate.model import Record
from syndicate.sources import records

TELLING_WORDS = {code: language.telling_words for code, language in all_languages().items() if language.telling_words}

TEXTS = {
    "ca": "La diabetis és una malaltia crònica. El tractament de la malaltia es basa en una alimentació sana, en"
    " caminar i en els medicaments. Cal vigilar els peus, la tensió i els ronyons, i les persones que la tenen s'han"
    " de vacunar contra la grip amb el seu metge.",
    "en": "Diabetes is a disease that lasts for life. Its treatment is healthy food, exercise, and the medicines that"
    " your doctor gives you. You should look at your feet every day, and have your eyes and kidneys checked by a nurse"
    " or a doctor once in a year.",
    "es": "La diabetes es una enfermedad crónica. El tratamiento de la enfermedad se basa en una alimentación sana, en"
    " caminar y en los medicamentos. Hay que vigilar los pies, la tensión y los riñones, y las personas que la tienen"
    " deben vacunarse contra la gripe cada año.",
    "fr": "Le diabète est une maladie de longue durée. Le traitement de la maladie repose sur une alimentation saine,"
    " la marche et les médicaments. Il faut surveiller les pieds, la tension et les reins, et les personnes qui ont"
    " cette maladie doivent se faire vacciner contre la grippe.",
    "gl": "A diabetes é unha enfermidade crónica. O tratamento da enfermidade baséase nunha alimentación sa, en camiñar"
    " e nos medicamentos. Hai que vixiar os pés, a tensión e os riles, e as persoas que a teñen deben vacinarse contra"
    " a gripe cada ano co seu médico.",
    "ht": "Dyabèt se yon maladi ki dire tout lavi. Tretman an se manje ki bon pou sante, mache, ak medikaman doktè a ba"
    " ou yo. Ou dwe gade pye ou chak jou, epi fè yo tcheke je ou ak ren ou. Moun ki gen maladi sa a dwe pran vaksen.",
    "it": "Il diabete è una malattia cronica. La cura della malattia si basa su una alimentazione sana, sul camminare e"
    " sui farmaci. Bisogna controllare i piedi, la pressione e i reni, e le persone che ne soffrono devono vaccinarsi"
    " contro l'influenza ogni anno con il medico.",
    "pt": "A diabetes é uma doença crônica. O tratamento da doença se baseia em uma alimentação saudável, na caminhada"
    " e nos medicamentos. É preciso cuidar dos pés, da pressão e dos rins, e as pessoas que têm a doença devem se"
    " vacinar contra a gripe todos os anos.",
    "ro": "Diabetul este o boală cronică. Tratamentul bolii se bazează pe o alimentație sănătoasă, pe mers și pe"
    " medicamente. Trebuie să aveți grijă de picioare, de tensiune și de rinichi, iar persoanele care au această boală"
    " trebuie să se vaccineze împotriva gripei.",
}
MORE = {
    "ca": "La vacuna contra la grip es recomana cada any a les persones grans, a les dones embarassades i als malalts"
    " crònics. Protegeix de les complicacions greus i redueix el nombre d'ingressos hospitalaris. Els efectes"
    " secundaris solen ser lleus: dolor al braç, una mica de febre o cansament durant un o dos dies.",
    "fr": "Lavez-vous les mains avec du savon et de l'eau propre avant de préparer les repas et après être allé aux"
    " toilettes. Séchez-les avec une serviette propre, et apprenez aux enfants à faire de même.",
    "gl": "A asma é unha enfermidade dos bronquios que fai que se inflamen e se estreiten. Durante unha crise, os"
    " músculos que rodean as vías respiratorias téñsanse e custa respirar, sobre todo pola noite ou pola mañá.",
    "ht": "Opresyon se yon maladi nan poumon ki fè tib ki pote lè yo anfle epi vin etwat. Lè gen yon kriz, misk ki"
    " antoure tib yo sere epi li difisil pou moun nan respire, sitou leswa oswa maten bonè.",
    "it": "L'asma è una malattia dei bronchi che li fa infiammare e restringere. Durante una crisi, i muscoli che"
    " circondano le vie respiratorie si contraggono e respirare diventa difficile, soprattutto di notte o al mattino.",
    "pt": "A asma é uma doença dos brônquios que os faz inflamar e estreitar. Durante uma crise, os músculos que"
    " envolvem as vias respiratórias contraem-se e torna-se difícil respirar, sobretudo à noite ou de manhã.",
}
SHORT = {
    "a list of names": "Dr. Juan de la Cruz, María del Carmen López y Sons, The Clinic of Santa Fe, Los Angeles, CA",
    "a few words": "The flu and you",
    "abbreviations": "ADN, ARN, VIH/SIDA, COVID-19, NIH, CDC, OMS, mg/dl",
    "titles of books": "Dorland's Illustrated Medical Dictionary; Harrison's Principles; Merck Manual; Gray's Anatomy",
    "numbers": "123 456 " * 50,
    "nothing": "",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_in_its_own_language_is_accused_of_nothing(language: str) -> None:
    """French, Portuguese, Italian, Catalan and others share many small words with Spanish, and are not Spanish."""
    assert other_language(TEXTS[language], language) is None
    assert other_language(TEXTS[language] * 40, language) is None


@pytest.mark.parametrize("declared", ["es-US", "en"])
@pytest.mark.parametrize("language", [language for language in TEXTS if language not in ("es", "en")])
def test_a_text_in_a_third_language_is_found(language: str, declared: str) -> None:
    """Whatever language it is plainly in is named, however near; Spanish is never named for it."""
    assert language == other_language(TEXTS[language], declared)
    assert language == other_language(MORE.get(language, TEXTS[language]), declared)


NEAR_SPANISH = {
    "ca": "L'asma és una malaltia dels bronquis que fa que s'inflamin i s'estrenyin. Durant una crisi, els músculs que"
    " envolten les vies respiratòries es contrauen i es fa difícil respirar, sobretot a la nit o al matí.",
    "gl": "A asma é unha enfermidade dos bronquios que fai que se inflamen e se estreiten. Durante unha crise, os"
    " músculos que rodean as vías respiratorias contráense e faise difícil respirar, sobre todo pola noite.",
    "la": "Gallia est omnis divisa in partes tres, quarum unam incolunt Belgae, aliam Aquitani, tertiam qui ipsorum"
    " lingua Celtae, nostra Galli appellantur. Hi omnes lingua, institutis, legibus inter se differunt.",
    "oc": "L'asma es una malautiá dels bronquis que los fa inflamar e estrénher. Pendent una crisi, los muscles que"
    " envòlban las vias respiratòrias se contractan e ven dificil de respirar, subretot la nuèch o lo matin.",
    "ro": "Astmul este o boală a bronhiilor care le face să se inflameze și să se îngusteze. În timpul unei crize,"
    " mușchii din jurul căilor respiratorii se contractă și devine greu de respirat, mai ales noaptea.",
}


_UNKNOWN = pytest.mark.xfail(reason="no words of Occitan are known, and many are Spanish too", strict=True)


@pytest.mark.parametrize("language", ["ca", "gl", "la", "ro", pytest.param("oc", marks=_UNKNOWN)])
def test_a_language_near_spanish_is_never_called_spanish(language: str) -> None:
    """Nor are those that no words are known of."""
    assert other_language(NEAR_SPANISH[language], "en") != "es"
    assert other_language(NEAR_SPANISH[language] * 40, "en") != "es"


def test_english_is_not_spanish() -> None:
    """Nor the other way round."""
    assert ("en", "es") == (other_language(TEXTS["en"], "es-US"), other_language(TEXTS["es"], "en"))


def test_what_may_be_one_of_two_languages_is_called_neither() -> None:
    """A short text in Portuguese has as many words of Italian; that it is not English is not enough to name one."""
    text = "Durma entre sete e nove horas por noite. O sono ajuda o corpo a se recuperar e mantém a saúde do coração."
    assert other_language(text, "en") is None


SCRIPTED = {
    "ar": "النوم مهم للصحة. يحتاج البالغون إلى سبع ساعات.",
    "el": "Ο ύπνος είναι σημαντικός για την υγεία.",
    "fa": "خواب برای سلامتی مهم است و چند ساعت در شب لازم است. پیش از خواب چای ننوشید.",
    "he": "השינה חשובה לבריאות של כל אדם.",
    "hi": "नींद स्वास्थ्य के लिए महत्वपूर्ण है।",
    "ja": "睡眠は健康に大切です。大人は毎晩七時間以上の睡眠が必要です。",
    "ko": "수면은 건강에 중요합니다. 성인은 매일 밤 일곱 시간 이상 자야 합니다.",
    "ru": "Сон важен для здоровья. Взрослым нужно спать не менее семи часов.",
    "th": "การนอนหลับเป็นสิ่งสำคัญต่อสุขภาพ",
    "uk": "Сон важливий для здоров'я. Дорослим потрібно спати щонайменше сім годин.",
    "zh": "睡眠对健康很重要。成年人每晚需要睡七到九个小时。",
}


@pytest.mark.parametrize("language", SCRIPTED)
@pytest.mark.parametrize("declared", ["en", "es-MX"])
def test_another_script_is_another_language(language: str, declared: str) -> None:
    """One sentence in letters that English and Spanish do not have is enough, also with a name in Latin letters."""
    assert language == other_language(SCRIPTED[language], declared)
    assert language == other_language(f"{SCRIPTED[language]} (CDC)", declared)
    assert other_language(SCRIPTED[language], language) is None
    assert (
        other_language(f"{SCRIPTED[language][:11]} is what this says, in the words of a language that I read", "en")
        is None
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "Il sonno è importante per la salute. Gli adulti devono dormire almeno sette ore per notte."),
        ("ro", "Somnul este important pentru sănătate. Adulții au nevoie de cel puțin șapte ore de somn pe noapte."),
        ("vi", "Giấc ngủ rất quan trọng đối với sức khỏe. Người lớn cần ngủ ít nhất bảy giờ mỗi đêm."),
        (
            "eu",
            "Loa garrantzitsua da osasunerako. Helduek gutxienez zazpi ordu lo egin behar dute, eta ez dute kaferik",
        ),
    ],
)
@pytest.mark.parametrize("declared", ["en", "es"])
def test_two_sentences_may_tell_a_language(language: str, text: str, declared: str) -> None:
    """Where small words are a third of the text, or letters that one language alone has."""
    assert language == other_language(text, declared)


@pytest.mark.parametrize("text", ["x[1] ", "n s c l ", "x 5 mg ", "d l n ", "Nguyễn Văn Đức, PhD; ", "a b c d e f "])
def test_marks_and_names_tell_no_language(text: str) -> None:
    """However often they are repeated."""
    assert [None, None] == [other_language(text * 2000, declared) for declared in ("en", "es")]


@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT)
@pytest.mark.parametrize("declared", ["en", "es", "fr", "x9"])
def test_short_texts_and_names_tell_no_language(text: str, declared: str) -> None:
    """Too few small words, or too few among the many words."""
    assert other_language(text, declared) is None


@pytest.mark.parametrize(
    ("declared", "expected"),
    [("ar", "en"), ("zh-Hant", "en"), ("ru", "en"), ("x9", "en"), ("af", None), ("sco", None), ("en-GB", None)],
)
def test_an_unknown_language_is_accused_only_of_another_script(declared: str, expected: str | None) -> None:
    """Of a language without words of its own here, a text in Latin letters may be; Arabic has other letters."""
    assert expected == other_language(TEXTS["en"], declared)


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        (
            "bg",
            "Правилата за поведение са документ, който казва какво се очаква от хората. Ако ги приемете, те помагат не "
            "само на вас, но и на всички, които пишат за този проект, и на тези, които го четат за първи път.",
        ),
        (
            "mk",
            "Правилата за однесување се документ што кажува што се очекува од луѓето. Ако ги прифатите, тие им "
            "помагаат не само вам, туку и на сите што пишуваат за овој проект, и на тие што го читаат за прв пат.",
        ),
        ("mr", "हा एक मजकूर आहे आणि तो मराठी भाषेत आहे, जो सर्व लोकांसाठी आहे; त्यात काही चूक नाही, असे ते म्हणतात."),
    ],
)
def test_an_unknown_language_is_not_one_that_is_written_alike(declared: str, text: str) -> None:
    """The words of Bulgarian are not known here, and those of Russian are."""
    assert other_language(text * 3, declared) is None
    assert other_language(TEXTS["en"], declared) == "en"


def test_norwegian_has_three_codes() -> None:
    """Bokmål and Nynorsk are known by the words of both."""
    text = "Og det er som en sykdom på huden, av den som har den i kroppen, men ikke til alle, og fra alle " * 3
    assert [None] * 3 == [other_language(text, declared) for declared in ("no", "nb", "nn")]


@pytest.mark.parametrize("language", TEXTS)
def test_the_quick_test_agrees_with_the_whole_one(language: str) -> None:
    """What it lets pass is in its language; it never lets a text in another pass."""
    assert [] == [declared for declared in TEXTS if declared != language and is_plainly_in(TEXTS[language], declared)]


def test_two_languages_at_once_tell_none() -> None:
    """A text that is half in its language is not wholly in another."""
    assert other_language(f"{TEXTS['es']} {TEXTS['en']}", "es") is None
    assert other_language(f"{TEXTS['en']} {TEXTS['es']}" * 20, "es") is None


def test_every_telling_word_is_one_word() -> None:
    """In lower case and composed form, as texts are folded."""
    for language, words in TELLING_WORDS.items():
        assert [] == [word for word in words if re.fullmatch(r"[^\W\d_]+", word) is None or word != word.casefold()]
        assert len(words) >= 20, language


def test_every_language_that_may_be_found_has_a_name() -> None:
    """An editor reads its name, not its code."""
    for language in TELLING_WORDS:
        assert language not in (language_name(language, "en"), language_name(language, "es"))


def test_code_and_marked_quotations_are_no_prose() -> None:
    """What is said to be another language, or none, does not tell that of the text."""
    html = Markup(
        "<p>Uno <code>if x in the</code> dos <b lang=en>the</b> <i translate=no>of</i> tres</p>"
        "<pre>for all <b>that is</b></pre><p>cuatro</p>"
    )
    assert "Uno dos tres cuatro" == prose(html)


@pytest.mark.parametrize("language", TEXTS)
def test_extraction_does_not_call_french_spanish(language: str) -> None:
    """A page in the language it declares has no finding about it."""
    page = f"<html lang={language}><div class=syndicate><p>{TEXTS[language]}</p></div>"
    kinds = [found.kind for found in extract(page, url="https://example.org/").diagnostics]
    assert DiagnosticKind.OTHER_LANGUAGE not in kinds


def test_no_real_text_is_accused_falsely(corpora: Path) -> None:
    """Of all texts of the real catalog, only those are named that are in fact in the other language."""
    texts = [
        item for item in records(corpora / "medlineplus/mplus_topics_2024-06-06.xml.gz") if isinstance(item, Record)
    ]
    accused = [item.title for item in texts if other_language(prose(item.summary), str(item.locale))]

    assert len(texts) > 2000
    assert [] == accused


def test_real_pages_are_with_distinct_ids(corpora: Path) -> None:
    """Every page of the Spanish folder reads as Spanish where it declares English, and no English one does."""
    for path in sorted((corpora / "cdc").rglob("*.htm")):
        found = extract(decode(path.read_bytes()), url="https://www.cdc.gov/a.htm")
        names = {item.names for item in found.diagnostics if item.kind is DiagnosticKind.OTHER_LANGUAGE}
        assert names <= ({("en", "es"), ("en-us", "es")} if path.parent.name == "es" else set()), path.name
