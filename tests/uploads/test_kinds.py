"""Dates, numbers, gaps and layouts as programs and people write them, each kind in a small table."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from playground.config.errors import ExampleError
from playground.uploads.labelled import read_rows
from playground.uploads.report import Reading
from playground.uploads.tables import Table, read_table
from tests.uploads.conventions import MONTHS

N = 60
LEVELS = [round(100 + 20 * math.sin(n / 5) + n % 7 / 8, 3) for n in range(N)]
HOURS = [datetime(2023, 1, 28, 22) + timedelta(hours=3 * n) for n in range(N)]
DAYS = [datetime(2022, 11, 20) + timedelta(n) for n in range(N)]
MONTHLY = [datetime(2010 + n // 12, n % 12 + 1, 1) for n in range(N)]
QUARTERS = [datetime(2000 + n // 4, n % 4 * 3 + 1, 1) for n in range(N)]
WEEKS = [datetime(2019, 12, 30) + timedelta(7 * n) for n in range(N)]


def made(head: str, row: Callable[[int], object]) -> str:
    return "\n".join([head, *(str(row(n)) for n in range(N))])


def column(found: Table, name: str) -> list[float]:
    (numbers,) = (one.numbers for one in found.columns if one.name == name)
    assert numbers is not None
    return numbers.tolist()


def told(found: Table) -> str:
    return " ".join(map(str, found.report))


# ---- dates


def half(moment: datetime, words: str) -> str:
    return words.split("|")[moment.hour > 11]


def twelve(moment: datetime) -> str:
    return f"{moment:%I:%M}".lstrip("0")


WEEKDAYS = {
    "en": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "de": ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
    "zh": [*"一二三四五六日"],
}
MOMENTS: dict[str, tuple[list[datetime], Callable[[datetime], str]]] = {
    "a zone": (HOURS, lambda t: f"{t + timedelta(hours=5, minutes=30)} +0530"),
    "a zone by its name": (HOURS, lambda t: f"{t - timedelta(hours=5):%Y-%m-%d %H:%M} EST"),
    "UTC and hours": (HOURS, lambda t: f"{t + timedelta(hours=2)} UTC+2"),
    "as Unix prints it": (HOURS, lambda t: f"{t:%a %b %d %H:%M:%S %Y}"),
    "as Twitter writes it": (HOURS, lambda t: f"{t:%a %b %d %H:%M:%S +0000 %Y}"),
    "as mails have it": (HOURS, lambda t: f"{t:%a, %d %b %Y %H:%M:%S +0000}"),
    "as a log has it": (HOURS, lambda t: f"{t:%d/%b/%Y:%H:%M:%S +0000}"),
    "a.m. and p.m. in Spanish": (
        HOURS,
        lambda t: f"{t.month}/{t.day}/{t.year} {twelve(t)} {half(t, 'a. m.|p. m.')}",
    ),
    "a narrow blank before PM": (
        HOURS,
        lambda t: f"{t.month}/{t.day}/{t.year}, {twelve(t)}:00\u202f{half(t, 'AM|PM')}",
    ),
    "Uhr": (HOURS, lambda t: f"{t:%d.%m.%Y %H:%M} Uhr"),
    "a dash before the time": (HOURS, lambda t: f"{t:%d.%m.%Y - %H:%M}"),
    "h in French": (HOURS, lambda t: f"{t:%d/%m/%Y %Hh%M}"),
    "digits with T": (HOURS, lambda t: f"{t:%Y%m%dT%H%M%SZ}"),
    "digits and a time": (HOURS, lambda t: f"{t:%Y%m%d %H:%M}"),
    "fourteen digits": (HOURS, lambda t: f"{t:%Y%m%d%H%M%S}"),
    "Unix microseconds": (HOURS, lambda t: f"{int((t - datetime(1970, 1, 1)).total_seconds())}000000"),
    "hours in Chinese": (HOURS, lambda t: f"{t.year}年{t.month}月{t.day}日 {t.hour}时"),
    "minutes in Chinese": (HOURS, lambda t: f"{t.year}年{t.month}月{t.day}日{t.hour}时05分"),
    "halves of the day in Chinese": (
        HOURS,
        lambda t: f"{t.year}/{t.month}/{t.day} {half(t, '上午|下午')}{twelve(t)}",
    ),
    "a hard blank": (HOURS, lambda t: f"{t:%d.%m.%Y}\u00a0{t:%H:%M}"),
    "24:00": (
        [datetime(2023, 1, 1) + timedelta(hours=n) for n in range(1, N + 1)],
        lambda t: f"{t:%d.%m.%Y %H:%M}" if t.hour else f"{t - timedelta(1):%d.%m.%Y} 24:00",
    ),
    "the first in French": (
        DAYS,
        lambda t: f"{t.day}{'er' if t.day == 1 else ''} {MONTHS['fr'][t.month - 1]} {t.year}",
    ),
    "a weekday before": (DAYS, lambda t: f"{WEEKDAYS['de'][t.weekday()]}, {t:%d.%m.%Y}"),
    "a weekday in English": (
        DAYS,
        lambda t: f"{WEEKDAYS['en'][t.weekday()]}, {MONTHS['en'][t.month - 1]} {t.day}, {t.year}",
    ),
    "a weekday behind": (DAYS, lambda t: f"{t:%Y-%m-%d} ({WEEKDAYS['en'][t.weekday()][:3]})"),
    "a weekday in Chinese": (
        DAYS,
        lambda t: f"{t.year}年{t.month}月{t.day}日 星期{WEEKDAYS['zh'][t.weekday()]}",
    ),
    "points and blanks": (DAYS, lambda t: f"{t.year}. {t.month}. {t.day}."),
    "day, month and year in one": (DAYS, lambda t: f"{t:%d%b%Y}".upper()),
    "a month in capitals": (DAYS, lambda t: f"{t:%d-%b-%Y}".upper()),
    "Portuguese": (DAYS, lambda t: f"{t.day} de {PORTUGUESE[t.month - 1]} de {t.year}"),
    "M01": (MONTHLY, lambda t: f"{t.year}M{t.month:02}"),
    "a blank before the month": (MONTHLY, lambda t: f"{t.year} {t.month:02}"),
    "a point before the year": (MONTHLY, lambda t: f"{t.month:02}.{t.year}"),
    "the last days": (
        [one - timedelta(1) for one in MONTHLY],
        lambda t: f"{t:%d/%m/%Y}",
    ),
    "Q1 2000": (QUARTERS, lambda t: f"Q{t.month // 3 + 1} {t.year}"),
    "1Q2000": (QUARTERS, lambda t: f"{t.month // 3 + 1}Q{t.year}"),
    "2000:Q1": (QUARTERS, lambda t: f"{t.year}:Q{t.month // 3 + 1}"),
    "weeks": (WEEKS, lambda t: f"{t.isocalendar().year}-W{t.isocalendar().week:02}"),
    "spans of a week": (WEEKS, lambda t: f"{t:%Y-%m-%d} - {t + timedelta(6):%Y-%m-%d}"),
    "seasons": ([datetime(1970 + n, 1, 1) for n in range(N)], lambda t: f"{t.year}/{(t.year + 1) % 100:02}"),
}
_PORTUGUESE = "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"
PORTUGUESE = _PORTUGUESE.split()


@pytest.mark.parametrize("form", MOMENTS)
def test_a_date_of_any_form_is_the_moment_that_it_says(form):
    moments, written = MOMENTS[form]
    found = read_table(made("when,level", lambda n: f'"{written(moments[n])}",{LEVELS[n]}'))
    shift = 5 * 60 if form == "minutes in Chinese" else 0
    expected = [(one - datetime(1970, 1, 1)).total_seconds() + shift for one in moments]
    (days,) = (one.days for one in found.columns if one.name == "when")
    assert days is not None
    np.testing.assert_allclose(days * 86400, expected, atol=1e-4)
    assert (found.time_column, found.choices) == ("when", ("level",))


POINTS = [f"{20 + n // 24:02}/03/2004;{n % 24:02}.00.00;{LEVELS[n]};{1000 + n}" for n in range(N)]


def test_times_of_the_day_may_have_points():
    found = read_table("\n".join(["Date;Time;level;n", *POINTS]))
    np.testing.assert_allclose(np.diff(found.times), 1, atol=1e-6)
    assert column(found, "level") == LEVELS


def test_a_table_of_few_rows_of_many_numbers_has_a_series_in_each():
    rows = [",".join([f"Y{k}", *(str(one * k) for one in LEVELS)]) for k in (1, 2, 3)]
    text = "\n".join([",".join(f"V{n}" for n in range(N + 1)), *rows])
    found = read_table(text)
    assert column(found, "Y2") == [one * 2 for one in LEVELS]
    assert "The table has few rows of many numbers: each row is a series, such as 'Y1'." in told(found)
    with pytest.raises(ExampleError, match="at least 30 rows of values, not 3"):
        read_table(text, Reading(turned="as-it-is"))


PARTS: dict[str, tuple[str, Callable[[int], str], list[datetime]]] = {
    "year, month, day, hour": (
        "YEAR,MO,DY,HR,level",
        lambda n: f"{HOURS[n].year},{HOURS[n].month},{HOURS[n].day},{HOURS[n].hour},{LEVELS[n]}",
        HOURS,
    ),
    "day of the year": ("YEAR,DOY,level", lambda n: f"2023,{n + 1},{LEVELS[n]}", [datetime(2023, 1, 1)]),
    "week of the year": ("YEAR,WEEK,level", lambda n: f"2020,{n + 1},{LEVELS[n]}", WEEKS[:50]),
    "date, and digits of the time": (
        "Date,Time,level",
        lambda n: f"{HOURS[n]:%Y%m%d},{HOURS[n]:%H%M},{LEVELS[n]}",
        HOURS,
    ),
    "time of the day alone": ("Time,level", lambda n: f"{22 + n // 60:02}:{n % 60:02},{LEVELS[n]}", []),
    "over midnight": ("Time,level", lambda n: f"{(22 + n // 20) % 24:02}:{n % 20 * 3:02}:00,{LEVELS[n]}", []),
    "names of a buoy": (
        "#YY  MM DD hh mm level\n#yr  mo dy hr mn m",
        lambda n: f"{HOURS[n]:%Y %m %d %H %M} {LEVELS[n]}",
        HOURS,
    ),
}


@pytest.mark.parametrize("kind", PARTS)
def test_the_time_may_stand_in_several_columns_or_be_a_time_of_the_day(kind):
    head, row, _moments = PARTS[kind]
    rows = "\n".join([head, *(row(n) for n in range(50))])
    found = read_table(rows)
    assert column(found, "level") == LEVELS[:50]
    assert found.choices[0] == "level"
    assert found.time_column
    steps = np.diff(found.times)
    np.testing.assert_allclose(steps, steps[0], rtol=1e-6)


# ---- numbers

G = [LEVELS[n] if n % 9 else math.nan for n in range(N)]
VALUES: dict[str, tuple[Callable[[int], str], list[float]]] = {
    "one unit for all": (lambda n: f"{LEVELS[n]} bpm" if n % 9 else "--", G),
    "a unit without a blank": (lambda n: f"{LEVELS[n]}°C", LEVELS),
    "lakh": (
        lambda n: f'"{12 + n % 5},34,{500 + n}.50"',
        [(12 + n % 5) * 1e5 + 34500.5 + n for n in range(N)],
    ),
    "credit and debit": (
        lambda n: f"{LEVELS[n]} {'CR' if n % 3 else 'DR'}",
        [one if n % 3 else -one for n, one in enumerate(LEVELS)],
    ),
    "currencies": (lambda n: f"R$ {LEVELS[n]}", LEVELS),
    "a star behind": (lambda n: f"{LEVELS[n]}{'*' if n % 7 == 3 else ''}", LEVELS),
    "flags of Eurostat": (lambda n: f"{LEVELS[n]} {'p' if n % 7 == 3 else ''}" if n % 9 else ":", G),
    "an interval behind": (lambda n: f'"{LEVELS[n]} [{LEVELS[n] - 1:.1f}-{LEVELS[n] + 1:.1f}]"', LEVELS),
    "exponents": (lambda n: f"{LEVELS[n] * 1e-7:.5E}", [float(f"{one * 1e-7:.5E}") for one in LEVELS]),
    "ten thousands": (lambda n: f"{LEVELS[n]:.2f}万", [round(one, 2) * 1e4 for one in LEVELS]),
    "K and M": (
        lambda n: f"{n + 1}.5{'KM'[n % 2]}",
        [(n + 1.5) * (1e6 if n % 2 else 1e3) for n in range(N)],
    ),
}


@pytest.mark.parametrize("form", VALUES)
def test_a_number_of_any_form_is_the_number_that_it_says(form):
    written, expected = VALUES[form]
    found = read_table(made("when,level", lambda n: f"{DAYS[n]:%Y-%m-%d},{written(n)}"))
    np.testing.assert_allclose(column(found, "level"), expected, rtol=1e-12)


WORDS = [
    *("k. A.", "(null)", "\\N", "#NV", "#BEZUG!", "no data", "keine Daten", "-nan", "…", "//", "***", "#"),
    *("--:--", "-.--", "_", "无", "缺测", "offline", "T", "x", "err", "Tr"),
]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_among_numbers_that_comes_again_stands_for_a_gap(word):
    found = read_table(made("when,level", lambda n: f"{DAYS[n]:%Y-%m-%d},{LEVELS[n] if n % 9 else word}"))
    np.testing.assert_array_equal(column(found, "level"), G)


def test_an_unknown_word_that_stands_for_a_gap_is_told_and_may_be_a_fault():
    text = made("when,level,other", lambda n: f"{DAYS[n]:%Y-%m-%d},{LEVELS[n] if n % 9 else 'off'},{n % 5}")
    said = "In the column 'level', 'off' is no number; it stands for a gap, 7 times."
    assert said in told(read_table(text))
    other = read_table(text, Reading(words="fault"))
    assert said in told(other)
    assert (other.choices, other.chosen) == (("other",), {"words": "fault"})


CODES = ("-888", "-777.7", "-6999", "-7999", "1e20", "-1.0E+36", "9.96921e+36", "99.99", "-32768", "8888")


@pytest.mark.parametrize("code", CODES)
def test_a_number_far_outside_that_comes_again_stands_for_a_gap(code):
    values = [round(one / 50, 2) for one in LEVELS]
    found = read_table(made("when,level", lambda n: f"{DAYS[n]:%Y-%m-%d},{values[n] if n % 9 else code}"))
    expected = [values[n] if n % 9 else math.nan for n in range(N)]
    np.testing.assert_array_equal(column(found, "level"), expected)
    assert "lies far outside; it stands for a gap, 7 times." in told(found)


# ---- layouts

PLAIN = made("day,level", lambda n: f"{DAYS[n]:%Y-%m-%d},{LEVELS[n]}")
LAYOUTS = {
    "markdown": made("| day | level |\n|---|------:|", lambda n: f"| {DAYS[n]:%Y-%m-%d} | {LEVELS[n]} |"),
    "psql": made("    day    | level\n-----------+------", lambda n: f" {DAYS[n]:%Y-%m-%d} | {LEVELS[n]} ")
    + "\n(60 rows)\n",
    "MySQL": made(
        "+-----+-----+\n| day | level |\n+-----+-----+", lambda n: f"| {DAYS[n]:%Y-%m-%d} | {LEVELS[n]} |"
    )
    + "\n+-----+-----+\n",
    "names again": PLAIN.replace("2022-12-20", "day,level\n2022-12-20"),
    "a note and a sum below": PLAIN + "\nSource: me\n* provisional\nTotal,99\n",
    "units that are not in all columns": made(
        "Oxford\nLocation 4509E\n  yyyy mm level sun\n             degC hours",
        lambda n: (
            f"{1990 + n // 12} {n % 12 + 1:2d} {LEVELS[n]}{'*' if n % 9 == 1 else ''} {'---' if n < 5 else n}"
        ),
    ),
    "years and months without names": made(
        "# made up\n#   decimal\n#   date",
        lambda n: f"{1990 + n // 12}  {n % 12 + 1:2d}  {1990 + n / 12:.3f}  {LEVELS[n]}",
    ),
    "what a bank tells of a series": made(
        ";level;flag\n;Reference rate;\nUnit;USD;\nAs of;01.03.2024 16:00:00;",
        lambda n: f"{DAYS[n]:%Y-%m-%d};{LEVELS[n]};{'no value' if n % 9 == 0 else ''}",
    ),
    "another table of one row above": made(
        "Name;Long;Module\nHouse;13,4;Indoor\nTimestamp;level;CO2",
        lambda n: f"{1672531200 + 300 * n};{LEVELS[n]};{400 + n}",
    ),
    "a row of another width above the names": made(
        '"Title";"id";"Updated";"Period"\n"Prices";"1759970";"15/02/2024";""\n"Period";"level";"Codes"',
        lambda n: f'"{2015 + n // 12}-{n % 12 + 1:02}";"{LEVELS[n]}";"A"',
    ),
    "what the file is, as wide as some rows": made(
        "com.example.steps,123456,1\ntime,level,speed,",
        lambda n: f"{DAYS[n]:%Y-%m-%d} 22:11:00.123,{LEVELS[n]},1.5,",
    ),
    "rows of #": made("no,day,level", lambda n: f"#{n},{DAYS[n]:%Y-%m-%d},{LEVELS[n]}"),
    "many empty rows below": PLAIN + "\n,\n" + ",\n" * 5000,
    "another line end for each row": PLAIN.replace("\n", "\r\r\n"),
}


@pytest.mark.parametrize("kind", LAYOUTS)
def test_the_table_is_found_in_its_layout(kind):
    found = read_table(LAYOUTS[kind])
    name = "column 4" if "without names" in kind else "level"
    assert column(found, name) == LEVELS
    assert found.time_column


def test_months_as_columns_are_one_series_unless_they_are_read_as_they_lie():
    names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
    rows = [[str(1950 + y), *(f"{y * 12 + m}.5" for m in range(12)), "99"] for y in range(40)]
    rows[-1][9:13] = ["***"] * 4
    text = "\n".join(["Year," + ",".join(names.split()) + ",J-D", *map(",".join, rows)])
    found = read_table(text)
    assert column(found, "value") == [n + 0.5 for n in range(476)]
    assert found.times[13] == pytest.approx(1951 + 31 / 365)
    assert "The months are columns: they are put one after the other" in told(found)
    as_it_lies = read_table(text, Reading(turned="as-it-is"))
    assert column(as_it_lies, "Feb")[:2] == [1.5, 13.5]
    assert as_it_lies.chosen == {"turned": "as-it-is"}


@pytest.mark.parametrize("begin", [datetime(2022, 10, 29, 12), datetime(2023, 3, 25, 12)])
@pytest.mark.parametrize("minutes", [60, 15])
@pytest.mark.parametrize("newest_first", [False, True])
def test_hours_of_local_time_go_on_evenly_over_a_change_of_the_clock(begin, minutes, newest_first):
    here = ZoneInfo("Europe/Berlin")
    moments = [begin.replace(tzinfo=ZoneInfo("UTC")) + timedelta(minutes=minutes * n) for n in range(90)]
    rows = [f"{moment.astimezone(here):%d.%m.%Y %H:%M};{n * n % 97}" for n, moment in enumerate(moments)]
    found = read_table("\n".join(["t;level", *(rows[::-1] if newest_first else rows)]))
    assert column(found, "level") == [n * n % 97 for n in range(90)]
    np.testing.assert_allclose(np.diff(found.times), minutes / 60, atol=1e-6)
    assert "Clocks were put back or forward: 1. The hours are counted on evenly." in told(found)


def test_of_bookings_on_the_same_day_each_counts_or_they_are_added():
    rows = [f"{DAYS[n // 2]:%d.%m.%Y};Shop {n % 7};{n},5" for n in range(N)]
    text = "\n".join(["Buchungstag;Empfänger;Betrag", *rows[::-1]])
    each = read_table(text)
    assert each.time_column == ""
    assert "The latest row came first, so the rows were turned around." in told(each)
    assert "Rows that repeat a time in 'Buchungstag': 30. So the rows are counted" in told(each)
    assert column(each, "Betrag") == [n + 0.5 for n in range(N)]
    added = read_table(text, Reading(repeats="sum"))
    assert column(added, "Betrag") == [4 * n + 2 for n in range(30)]
    assert (added.time_column, added.chosen) == ("Buchungstag", {"repeats": "sum"})
    assert column(read_table(text, Reading(repeats="mean")), "Betrag") == [2 * n + 1 for n in range(30)]


def test_years_that_stand_in_several_rows_are_those_of_several_series():
    rows = [
        f"{place},{1960 + n},{n * k % 17}" for k, place in ((3, "Aland"), (5, "Borduria")) for n in range(50)
    ]
    text = "\n".join(["Entity,Year,Life expectancy", *rows])
    with pytest.raises(ExampleError, match=r"holds 2 series, told apart by 'Entity'\. Choose one: 'Aland'"):
        read_table(text)
    found = read_table(text, Reading(series="Borduria"))
    assert column(found, "Life expectancy") == [n * 5 % 17 for n in range(50)]
    assert (found.time_column, found.times[1] - found.times[0]) == ("Year", 1)
    assert read_table(text, Reading(series="all")).rows == 100


@pytest.mark.parametrize(
    ("names", "first"),
    [
        ("Open,High,Low,Close,Volume", "Close"),
        ("<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>", "<CLOSE>"),
        ("1. open,2. high,3. low,4. close,5. volume", "4. close"),
        ("id,code,flag,value,n", "value"),
    ],
)
def test_the_column_that_is_mostly_wanted_is_offered_first(names, first):
    found = read_table(
        made(
            f"day,{names}",
            lambda n: f"{DAYS[n]:%Y-%m-%d}," + ",".join(f"{n * k % 11}" for k in (2, 3, 4, 5, 6)),
        )
    )
    assert found.choices[0] == first


# ---- texts

PAIRS = [
    (f"{word} and so on number {n}", label)
    for n in range(12)
    for word, label in (("good", "yes"), ("bad", "no"))
]
TEXTS: dict[str, bytes | str] = {
    "fastText": "\n".join(f"__label__{label} {text}" for text, label in PAIRS),
    "long names": "What people said;How was it meant\n"
    + "\n".join(f"{text};{label}" for text, label in PAIRS).replace("number", "with many more words, number"),
    "Chinese commas": "\n".join(["文本，标签", *(f"{text}，{label}" for text, label in PAIRS)]),
    "backslashes": "\n".join(["text,label", *(f'"{text} \\"so\\" it was",{label}' for text, label in PAIRS)]),
    "open quotation marks": "\n".join(["text,label", *(f'"{text},{label}' for text, label in PAIRS)]),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_texts_and_labels_are_found_in_their_layout(kind):
    found = read_rows(TEXTS[kind])
    assert [row.label for row in found.rows] == [label for _text, label in PAIRS]
    assert all(text.split()[0] in row.text for (text, _label), row in zip(PAIRS, found.rows, strict=True))


LANGUAGES = {
    "shift_jis": "この映画はとても{}です",
    "euc_kr": "이 영화는 정말 {} 재미있었습니다",
    "cp1251": "Этот фильм был очень {} и долгий",
    "gb18030": "这部电影真的{}看",
    "big5": "這部電影真的{}看",
}


@pytest.mark.parametrize("encoding", LANGUAGES)
def test_an_encoding_is_known_by_the_letters_that_its_language_needs(encoding):
    words = {"cp1251": ("хороший", "плохой"), "euc_kr": ("정말", "전혀"), "shift_jis": ("いい", "わるい")}
    good, bad = words.get(encoding, ("好", "不"))
    rows = [f"{LANGUAGES[encoding].format(bad if n % 2 else good)} {n},{n % 2}" for n in range(30)]
    text = "\n".join(["text,label", *rows])
    assert read_rows(text.encode(encoding)) == read_rows(text)
    cut = read_rows((text + "\n" + "é" * 40).encode("utf-8")[:-1] + b",1")
    assert "Some bytes are no text in UTF-8: 1, the first in line 32." in " ".join(map(str, cut.report))
