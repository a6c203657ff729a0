# The part of Flask-Babel that the portal uses: mypy does not read the types in a package without a py.typed.

from collections.abc import Callable
from datetime import date as Date
from datetime import datetime as DateTime

from babel import Locale
from babel.support import NullTranslations, Translations
from flask import Flask

class Domain:
    def get_translations(self) -> Translations | NullTranslations: ...

class Babel:
    domain_instance: Domain
    def __init__(
        self,
        app: Flask | None = None,
        *,
        default_locale: str = "en",
        default_translation_directories: str = "translations",
    ) -> None: ...
    def list_translations(self) -> list[Locale]: ...

def get_locale() -> Locale | None: ...
def gettext(string: str, **variables: object) -> str: ...
def ngettext(singular: str, plural: str, num: int, **variables: object) -> str: ...

# Returns a LazyString, which is read as a string wherever it is shown.
def lazy_gettext(string: str, **variables: object) -> str: ...

# A class; what it makes is read as a string wherever it is shown, and calls the function each time.
def LazyString(func: Callable[[], str]) -> str: ...
def format_date(date: Date | None = None, format: str | None = None, rebase: bool = True) -> str: ...
def format_datetime(datetime: DateTime | None = None, format: str | None = None, rebase: bool = True) -> str: ...
