"""Whether a reply asks for no more messages, or for them again. Pure.

A whole reply, and nothing else, must be such a word: "please stop by tomorrow" is an answer.
English words: CTIA Messaging Principles and Best Practices, 5.1.3; AWS stops at the same ones:
https://docs.aws.amazon.com/sms-voice/latest/userguide/phone-numbers-opt-out.html
"""

from __future__ import annotations

import unicodedata

LONGEST = 60  # letters: no asking is longer, and a crafted megabyte costs nothing
STOP = (
    *("STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "OPTOUT", "OPT OUT"),
    *("OPT-OUT", "REVOKE", "REMOVE ME", "STOP PLEASE", "PLEASE STOP", "STOP IT", "STOP SMS"),
    *("STOPP", "ABMELDEN", "ABBESTELLEN", "BITTE ABMELDEN"),
    *("ARRET", "ARRÊT", "ARRÊTER", "ARRETER", "DÉSABONNER", "DESABONNER", "STOP PUB"),
    *("BAJA", "DAR DE BAJA", "CANCELAR", "PARAR", "SAIR", "DESCADASTRAR", "ALTO", "DETENER"),
    *("ANNULLA", "DISISCRIVI", "DISISCRIVIMI", "BASTA", "AFMELDEN", "UITSCHRIJVEN"),
    *("REZYGNUJĘ", "REZYGNUJE", "WYPISZ", "WYPISZ MNIE", "REZYGNACJA"),
    *("BERHENTI", "BATAL", "HENTIKAN", "DUR", "IPTAL", "İPTAL", "RET", "AVSLUTA", "AVREGISTRER"),
    *("СТОП", "ОТПИСАТЬСЯ", "ВІДПИСАТИСЯ"),
    *(
        "停止",
        "退订",
        "退訂",
        "取消",
        "取消订阅",
        "取消訂閱",
        "TD",
        "配信停止",
        "解除",
        "수신거부",
        "중지",
    ),
    *("إيقاف", "ايقاف", "توقف", "ألغ", "الغ", "إلغاء", "الغاء", "إلغاء الاشتراك", "הסר", "הסרה"),
)
START = ("START", "UNSTOP", "SUBSCRIBE", "RESUME")


def asks_to_stop(text: str) -> bool:
    """Tell if a reply asks for no more messages."""
    return _folded(text) in _STOP


def asks_to_start(text: str) -> bool:
    """Tell if a reply takes an earlier STOP back; "yes" answers who knows what."""
    return _folded(text) in _START


def _folded(text: str) -> str:
    """Return a reply as one compares it: no case, width, marks at its ends, or runs of blanks."""
    if len(text) > LONGEST:
        return ""
    plain = unicodedata.normalize("NFKC", text).casefold()
    visible = "".join(" " if _is_no_word(letter) else letter for letter in plain)
    return unicodedata.normalize("NFKC", " ".join(visible.split()))


def _is_no_word(letter: str) -> bool:
    """Tell if a letter is punctuation, a symbol such as an emoji, a blank, or unseen."""
    return unicodedata.category(letter)[0] in "PSZC" or letter in "\ufe0e\ufe0f"


_STOP = frozenset(map(_folded, STOP))
_START = frozenset(map(_folded, START))
