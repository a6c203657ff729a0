"""Time zones by the names that Outlook and Exchange show, such as "(UTC-05:00) Eastern Time (US & Canada)"."""

import re
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

# What Windows shows for each of its zones; older spellings of a zone are further rows.
DISPLAY_NAMES = (
    ("Dateline Standard Time", "International Date Line West"),
    ("Aleutian Standard Time", "Aleutian Islands"),
    ("Hawaiian Standard Time", "Hawaii"),
    ("Marquesas Standard Time", "Marquesas Islands"),
    ("Alaskan Standard Time", "Alaska"),
    ("Pacific Standard Time (Mexico)", "Baja California, Tijuana"),
    ("Pacific Standard Time", "Pacific Time (US & Canada)"),
    ("US Mountain Standard Time", "Arizona"),
    ("Mountain Standard Time (Mexico)", "Chihuahua, La Paz, Mazatlan"),
    ("Mountain Standard Time", "Mountain Time (US & Canada)"),
    ("Yukon Standard Time", "Yukon"),
    ("Central America Standard Time", "Central America"),
    ("Central Standard Time", "Central Time (US & Canada)"),
    ("Easter Island Standard Time", "Easter Island"),
    ("Central Standard Time (Mexico)", "Guadalajara, Mexico City, Monterrey"),
    ("Canada Central Standard Time", "Saskatchewan"),
    ("SA Pacific Standard Time", "Bogota, Lima, Quito, Rio Branco"),
    ("Eastern Standard Time (Mexico)", "Chetumal"),
    ("Eastern Standard Time", "Eastern Time (US & Canada)"),
    ("Haiti Standard Time", "Haiti"),
    ("Cuba Standard Time", "Havana"),
    ("US Eastern Standard Time", "Indiana (East)"),
    ("Turks And Caicos Standard Time", "Turks and Caicos"),
    ("Paraguay Standard Time", "Asuncion"),
    ("Atlantic Standard Time", "Atlantic Time (Canada)"),
    ("Venezuela Standard Time", "Caracas"),
    ("Central Brazilian Standard Time", "Cuiaba"),
    ("SA Western Standard Time", "Georgetown, La Paz, Manaus, San Juan"),
    ("Pacific SA Standard Time", "Santiago"),
    ("Newfoundland Standard Time", "Newfoundland"),
    ("Tocantins Standard Time", "Araguaina"),
    ("E. South America Standard Time", "Brasilia"),
    ("SA Eastern Standard Time", "Cayenne, Fortaleza"),
    ("Argentina Standard Time", "City of Buenos Aires"),
    ("Greenland Standard Time", "Greenland"),
    ("Montevideo Standard Time", "Montevideo"),
    ("Magallanes Standard Time", "Punta Arenas"),
    ("Saint Pierre Standard Time", "Saint Pierre and Miquelon"),
    ("Bahia Standard Time", "Salvador"),
    ("Azores Standard Time", "Azores"),
    ("Cape Verde Standard Time", "Cabo Verde Is., Cape Verde"),
    ("UTC", "Coordinated Universal Time"),
    ("GMT Standard Time", "Dublin, Edinburgh, Lisbon, London, Greenwich Mean Time"),
    ("Greenwich Standard Time", "Casablanca, Monrovia, Reykjavik"),
    ("Sao Tome Standard Time", "Sao Tome"),
    ("Morocco Standard Time", "Casablanca"),
    ("W. Europe Standard Time", "Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"),
    ("Central Europe Standard Time", "Belgrade, Bratislava, Budapest, Ljubljana, Prague"),
    ("Romance Standard Time", "Brussels, Copenhagen, Madrid, Paris"),
    ("Central European Standard Time", "Sarajevo, Skopje, Sofija, Vilnius, Warsaw, Zagreb"),
    ("W. Central Africa Standard Time", "West Central Africa"),
    ("GTB Standard Time", "Athens, Bucharest, Istanbul, Minsk"),
    ("Middle East Standard Time", "Beirut"),
    ("Egypt Standard Time", "Cairo"),
    ("E. Europe Standard Time", "Chisinau"),
    ("Syria Standard Time", "Damascus"),
    ("West Bank Standard Time", "Gaza, Hebron"),
    ("South Africa Standard Time", "Harare, Pretoria"),
    ("FLE Standard Time", "Helsinki, Kyiv, Kiev, Riga, Sofia, Tallinn, Vilnius"),
    ("Israel Standard Time", "Jerusalem"),
    ("South Sudan Standard Time", "Juba"),
    ("Kaliningrad Standard Time", "Kaliningrad"),
    ("Sudan Standard Time", "Khartoum"),
    ("Libya Standard Time", "Tripoli"),
    ("Namibia Standard Time", "Windhoek"),
    ("Jordan Standard Time", "Amman"),
    ("Arabic Standard Time", "Baghdad"),
    ("Turkey Standard Time", "Istanbul"),
    ("Arab Standard Time", "Kuwait, Riyadh"),
    ("Belarus Standard Time", "Minsk"),
    ("Russian Standard Time", "Moscow, St. Petersburg, Volgograd"),
    ("E. Africa Standard Time", "Nairobi"),
    ("Iran Standard Time", "Tehran"),
    ("Arabian Standard Time", "Abu Dhabi, Muscat"),
    ("Astrakhan Standard Time", "Astrakhan, Ulyanovsk"),
    ("Azerbaijan Standard Time", "Baku"),
    ("Russia Time Zone 3", "Izhevsk, Samara"),
    ("Mauritius Standard Time", "Port Louis"),
    ("Saratov Standard Time", "Saratov"),
    ("Georgian Standard Time", "Tbilisi"),
    ("Caucasus Standard Time", "Yerevan"),
    ("Afghanistan Standard Time", "Kabul"),
    ("West Asia Standard Time", "Ashgabat, Tashkent"),
    ("Ekaterinburg Standard Time", "Ekaterinburg"),
    ("Pakistan Standard Time", "Islamabad, Karachi"),
    ("Qyzylorda Standard Time", "Qyzylorda"),
    ("India Standard Time", "Chennai, Kolkata, Mumbai, New Delhi, Calcutta"),
    ("Sri Lanka Standard Time", "Sri Jayawardenepura"),
    ("Nepal Standard Time", "Kathmandu"),
    ("Central Asia Standard Time", "Astana"),
    ("Bangladesh Standard Time", "Dhaka"),
    ("Omsk Standard Time", "Omsk"),
    ("Myanmar Standard Time", "Yangon (Rangoon)"),
    ("SE Asia Standard Time", "Bangkok, Hanoi, Jakarta"),
    ("Altai Standard Time", "Barnaul, Gorno-Altaysk"),
    ("W. Mongolia Standard Time", "Hovd"),
    ("North Asia Standard Time", "Krasnoyarsk"),
    ("N. Central Asia Standard Time", "Almaty, Novosibirsk"),
    ("Tomsk Standard Time", "Tomsk"),
    ("China Standard Time", "Beijing, Chongqing, Hong Kong, Urumqi"),
    ("North Asia East Standard Time", "Irkutsk, Ulaan Bataar"),
    ("Singapore Standard Time", "Kuala Lumpur, Singapore"),
    ("W. Australia Standard Time", "Perth"),
    ("Taipei Standard Time", "Taipei"),
    ("Ulaanbaatar Standard Time", "Ulaanbaatar"),
    ("Aus Central W. Standard Time", "Eucla"),
    ("Transbaikal Standard Time", "Chita"),
    ("Tokyo Standard Time", "Osaka, Sapporo, Tokyo"),
    ("North Korea Standard Time", "Pyongyang"),
    ("Korea Standard Time", "Seoul"),
    ("Yakutsk Standard Time", "Yakutsk"),
    ("Cen. Australia Standard Time", "Adelaide"),
    ("AUS Central Standard Time", "Darwin"),
    ("E. Australia Standard Time", "Brisbane"),
    ("AUS Eastern Standard Time", "Canberra, Melbourne, Sydney"),
    ("West Pacific Standard Time", "Guam, Port Moresby"),
    ("Tasmania Standard Time", "Hobart"),
    ("Vladivostok Standard Time", "Vladivostok"),
    ("Lord Howe Standard Time", "Lord Howe Island"),
    ("Bougainville Standard Time", "Bougainville Island"),
    ("Magadan Standard Time", "Magadan"),
    ("Norfolk Standard Time", "Norfolk Island"),
    ("Sakhalin Standard Time", "Sakhalin"),
    ("Central Pacific Standard Time", "Solomon Is., New Caledonia"),
    ("Russia Time Zone 11", "Anadyr, Petropavlovsk-Kamchatsky"),
    ("New Zealand Standard Time", "Auckland, Wellington"),
    ("Fiji Standard Time", "Fiji, Kamchatka, Marshall Is."),
    ("Chatham Islands Standard Time", "Chatham Islands"),
    ("Tonga Standard Time", "Nuku'alofa"),
    ("Samoa Standard Time", "Samoa"),
    ("Line Islands Standard Time", "Kiritimati Island"),
)
_PREFIX = re.compile(
    r"^\(?\s*(?:UTC|GMT)\s*(?:([+-])\s?(\d{1,2})(?:[:.]?([0-5]\d))?)?\s*\)\s*|^(?:UTC|GMT)([+-])(\d{1,2})[:.]([0-5]\d)\s+",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\\?[,;/]|\s+(?:and|und|et|y)\s+|&", re.IGNORECASE)
_AREAS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
_ISLANDS = {"is": "islands", "island": "islands"}


def zone_by_display_name(name: str) -> ZoneInfo | None:
    """Return the zone for a display name, in any of its spellings; None where no zone is displayed as this.

    An offset before the name, such as (GMT+01.00), has to be one that the zone has in winter or in summer.
    """
    offset, places = _split_offset(name.replace("\\,", ","))
    if not places:
        return None
    single = len(_BETWEEN.split(places)) == 1
    guesses = (_by_city(places) if single else None, _by_words(places, offset), _by_windows_name(places))
    return next((ZoneInfo(found) for found in guesses if found and _has_offset(found, offset)), None)


def has_offset_prefix(name: str) -> bool:
    """Return whether the name begins as display names do, with (UTC+01:00) or (GMT-05.00)."""
    return bool(_PREFIX.match(name.strip().strip("\"'")))


def _split_offset(name: str) -> tuple[timedelta | None, str]:
    """Return the offset that the name begins with, and the rest of it."""
    text = name.strip().strip("\"'")
    prefix = _PREFIX.match(text)
    if prefix is None:
        return None, text
    sign, hours, minutes = (prefix[1], prefix[2], prefix[3]) if prefix[2] else (prefix[4], prefix[5], prefix[6])
    offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return (-offset if sign == "-" else offset), text[prefix.end() :].strip()


def _by_windows_name(places: str) -> str | None:
    """Return the zone for a Windows name with Daylight or Summer where Windows says Standard."""
    standard = re.sub(r"\b(?:Daylight|Summer)\b", "Standard", places, flags=re.IGNORECASE)
    return _windows_names().get(standard.casefold())


def _by_words(places: str, offset: timedelta | None) -> str | None:
    """Return the zone with all these words in its display name and the fewest others; None where two tie."""
    wanted = _words(places)
    found = [
        (len(words), zone)
        for words, zone in _display_names()
        if wanted and wanted <= words and _has_offset(zone, offset)
    ]
    nearest = {zone for size, zone in found if size == min(found)[0]}
    return nearest.pop() if len(nearest) == 1 else None


def _by_city(place: str) -> str | None:
    """Return the IANA zone named for this place, alone or by its whole name with spaces."""
    return _cities().get(" ".join(place.replace("_", " ").casefold().split()))


def _has_offset(zone: str, offset: timedelta | None) -> bool:
    """Return whether the zone has this offset in winter or in summer; a display name's offset may be outdated."""
    moments = (datetime(year, month, 1, tzinfo=ZoneInfo(zone)) for year in (2010, 2027) for month in (1, 7))
    return offset is None or offset in {moment.utcoffset() for moment in moments}


def _words(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return frozenset(_ISLANDS.get(word, word) for word in words if word not in ("and", "the"))


@cache
def _display_names() -> list[tuple[frozenset[str], str]]:
    return [(_words(shown), WINDOWS_TO_OLSON[name]) for name, shown in DISPLAY_NAMES if name in WINDOWS_TO_OLSON]


@cache
def _windows_names() -> dict[str, str]:
    return {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}


@cache
def _cities() -> dict[str, str]:
    found: dict[str, str] = {}
    for zone in sorted(name for name in available_timezones() if name.startswith(_AREAS)):
        spaced = zone.replace("_", " ").casefold()
        found.setdefault(spaced.rpartition("/")[2], zone)
        found.setdefault(spaced, zone)
    return found
