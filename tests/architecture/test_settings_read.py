"""The check of settings finds one that nothing reads, and a variable in a document that is none."""

from checks.settings import SETTINGS, findings, unknown_variables

CLASS = """
class Settings:
    port: int
    backup_url: str | None = None

    @property
    def is_local(self) -> bool:
        return self.backup_url is None
"""


def test_a_setting_that_no_other_file_reads_is_found() -> None:
    found = findings({SETTINGS: CLASS, "portal/app.py": "serve(settings.port)\n"})
    assert [finding.sentence.split()[0] for finding in found] == ["backup_url", "is_local"]


def test_settings_that_are_read_pass() -> None:
    source = "serve(settings.port, settings.backup_url if settings.is_local else None)\n"
    assert list(findings({SETTINGS: CLASS, "portal/app.py": source})) == []


def test_a_document_names_only_variables_that_the_settings_read() -> None:
    settings = 'port = env.get("PORTAL_PORT")\n'
    texts = {"deploy/portal.env": "PORTAL_PORT='8000'\nPORTAL_PROT='1'\n", "docs/installing.md": "`PORTAL_PORT`"}
    assert [str(found) for found in unknown_variables(settings, texts)] == [
        "deploy/portal.env:2: there is no setting PORTAL_PROT"
    ]
