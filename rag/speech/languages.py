"""In which language something is written, by its commonest words: what compares words is silent across languages. Pure.

No language but English has words here that are English ones too ("die", "was", "on").
"""

from __future__ import annotations

from rag.speech.words import words_in

_COMMON = {
    "English": "the of and to in is was that it for on with as his her he she they be at by this had not are but from or have "
    "an were which their said did who what when been has would there i you we my it's i'm so if a",
    "French": "le la les une du et est que qui dans pour pas sur aux avec ce cette il elle ils elles ne sa ses leur leurs été "
    "être ont était jamais mais n'a qu'il qu'elle l'a d'un d'une où",
    "German": "der das und ist nicht ein eine einen einem zu den dem mit sich auf für von dass sie er es wurde hat haben sei "
    "auch wie aber nur nach bei ihr ihre kein keine sagt sagte",
    "Spanish": "el la los las una unos y que de del en por para con se su sus es fue era ha pero más como lo al nunca dice dijo "
    "ella ellos muy porque",
    "Italian": "il lo gli una che di del della dei nel per con non si suo sua è ha hanno ma più anche mai dice disse sono stato "
    "stata perché",
    "Portuguese": "os uma que de da dos das em na para com não se seu sua é foi era tem mas mais nunca disse ela eles muito",
    "Dutch": "het een en van dat niet op voor met zijn haar ze hij zij werd heeft hebben maar ook als nooit zei de",
    "Welsh": "yn yr ei eu ar gan oedd mae nad nid hi wedi bod ond hefyd fel ddim",
    "Polish": "w na nie się że z jest był była było ale jak po za przez jej jego nigdy",
}
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_LEAST = 2  # common words
_CLEARLY = 1.5  # times as many as of any other language


def language_of(text: str) -> str | None:
    """The language of a text in English; None where too little is known of it.

    >>> language_of("Elle a attendu quatre mois et personne ne lui a dit pourquoi."), language_of("Vouchers!")
    ('French', None)
    """
    keys = [word.key for word in words_in(text)]
    found = {language: sum(key in words for key in keys) for language, words in _WORDS.items()}
    first, second = sorted(found, key=lambda language: -found[language])[:2]
    return first if found[first] >= _LEAST and found[first] >= _CLEARLY * found[second] else None
