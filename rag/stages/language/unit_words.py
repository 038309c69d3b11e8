"""Currencies, units of measure and the words that hedge a number."""

from __future__ import annotations

from typing import Literal

from rag.stages.language.folding import word_set

Bound = Literal["exact", "approx", "nearly", "over", "under", "at_least", "at_most", "vague"]
"""``nearly`` is just below; ``vague`` is a plural without a number, such as ``thousands``."""

CURRENCY_SIGNS: dict[str, str] = {
    "us$": "USD", "a$": "AUD", "c$": "CAD", "hk$": "HKD", "nz$": "NZD", "s$": "SGD", "r$": "BRL",
    "$": "USD", "£": "GBP", "€": "EUR", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY",
    "₦": "NGN", "₴": "UAH", "₪": "ILS", "฿": "THB", "₫": "VND", "₱": "PHP",
}  # fmt: skip

CURRENCY_CODES: frozenset[str] = word_set(
    """
    usd eur gbp jpy cny inr rub krw try ngn uah ils thb vnd php aud cad hkd nzd sgd brl chf sek nok dkk
    pln czk huf zar mxn ars clp cop kes egp sar aed qar pkr bdt idr myr kzt uzs
    """
)

CURRENCY_NAMES: dict[str, str] = {
    "dollar": "USD", "u.s. dollar": "USD", "us dollar": "USD", "american dollar": "USD",
    "australian dollar": "AUD", "canadian dollar": "CAD", "hong kong dollar": "HKD",
    "new zealand dollar": "NZD", "singapore dollar": "SGD", "euro": "EUR", "pound": "GBP",
    "pound sterling": "GBP", "british pound": "GBP", "yen": "JPY", "yuan": "CNY", "renminbi": "CNY",
    "rupee": "INR", "ruble": "RUB", "rouble": "RUB", "won": "KRW", "lira": "TRY", "naira": "NGN",
    "hryvnia": "UAH", "shekel": "ILS", "baht": "THB", "dong": "VND", "peso": "MXN", "real": "BRL",
    "swiss franc": "CHF", "franc": "CHF", "krona": "SEK", "krone": "NOK", "zloty": "PLN", "forint": "HUF",
    "rand": "ZAR", "shilling": "KES", "riyal": "SAR", "dirham": "AED", "rupiah": "IDR", "ringgit": "MYR",
    "tenge": "KZT", "kroner": "NOK", "kronor": "SEK", "reais": "BRL", "dinar": "IQD", "taka": "BDT", "som": "UZS",
    "cent": "cent", "pence": "penny", "penny": "penny",
}  # fmt: skip

_MEASURE_FORMS: dict[str, str] = {
    "second": "second seconds sec secs",
    "minute": "minute minutes min mins",
    "hour": "hour hours hr hrs",
    "day": "day days",
    "week": "week weeks",
    "month": "month months",
    "year": "year years yr yrs",
    "decade": "decade decades",
    "century": "century centuries",
    "kilometre": "km kilometre kilometres kilometer kilometers",
    "metre": "metre metres meter meters",
    "centimetre": "cm centimetre centimetres centimeter centimeters",
    "millimetre": "mm millimetre millimetres millimeter millimeters",
    "mile": "mile miles",
    "yard": "yard yards",
    "foot": "foot feet ft",
    "inch": "inch inches",
    "hectare": "hectare hectares ha",
    "acre": "acre acres",
    "tonne": "tonne tonnes",
    "ton": "ton tons",
    "kilogram": "kg kilo kilos kilogram kilograms kilogramme kilogrammes",
    "gram": "gram grams gramme grammes",
    "pound": "lb lbs",
    "ounce": "ounce ounces oz",
    "litre": "litre litres liter liters",
    "gallon": "gallon gallons",
    "barrel": "barrel barrels",
    "megawatt": "megawatt megawatts mw",
    "gigawatt": "gigawatt gigawatts gw",
    "kilowatt": "kilowatt kilowatts kw",
    "degree": "degree degrees",
    "celsius": "celsius °c",
    "fahrenheit": "fahrenheit °f",
    "knot": "knot knots",
    "kilometre per hour": "kph km/h kmh",
    "mile per hour": "mph",
}

MEASURES: dict[str, str] = {form: unit for unit, forms in _MEASURE_FORMS.items() for form in forms.split()}

HEDGES_BEFORE: tuple[tuple[str, Bound], ...] = (
    ("no more than", "at_most"), ("not more than", "at_most"), ("no fewer than", "at_least"),
    ("no less than", "at_least"), ("not less than", "at_least"), ("not fewer than", "at_least"),
    ("more or less", "approx"), ("more than", "over"), ("greater than", "over"), ("higher than", "over"),
    ("in excess of", "over"), ("upwards of", "over"), ("upward of", "over"), ("just over", "over"),
    ("well over", "over"), ("larger than", "over"), ("longer than", "over"), ("exceeding", "over"),
    ("exceeded", "over"), ("exceeds", "over"), ("surpassing", "over"), ("surpassed", "over"),
    ("topping", "over"), ("topped", "over"), ("over", "over"), ("above", "over"), ("beyond", "over"),
    ("fewer than", "under"), ("less than", "under"), ("lower than", "under"), ("smaller than", "under"),
    ("shorter than", "under"), ("under", "under"), ("below", "under"),
    ("just under", "nearly"), ("just below", "nearly"), ("close to", "nearly"), ("just short of", "nearly"),
    ("shy of", "nearly"), ("not quite", "nearly"), ("nearly", "nearly"), ("almost", "nearly"),
    ("approaching", "nearly"), ("nearing", "nearly"),
    ("at least", "at_least"), ("a minimum of", "at_least"), ("minimum of", "at_least"),
    ("at most", "at_most"), ("at the most", "at_most"), ("up to", "at_most"), ("as many as", "at_most"),
    ("as much as", "at_most"), ("a maximum of", "at_most"), ("maximum of", "at_most"),
    ("at the very least", "at_least"),
    ("about", "approx"), ("around", "approx"), ("roughly", "approx"), ("approximately", "approx"),
    ("approx", "approx"), ("some", "approx"), ("an estimated", "approx"), ("estimated at", "approx"),
    ("estimated", "approx"), ("circa", "approx"), ("in the region of", "approx"), ("perhaps", "approx"),
    ("maybe", "approx"),
)  # fmt: skip

HEDGES_AFTER: tuple[tuple[str, Bound], ...] = (
    ("or more", "at_least"), ("or so", "approx"), ("or less", "at_most"), ("or fewer", "at_most"),
    ("and above", "at_least"), ("and over", "at_least"), ("and up", "at_least"), ("or over", "at_least"),
    ("or above", "at_least"), ("and under", "at_most"), ("or under", "at_most"), ("plus", "at_least"),
    ("at least", "at_least"), ("at most", "at_most"),
)  # fmt: skip
