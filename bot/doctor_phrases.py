"""What ``kenner doctor`` says of an installation."""

from collections.abc import Sequence

from bot.phrases import counted

IMPORT_UNFINISHED = "An import was interrupted. Run it again: it goes on where it stopped."

_LANGUAGES = {
    "de": "German", "en": "English", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese",
    "nl": "Dutch", "pl": "Polish", "sv": "Swedish", "no": "Norwegian", "nb": "Norwegian", "da": "Danish",
    "fi": "Finnish", "cs": "Czech", "ja": "Japanese", "zh": "Chinese", "ko": "Korean", "ru": "Russian",
    "uk": "Ukrainian", "tr": "Turkish", "ar": "Arabic", "he": "Hebrew", "hi": "Hindi",
}  # fmt: skip


def language(code: str) -> str:
    return _LANGUAGES.get(code, code)


def database_fine(engine: str) -> str:
    return f"{engine.partition('+')[0]}, schema up to date."


def disk_free(gigabytes: float, folder: str) -> str:
    return f"{gigabytes:,.1f} GB free for {folder}."


def model_fine(model: str, dimension: int) -> str:
    return f"{model}, {dimension} dimensions, files whole."


def index_fine(passages: int, generation: int) -> str:
    return f"{counted(passages, 'passage')}, generation {generation}."


def index_behind(held: int, passages: int) -> str:
    return f"The index holds {held:,} of {passages:,} passages. Bring it up with: kenner reindex"


def language_not_served(percent: int, code: str, served: Sequence[str]) -> str:
    return (
        f"{percent} % of your passages are {language(code)}; the model reads {', '.join(map(language, served))}."
        " They are found by words alone. For more, set KENNER_MODEL to a multilingual sentence-transformers"
        f" model that you have, KENNER_MODEL_LANGUAGES to what it reads (or: all), and run: kenner reindex"
    )
