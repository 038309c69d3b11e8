"""The words that English uses for days, months, seasons and spans of time."""

from __future__ import annotations

from typing import Literal

TimeUnit = Literal["minute", "hour", "day", "week", "weekend", "month", "quarter", "year", "decade", "century"]

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}

WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "monday mondays mon",
            "tuesday tuesdays tues tue",
            "wednesday wednesdays wed",
            "thursday thursdays thurs thur thu",
            "friday fridays fri",
            "saturday saturdays",
            "sunday sundays",
        )
    )
    for name in names.split()
}
"""Monday is 0. ``Sat`` and ``Sun`` are left out: they are words of their own too often."""

SEASONS: dict[str, int] = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}

UNITS: dict[str, TimeUnit] = {
    form: unit
    for unit in ("minute", "hour", "day", "week", "weekend", "month", "quarter", "year", "decade")
    for form in (unit, unit + "s")
} | {"century": "century", "centuries": "century"}

DAY_WORDS: dict[str, int] = {
    "the day before yesterday": -2,
    "yesterday": -1,
    "today": 0,
    "tonight": 0,
    "the day after tomorrow": 2,
    "tomorrow": 1,
}
"""Days from the day of publication."""

SHIFTS: dict[str, int] = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "this": 0,
    "current": 0,
    "coming": 1,
    "next": 1,
}

PARTS: dict[str, str] = {
    "early": "early",
    "mid": "mid",
    "late": "late",
    "morning": "morning",
    "mornings": "morning",
    "afternoon": "afternoon",
    "evening": "evening",
    "night": "night",
    "beginning": "early",
    "start": "early",
    "middle": "mid",
    "end": "late",
}

DAYS_IN_MONTH: tuple[int, ...] = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
