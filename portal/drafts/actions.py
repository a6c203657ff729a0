"""What is done about drafts: the agency's templates, and a candidate's own."""

import uuid
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from portal.audit import actions as audit
from portal.audit.actions import By
from portal.core.db import hold
from portal.core.errors import N_, Refused
from portal.core.transaction import touch
from portal.drafts import queries, sentences
from portal.drafts.defaults import DEFAULTS
from portal.drafts.models import GeneralDraft, Template, TemplateVersion
from portal.drafts.rules import Wording
from portal.drafts.windows import Letter, Window, is_elsewhere
from portal.processes.queries import ids_of_candidate


def add_defaults(session: Session, *, by: By, now: datetime) -> None:
    """The entered agency has the templates that every agency starts with."""
    for wording in DEFAULTS:
        create(session, wording, by=by, now=now)


def create(
    session: Session, wording: Wording, *, proposed_by: uuid.UUID | None = None, by: By, now: datetime
) -> Template:
    """The agency offers one more template; these are the words of its first version.

    Raises `Refused` at the field that cannot stay as it is.
    """
    _refuse(session, wording, None)
    template = Template(**asdict(wording))
    session.add(template)
    session.flush()
    audit.record(session, "template.create", template, by=by, now=now)
    _keep(session, template, proposed_by, by, now)
    return template


def change(
    session: Session,
    template: Template,
    wording: Wording,
    *,
    base: int,
    proposed_by: uuid.UUID | None = None,
    by: By,
    now: datetime,
) -> None:
    """The template reads so, and other words are a new version of it; `base` is the version they were made from.

    Raises `Refused` at the field that cannot stay as it is, and at `body` where somebody else was quicker.
    """
    hold(session, template)
    if base != template.number:
        raise Refused(
            N_("Somebody changed it meanwhile: it is version %(number)s now. Save again to put yours in its place."),
            field="body",
            number=template.number,
        )
    _refuse(session, wording, template)
    other_words = (template.subject, template.body) != (wording.subject, wording.body)
    values = asdict(wording) | ({"number": template.number + 1} if other_words else {})
    audit.change(session, "template.change", template, values, by=by, now=now)
    if other_words:
        _keep(session, template, proposed_by, by, now)


def restore(session: Session, template: Template, version: TemplateVersion, *, by: By, now: datetime) -> None:
    """The template reads as it did in this version, which makes one more version."""
    words = replace(template.wording, subject=version.subject, body=version.body)
    change(session, template, words, base=template.number, by=by, now=now)


def archive(session: Session, template: Template, *, by: By, now: datetime) -> None:
    """The template is offered no more; it is kept with all its versions."""
    if template.archived_at is None:
        audit.change(session, "template.archive", template, {"archived_at": now}, by=by, now=now)


def bring_back(session: Session, template: Template, *, by: By, now: datetime) -> None:
    """The template is offered again."""
    audit.change(session, "template.bring_back", template, {"archived_at": None}, by=by, now=now)


def save_general(
    session: Session,
    candidate_id: uuid.UUID,
    subject: str,
    body: str,
    *,
    ready: bool,
    window: Window | None = None,
    by: By,
    now: datetime,
) -> GeneralDraft:
    """The candidate's general draft reads as given; once ready it stays ready, and the plan knows.

    `window` is where it was typed. Raises `Refused` at the field with a merge field that cannot stay, at an empty draft
    said to be ready, or at `body` where it was typed on elsewhere since.
    """
    sentences.refuse(subject, body, "thank")
    if ready and not body.strip():
        raise Refused(N_("Write a few sentences first."), field="body")
    draft = _draft(session, candidate_id, window, (subject, body))
    first_ready = ready and draft.ready_at is None
    values = {"subject": subject, "body": body, "typed": None} | ({"ready_at": now} if first_ready else {})
    audit.change(session, "general_draft.save", draft, values | _where(window), by=by, now=now)
    if first_ready:
        for process_id in ids_of_candidate(session, candidate_id):
            touch(session, process_id)
    return draft


def type_general(
    session: Session, candidate_id: uuid.UUID, letter: Letter, window: Window | None, *, by: By, now: datetime
) -> None:
    """What is being typed of the general draft is kept as it is, and notes start from what was saved.

    Raises `Refused` where it was typed on elsewhere since.
    """
    draft = _draft(session, candidate_id, window, letter)
    typed = None if letter == draft.saved else {"subject": letter[0], "body": letter[1]}
    audit.change(session, "general_draft.type", draft, {"typed": typed} | _where(window), by=by, now=now)


def let_go_typed(session: Session, draft: GeneralDraft, *, by: By, now: datetime) -> None:
    """The general draft is again what was saved of it."""
    audit.change(session, "general_draft.let_go", draft, {"typed": None, "typed_from": None}, by=by, now=now)


def _draft(session: Session, candidate_id: uuid.UUID, window: Window | None, letter: Letter) -> GeneralDraft:
    """The candidate's draft, held, begun where there was none."""
    values = {"candidate_id": candidate_id, "subject": "", "body": ""}
    session.execute(insert(GeneralDraft).values(values).on_conflict_do_nothing())
    draft = session.scalars(select(GeneralDraft).where(GeneralDraft.candidate_id == candidate_id)).one()
    hold(session, draft)
    if window and is_elsewhere(draft.latest, draft.typed_from, window, letter):
        raise Refused(
            N_("It was changed in another window meanwhile. What stands now is below: save again to put yours there."),
            field="body",
        )
    return draft


def _where(window: Window | None) -> dict[str, str | None]:
    return {"typed_from": window.token if window else None}


def _refuse(session: Session, wording: Wording, template: Template | None) -> None:
    """Nothing stands against the words; raises `Refused` at the field that does."""
    sentences.refuse_wording(wording)
    namesake = queries.named(session, wording.kind, wording.name)
    if namesake is not None and (template is None or namesake.id != template.id):
        raise Refused(N_("There is one by that name already, perhaps among the archived."), field="name")


def _keep(session: Session, template: Template, proposed_by: uuid.UUID | None, by: By, now: datetime) -> None:
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
