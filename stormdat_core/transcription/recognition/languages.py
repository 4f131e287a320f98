"""Languages that speech models know: Whisper's codes, their English names, and what a pack can do of them."""

from collections.abc import Iterable, Mapping

from stormdat_core.errors import StormError
from stormdat_core.model.transcripts import ModelPack

NAMES: Mapping[str, str] = {
    "af": "Afrikaans",
    "am": "Amharic",
    "ar": "Arabic",
    "as": "Assamese",
    "az": "Azerbaijani",
    "ba": "Bashkir",
    "be": "Belarusian",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "bo": "Tibetan",
    "br": "Breton",
    "bs": "Bosnian",
    "ca": "Catalan",
    "cs": "Czech",
    "cy": "Welsh",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "eu": "Basque",
    "fa": "Persian",
    "fi": "Finnish",
    "fo": "Faroese",
    "fr": "French",
    "gl": "Galician",
    "gu": "Gujarati",
    "ha": "Hausa",
    "haw": "Hawaiian",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "ht": "Haitian Creole",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "is": "Icelandic",
    "it": "Italian",
    "ja": "Japanese",
    "jw": "Javanese",
    "ka": "Georgian",
    "kk": "Kazakh",
    "km": "Khmer",
    "kn": "Kannada",
    "ko": "Korean",
    "la": "Latin",
    "lb": "Luxembourgish",
    "ln": "Lingala",
    "lo": "Lao",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mg": "Malagasy",
    "mi": "Maori",
    "mk": "Macedonian",
    "ml": "Malayalam",
    "mn": "Mongolian",
    "mr": "Marathi",
    "ms": "Malay",
    "mt": "Maltese",
    "my": "Burmese",
    "ne": "Nepali",
    "nl": "Dutch",
    "nn": "Norwegian Nynorsk",
    "no": "Norwegian",
    "oc": "Occitan",
    "pa": "Punjabi",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sa": "Sanskrit",
    "sd": "Sindhi",
    "si": "Sinhala",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sn": "Shona",
    "so": "Somali",
    "sq": "Albanian",
    "sr": "Serbian",
    "su": "Sundanese",
    "sv": "Swedish",
    "sw": "Swahili",
    "ta": "Tamil",
    "te": "Telugu",
    "tg": "Tajik",
    "th": "Thai",
    "tk": "Turkmen",
    "tl": "Tagalog",
    "tr": "Turkish",
    "tt": "Tatar",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "uz": "Uzbek",
    "vi": "Vietnamese",
    "yi": "Yiddish",
    "yo": "Yoruba",
    "zh": "Chinese",
    "yue": "Cantonese",
}
_CODES: Mapping[str, str] = {name.casefold(): code for code, name in NAMES.items()} | {"jv": "jw", "nb": "no"}
"""Codes by name, and two codes that Whisper writes otherwise."""


class UnknownLanguage(StormError):
    """A language that no model, or not this one, knows."""


def code_of(language: str) -> str:
    """Return the code of a language by its code ("en", "en-GB") or English name; empty stays empty.

    Raises:
        UnknownLanguage: nobody knows it.
    """
    asked = " ".join(language.split()).casefold()
    if not asked:
        return ""
    head = asked.replace("_", "-").split("-")[0]
    for each in (asked, head):
        if (code := _CODES.get(each, each)) in NAMES:
            return code
    raise UnknownLanguage(
        f"“{language}” is no language that speech models know.",
        "Give a code such as en or de, an English name, or nothing: then it is found out.",
    )


def spoken(language: str, pack: ModelPack) -> str:
    """Return the code of a language that a pack knows; empty stays empty.

    Raises:
        UnknownLanguage: nobody knows it, or the pack does not.
    """
    code = code_of(language)
    if code and pack.languages and code not in pack.languages:
        known = ", ".join(f"{each} ({NAMES.get(each, each)})" for each in pack.languages)
        raise UnknownLanguage(
            f"The model pack “{pack.name}” does not know {NAMES[code]}, only {known}.",
            "Take another model pack, or another language.",
        )
    return code


def choices(packs: Iterable[ModelPack]) -> dict[str, str]:
    """Return the languages that some packs know, by code, in the order of their names."""
    found: set[str] = set()
    for pack in packs:
        found |= set(pack.languages or NAMES)
    return dict(sorted(((code, NAMES.get(code, code)) for code in found), key=lambda each: each[1]))
