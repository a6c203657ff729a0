"""What is done about drafts: the agency's templates, and a candidate's own."""

import uuid
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.applications.queries import application_ids_of
from portal.audit import actions as audit
from portal.audit.actions import Actor
from portal.core.db import lock_row
from portal.core.errors import N_, ActionRefused
from portal.core.transaction import touch
from portal.drafts import messages, queries
from portal.drafts.default_templates import DEFAULT_TEMPLATES
from portal.drafts.edit_conflicts import EditorTab, LetterText, has_conflict
from portal.drafts.models import GeneralDraft, Template, TemplateVersion
from portal.drafts.rules import TemplateText


def add_default_templates(session: Session, *, by: Actor, now: datetime) -> None:
    """The entered agency has the templates that every agency starts with."""
    for wording in DEFAULT_TEMPLATES:
        create_template(session, wording, by=by, now=now)


def create_template(
    session: Session, wording: TemplateText, *, proposed_by: uuid.UUID | None = None, by: Actor, now: datetime
) -> Template:
    """The agency offers one more template; these are the words of its first version.

    Raises `Refused` at the field that cannot stay as it is.
    """
    _refuse_invalid(session, wording, None)
    template = Template(**asdict(wording))
    session.add(template)
    session.flush()
    audit.record(session, "template.create", template, by=by, now=now)
    _add_version(session, template, proposed_by, by, now)
    return template


def update_template(
    session: Session,
    template: Template,
    wording: TemplateText,
    *,
    base: int,
    proposed_by: uuid.UUID | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """The template reads so, and other words are a new version of it; `base` is the version they were made from.

    Raises `Refused` at the field that cannot stay as it is, and at `body` where somebody else was quicker.
    """
    lock_row(session, template)
    if base != template.number:
        raise ActionRefused(
            N_("Somebody changed it meanwhile: it is version %(number)s now. Save again to put yours in its place."),
            field="body",
            number=template.number,
        )
    _refuse_invalid(session, wording, template)
    other_words = (template.subject, template.body) != (wording.subject, wording.body)
    values = asdict(wording) | ({"number": template.number + 1} if other_words else {})
    audit.apply_change(session, "template.change", template, values, by=by, now=now)
    if other_words:
        _add_version(session, template, proposed_by, by, now)


def restore_template(
    session: Session, template: Template, version: TemplateVersion, *, by: Actor, now: datetime
) -> None:
    """The template reads as it did in this version, which makes one more version."""
    words = replace(template.wording, subject=version.subject, body=version.body)
    update_template(session, template, words, base=template.number, by=by, now=now)


def archive_template(session: Session, template: Template, *, by: Actor, now: datetime) -> None:
    """The template is offered no more; it is kept with all its versions."""
    if template.archived_at is None:
        audit.apply_change(session, "template.archive", template, {"archived_at": now}, by=by, now=now)


def unarchive_template(session: Session, template: Template, *, by: Actor, now: datetime) -> None:
    """The template is offered again."""
    audit.apply_change(session, "template.bring_back", template, {"archived_at": None}, by=by, now=now)


def save_general_draft(
    session: Session,
    candidate_id: uuid.UUID,
    subject: str,
    body: str,
    *,
    ready: bool,
    window: EditorTab | None = None,
    by: Actor,
    now: datetime,
) -> GeneralDraft:
    """The candidate's general draft reads as given; once ready it stays ready, and the plan knows.

    `window` is where it was typed. Raises `Refused` at the field with a merge field that cannot stay, at an empty draft
    said to be ready, or at `body` where it was typed on elsewhere since.
    """
    messages.refuse_invalid_fields(subject, body, "thank")
    if ready and not body.strip():
        raise ActionRefused(N_("Write a few sentences first."), field="body")
    draft = _lock_draft(session, candidate_id, window, (subject, body))
    first_ready = ready and draft.ready_at is None
    values = {"subject": subject, "body": body, "typed": None} | ({"ready_at": now} if first_ready else {})
    audit.apply_change(session, "general_draft.save", draft, values | _typed_from(window), by=by, now=now)
    if first_ready:
        for application_id in application_ids_of(session, candidate_id):
            touch(session, application_id)
    return draft


def autosave_general_draft(
    session: Session, candidate_id: uuid.UUID, letter: LetterText, window: EditorTab | None, *, by: Actor, now: datetime
) -> None:
    """What is being typed of the general draft is kept as it is, and notes start from what was saved.

    Raises `Refused` where it was typed on elsewhere since.
    """
    draft = _lock_draft(session, candidate_id, window, letter)
    typed = None if letter == draft.saved else {"subject": letter[0], "body": letter[1]}
    audit.apply_change(session, "general_draft.type", draft, {"typed": typed} | _typed_from(window), by=by, now=now)


def discard_autosaved(session: Session, draft: GeneralDraft, *, by: Actor, now: datetime) -> None:
    """The general draft is again what was saved of it."""
    audit.apply_change(session, "general_draft.let_go", draft, {"typed": None, "typed_from": None}, by=by, now=now)


def _lock_draft(
    session: Session, candidate_id: uuid.UUID, window: EditorTab | None, letter: LetterText
) -> GeneralDraft:
    """The candidate's draft, held, begun where there was none."""
    values = {"candidate_id": candidate_id, "subject": "", "body": ""}
    session.execute(insert(GeneralDraft).values(values).on_conflict_do_nothing())
    draft = session.scalars(select(GeneralDraft).where(GeneralDraft.candidate_id == candidate_id)).one()
    lock_row(session, draft)
    if window and has_conflict(draft.latest, draft.typed_from, window, letter):
        raise ActionRefused(
            N_("It was changed in another window meanwhile. What stands now is below: save again to put yours there."),
            field="body",
        )
    return draft


def _typed_from(window: EditorTab | None) -> dict[str, str | None]:
    return {"typed_from": window.token if window else None}


def _refuse_invalid(session: Session, wording: TemplateText, template: Template | None) -> None:
    """Nothing stands against the words; raises `Refused` at the field that does."""
    messages.refuse_invalid_template(wording)
    namesake = queries.find_template_by_name(session, wording.kind, wording.name)
    if namesake is not None and (template is None or namesake.id != template.id):
        raise ActionRefused(N_("There is one by that name already, perhaps among the archived."), field="name")


def _add_version(session: Session, template: Template, proposed_by: uuid.UUID | None, by: Actor, now: datetime) -> None:
    session.add(
        TemplateVersion(
            template_id=template.id,
            number=template.number,
            subject=template.subject,
            body=template.body,
            at=now,
            by_id=by.account_id,
            proposed_by_id=proposed_by,
        )
    )
    session.flush()
