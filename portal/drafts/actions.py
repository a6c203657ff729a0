"""Actions on drafts: the agency's templates, and each candidate's general draft."""

import uuid
from dataclasses import asdict, replace

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.applications.queries import application_ids_of
from portal.audit import actions as audit
from portal.core.command import Command
from portal.core.db import lock_row
from portal.core.errors import N_, ActionRefused
from portal.core.transaction import touch, touch_candidates
from portal.drafts import messages, queries
from portal.drafts.default_templates import DEFAULT_TEMPLATES
from portal.drafts.edit_conflicts import EditorTab, LetterText, has_conflict
from portal.drafts.models import GeneralDraft, Template, TemplateVersion
from portal.drafts.rules import TemplateText


def add_default_templates(command: Command) -> None:
    """Add the default templates to the current agency."""
    for wording in DEFAULT_TEMPLATES:
        create_template(command, wording)


def create_template(command: Command, wording: TemplateText, *, proposed_by: uuid.UUID | None = None) -> Template:
    """Create a template with this text as its first version, and return it.

    Raise `ActionRefused` at the field that is not valid.
    """
    _refuse_invalid(command.session, wording, None)
    template = Template(**asdict(wording))
    command.session.add(template)
    command.session.flush()
    audit.record(command, "template.create", template)
    _add_version(command, template, proposed_by)
    return template


def update_template(
    command: Command, template: Template, wording: TemplateText, *, base: int, proposed_by: uuid.UUID | None = None
) -> None:
    """Update the template, with a new version if its text changed; `base` is the version the edit started from.

    Raise `ActionRefused` at the field that is not valid, and at `body` if someone else has changed it since.
    """
    lock_row(command.session, template)
    if base != template.number:
        raise ActionRefused(
            N_(
                "Someone changed this while you were editing. It’s now version %(number)s. Save again to "
                "replace it with yours."
            ),
            field="body",
            number=template.number,
        )
    _refuse_invalid(command.session, wording, template)
    other_words = (template.subject, template.body) != (wording.subject, wording.body)
    values = asdict(wording) | ({"number": template.number + 1} if other_words else {})
    audit.apply_change(command, "template.update", template, values)
    if other_words:
        _add_version(command, template, proposed_by)


def restore_template(command: Command, template: Template, version: TemplateVersion) -> None:
    """Restore the text of this version, as a new version."""
    words = replace(template.wording, subject=version.subject, body=version.body)
    update_template(command, template, words, base=template.number)


def archive_template(command: Command, template: Template) -> None:
    """Archive the template, so that it is no longer offered; it is kept with all its versions."""
    if template.archived_at is None:
        audit.apply_change(command, "template.archive", template, {"archived_at": command.now})


def unarchive_template(command: Command, template: Template) -> None:
    """Offer the archived template again."""
    audit.apply_change(command, "template.restore", template, {"archived_at": None})


def save_general_draft(
    command: Command, candidate_id: uuid.UUID, subject: str, body: str, *, ready: bool, window: EditorTab | None = None
) -> GeneralDraft:
    """Save the candidate's general draft, and return it; once ready, it stays ready, and applications are replanned.

    `window` is the tab it was typed in. Raise `ActionRefused` at the field with an invalid merge field, at `body` for
    an empty draft marked ready, or at `body` if it was changed in another tab since.
    """
    messages.refuse_invalid_fields(subject, body, "thank")
    if ready and not body.strip():
        raise ActionRefused(N_("Write a few sentences first."), field="body")
    draft = _lock_draft(command.session, candidate_id, window, (subject, body))
    first_ready = ready and draft.ready_at is None
    values = {"subject": subject, "body": body, "typed": None} | ({"ready_at": command.now} if first_ready else {})
    audit.apply_change(command, "general_draft.save", draft, values | _tab_values(window))
    if first_ready:
        for application_id in application_ids_of(command.session, candidate_id):
            touch(command.session, application_id)
        touch_candidates(command.session, [candidate_id])
    return draft


def autosave_general_draft(
    command: Command, candidate_id: uuid.UUID, letter: LetterText, window: EditorTab | None
) -> None:
    """Keep what is typed in the general draft, apart from the saved text that notes start from.

    Raise `ActionRefused` if it was changed in another tab since.
    """
    draft = _lock_draft(command.session, candidate_id, window, letter)
    typed = None if letter == draft.saved else {"subject": letter[0], "body": letter[1]}
    audit.apply_change(command, "general_draft.type", draft, {"typed": typed} | _tab_values(window))


def discard_autosaved(command: Command, draft: GeneralDraft) -> None:
    """Discard what was typed in the general draft since it was last saved."""
    audit.apply_change(command, "general_draft.discard_typed", draft, {"typed": None, "typed_in_tab": None})


def _lock_draft(
    session: Session, candidate_id: uuid.UUID, window: EditorTab | None, letter: LetterText
) -> GeneralDraft:
    """Return the candidate's draft, locked, and created if there is none; raise `ActionRefused` on an edit conflict."""
    values = {"candidate_id": candidate_id, "subject": "", "body": ""}
    session.execute(insert(GeneralDraft).values(values).on_conflict_do_nothing())
    draft = session.scalars(select(GeneralDraft).where(GeneralDraft.candidate_id == candidate_id)).one()
    lock_row(session, draft)
    if window and has_conflict(draft.latest, draft.typed_in_tab, window, letter):
        raise ActionRefused(
            N_("This changed in another window. That version is below. Save again to replace it with yours."),
            field="body",
        )
    return draft


def _tab_values(window: EditorTab | None) -> dict[str, str | None]:
    return {"typed_in_tab": window.token if window else None}


def _refuse_invalid(session: Session, wording: TemplateText, template: Template | None) -> None:
    """Raise `ActionRefused` at the field of the template that is not valid."""
    messages.refuse_invalid_template(wording)
    namesake = queries.find_template_by_name(session, wording.kind, wording.name)
    if namesake is not None and (template is None or namesake.id != template.id):
        raise ActionRefused(
            N_("There’s already one with that name, maybe an archived one. Choose another name."), field="name"
        )


def _add_version(command: Command, template: Template, proposed_by: uuid.UUID | None) -> None:
    command.session.add(
        TemplateVersion(
            template_id=template.id,
            number=template.number,
            subject=template.subject,
            body=template.body,
            at=command.now,
            by_id=command.by.account_id,
            proposed_by_id=proposed_by,
        )
    )
    command.session.flush()
