"""Which language a text is in, as far as the service needs to know: English, Welsh or another."""

import re
from functools import lru_cache
from typing import Literal

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bot.screening.normalise import clean, plain
from bot.screening.spelling import english_words

Language = Literal["en", "cy", "other"]

OTHERS = ["en", "cy", "pl", "ro", "es", "pt", "fr", "de", "it", "nl", "tr", "lt", "lv", "sk", "cs", "hu", "sq", "so", "hr",
          "bg", "ru", "uk", "ar", "fa", "ur", "hi", "bn", "pa", "gu", "ta", "zh", "sw", "tl", "vi", "ku", "id", "sv", "el"]
USUAL = 3000            # times a word is seen in the dictionary's corpus, to count as English here
SURE = 0.9              # of the model, before text that is hardly English counts as another language
ENGLISH_ENOUGH = 0.5    # share of English words from which a text is English, whatever the model says
FOREIGN_WORDS = 3       # fewer words than this tell nothing
_WELSH = frozenset(
    "a'r ac ae ar at am angen beth bod blentyn blant byw bywyd cael cam-drin chi cymraeg gymraeg cymorth diolch ddim dim drws dw dwi eich ei "
    "ein eisiau isio moyn fel ferch fi fy ga gallaf galla gan gen gyda heddlu helpu hoffwn hwn hyn i'n i'w mab mae maen merch mewn mi mo "
    "mynd na neu newydd ni nid nos o'r oes oedd oeddwn ofni ofn os pam pan pawb plentyn plant pryd pwy rhaid rhywun rwy rwyf rydw rydym "
    "roedd rwan sy sydd shwmae sut siarad ti tri wedi wrth wrtha wrthyf y ydi ydw ydy ydych yma yn yng ym yr yw llys gwr gŵr nhad nhw "
    "bore da noswaith prynhawn allwch allaf gwybod wybod dylwn ddylwn cyffwrdd brifo marw perygl lladd fyddwn fydd bydd byddai dwy'n".split())
_WELSH_ONLY = frozenset(
    "mae dw dwi rwy'n rwy rwyf rydw eisiau isio moyn cymraeg gymraeg gyda ydw ydy ydi ydych plentyn blentyn heddlu diolch wedi rhywun sydd oeddwn "
    "hoffwn siarad shwmae allwch perygl fy dw'i sut roedd oedd yn".split())
# Urdu, Hindi and Punjabi in Latin letters, which the model does not know
_ROMANISED = frozenset(
    "mera meri mere hai hain hoon mein ko ka ki ke kya nahi nahin aap hum mujhe mujhay madad bacha bachi bachay beti beta ghar "
    "chahiye khatre tusi sanu mainu karo raha rahi bahut bohot kaise kaun pulis".split())
_HELP = frozenset("pomocy pomoc ayuda ayudame socorro ajutor aidez aide hilfe aiuto pagalba caawimaad yardim yardım ndihme "
                  "ndihmë segítség pomozte saidia madad".split())
_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in OTHERS if code in identifier.nb_classes])
    return identifier


def language(text: str) -> Language:
    """"en", "cy" or "other". Short, misspelt, dialect and unknown text is "en": nobody is turned away by mistake."""
    text = clean(text)
    words = _TOKEN.findall(text.lower().replace("\u2019", "'"))
    if not words:
        return "en"
    if _foreign_script(text):
        return "other"
    if _is_welsh(words):
        return "cy"
    if len(words) >= FOREIGN_WORDS and _share(words, _ROMANISED) >= ENGLISH_ENOUGH or set(words) & _HELP and not set(words) & english_words(USUAL):
        return "other"
    english = sum(word in english_words(USUAL) for word in plain(text).split() if word.isalpha())
    if len(words) < FOREIGN_WORDS or english / len(words) >= ENGLISH_ENOUGH:
        return "en"
    code, sure = _identifier().classify(text)
    return "en" if code == "en" or sure < SURE else "cy" if code == "cy" else "other"


def _share(words: list[str], listed: frozenset[str]) -> float:
    return sum(word in listed for word in words) / len(words)


def _foreign_script(text: str) -> bool:
    """Whether most letters are not Latin ones."""
    letters = [char for char in text if char.isalpha()]
    return 2 * sum(ord(char) > 0x24F and not 0x1E00 <= ord(char) <= 0x1EFF for char in letters) > len(letters)


def _is_welsh(words: list[str]) -> bool:
    return _share(words, _WELSH) >= 0.4 and any(word in _WELSH_ONLY for word in words)
