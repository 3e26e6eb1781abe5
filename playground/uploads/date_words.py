"""The words of dates in several languages, and times as they are written in them."""

from __future__ import annotations

import re

MONTHS: dict[str, int] = {}
"""The months by their names in lower case: English, German, French, Spanish, Italian, Portuguese, Dutch."""
for _number, _names in enumerate(
    (
        "january januar jänner janvier enero gennaio janeiro januari jan janv ene gen",
        "february februar feber février fevrier febrero febbraio fevereiro februari feb févr fév fevr fev",
        "march märz maerz mars marzo março marco maart mar mär mrz mrt",
        "april avril abril aprile apr avr abr",
        "may mai mayo maggio maio mei mag",
        "june juni juin junio giugno junho jun giu",
        "july juli juillet julio luglio julho jul juil lug",
        "august août aout agosto augustus aug ago aoû",
        "september septembre septiembre setiembre settembre setembro sep sept set",
        "october oktober octobre octubre ottobre outubro oct okt ott out",
        "november novembre noviembre novembro nov",
        "december dezember décembre decembre diciembre dicembre dezembro dec dez déc dic",
    ),
    start=1,
):
    MONTHS |= dict.fromkeys(_names.split(), _number)

ZONES = {
    "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "WET": 0, "WEST": 1, "EET": 2, "EEST": 3, "BST": 1,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "JST": 9, "KST": 9, "HKT": 8, "AEST": 10, "AEDT": 11,
}  # fmt: skip
"""Hours east of Greenwich."""

_DAY_NAMES = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim "
    "lunes martes miércoles miercoles jueves viernes sábado sabado domingo mié mie jue vie sáb sab dom"
)
_WEEKDAY = rf"(?:{'|'.join(sorted(_DAY_NAMES.split(), key=len, reverse=True))})\b\.?"
_BEFORE = re.compile(rf"(?i){_WEEKDAY},?\s+(?=\S)")
_BEHIND = re.compile(
    rf"(?i)[\s,]*[(（]?(?:\b{_WEEKDAY}|(?:星期|周|週|礼拜)?[一二三四五六日天月火水木金土](?:曜日)?)[)）]?$"
)
_HOURS = re.compile(r"([0-9]{1,2})\s?[時时点點h]\s?(?:([0-9]{1,2})分?)?(?:([0-9]{1,2})秒)?")
_HALVES = (
    (re.compile(r"(?:上午|午前|오전)\s*([0-9:]+)"), r"\1 AM"),
    (re.compile(r"(?:下午|午後|오후)\s*([0-9:]+)"), r"\1 PM"),
    (re.compile(r"(?i)\b([ap])\.?\s?m\.?(?![a-z])"), r"\1m"),
)
_CHINESE = re.compile(r"([0-9]{4})\s*[年년]\s*(?:([0-9]{1,2})\s*[月월](?:\s*([0-9]{1,2})\s*[日号號일])?)?")
_UNIX = re.compile(r"([A-Za-z]{3} [ 0-9][0-9]) ([0-9:]{8}) (?:([+-][0-9]{4}|[A-Z]{3,4}) )?([0-9]{4})")
_LOG = re.compile(r"([0-9]{2})/([A-Za-z]{3})/([0-9]{4}):([0-9:]{8})")
_AS_PROGRAMS_WRITE = re.compile(r"[0-9./:,T+-]*[0-9Z]|[0-9./:,+-]+ [0-9:.,]*")
"""Without any word."""
_BLANKS = re.compile("[\u00a0\u2009\u202f\u3000]")


def in_plain_words(cell: str) -> str:
    """A date or a time without weekdays, and with its time as programs write it."""
    if _AS_PROGRAMS_WRITE.fullmatch(cell):
        return cell
    text = _CHINESE.sub(_iso, _BLANKS.sub(" ", cell)).strip()
    text = _BEHIND.sub("", _BEFORE.sub("", text))
    for pattern, plain in _HALVES:
        text = pattern.sub(plain, text)
    text = _HOURS.sub(lambda match: ":".join((match[1], match[2] or "00", match[3] or "00")), text)
    text = _UNIX.sub(lambda match: f"{match[1]} {match[4]} {match[2]} {match[3] or ''}".strip(), text)
    text = _LOG.sub(r"\1 \2 \3 \4", text)
    text = re.sub(r"\s+-\s+(?=[0-9]{1,2}:)", " ", text)
    return re.sub(r"\s+", " ", text.removesuffix(" Uhr").removesuffix(".")).strip()


def _iso(match: re.Match[str]) -> str:
    return "-".join(part for part in (match[1], match[2], match[3]) if part) + (" " if match[3] else "")
