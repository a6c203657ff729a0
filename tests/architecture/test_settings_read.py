"""The check of settings finds one that nothing reads."""

from checks.settings import SETTINGS, findings

CLASS = """
class Settings:
    port: int
    backup_url: str | None = None
    encryption_keys: tuple[str, ...] = ()

    @property
    def is_local(self) -> bool:
        return self.backup_url is None
"""


def test_a_setting_that_no_other_file_reads_is_found() -> None:
    found = findings({SETTINGS: CLASS, "portal/app.py": "serve(settings.port)\n"})
    assert [finding.sentence.split()[0] for finding in found] == ["backup_url", "is_local"]


def test_settings_that_are_read_or_kept_for_a_reason_pass() -> None:
    source = "serve(settings.port, settings.backup_url if settings.is_local else None)\n"
    assert list(findings({SETTINGS: CLASS, "portal/app.py": source})) == []
