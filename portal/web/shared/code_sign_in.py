"""A code emailed to sign in by: asked for in this browser, which alone can enter it (docs/security.md#codes)."""

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.wrappers import Response

from portal.accounts import rules, sign_in_codes
from portal.accounts.models import SignInCode
from portal.accounts.sign_in_codes import CodeRecipient
from portal.core.command import VISITOR
from portal.core.db import db
from portal.interviews import task_links
from portal.web.shared import fields, request_cycle
from portal.web.shared.fields import Form
from portal.web.shared.responses import ViewResponse
from portal.web.shared.safe_paths import local_path

TOKEN, TARGET = "emailed_code", "emailed_code_target"  # keys of the session's cookie
_ATTRIBUTES = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "pattern": "[0-9 ]*",
    "maxlength": "12",
    "spellcheck": "false",
    "autofocus": True,
}
ENDED = {
    rules.CODE_USED: _("This code was already used. Send a new one."),
    rules.CODE_EXPIRED: _("This code is too old. Send a new one."),
    rules.CODE_TRIED: _("That’s 5 tries, so this code doesn’t work anymore. Send a new one."),
}


class EmailedCodeForm(Form):
    """The six digits of an emailed code."""

    code = fields.line(_("6-digit code"), required=True, most=40, render_kw=_ATTRIBUTES)

    @property
    def digits(self) -> str:
        """Return what was typed without the gaps that people put between digits."""
        return "".join(self.code.data.split()).replace("-", "")

    def reject(self, state: str) -> None:
        """Say at the field why the code doesn't sign in."""
        sentence = ENDED.get(state) or gettext("That code doesn’t match. Check the newest email and try again.")
        self.code.errors = [*self.code.errors, sentence]


class CodeRequestForm(Form):
    """The button that asks for a code: what is wrong with that is said above it."""


def ask(form: Form, to: CodeRecipient, target: str) -> bool:
    """Email a code to the recipient, for this browser; return whether it was: the form says why not."""
    return form.takes(lambda: _request(to, target)) is not None


def _request(to: CodeRecipient, target: str) -> None:
    token = sign_in_codes.request_code(request_cycle.command(VISITOR), to, browser_token() or None)
    session[TOKEN], session[TARGET] = token, local_path(target)
    session.permanent = True  # the browser may be closed while its person reads the email


def browser_token() -> str:
    """Return what binds this browser to the code that it asked for; empty where it asked for none."""
    return str(session.get(TOKEN, ""))


def target() -> str:
    """Return the page that the sign-in by code leads to."""
    return local_path(session.get(TARGET))


def pending() -> SignInCode | None:
    """Return the code that this browser can still enter."""
    row = sign_in_codes.find(db.session(), browser_token()) if browser_token() else None
    is_open = row is not None and sign_in_codes.state_of(row, request_cycle.now()) == rules.CODE_OPEN
    return row if is_open else None


def entry_page(form: EmailedCodeForm | None = None, held: str = "", status: int = 200) -> ViewResponse:
    """Return the page where the code is entered; `held` is a form that is sent after it."""
    form = form or EmailedCodeForm(formdata=None)
    return render_template("accounts/enter_code.html", form=form, held=held, asked_by=_asked_by()), status


def _asked_by() -> str:
    """Return what the code was asked for by: the `account` that is signed in, a `link` of an email, or an `address`."""
    if request_cycle.viewer_or_none() is not None:
        return "account"
    return "link" if target().startswith(task_links.PATH) else "address"


def show_entry(held: str = "") -> ViewResponse:
    """Lead to that page; with a held form, which only a page can carry, show it."""
    return entry_page(held=held) if held else redirect(url_for("emailed_code.page"))


def lead_on(answer: Response) -> Response:
    """Return the answer as the script takes it, which would follow a redirect by itself and show only a part."""
    if "HX-Request" not in request.headers or "Location" not in answer.headers:
        return answer
    return Response(status=204, headers={"HX-Redirect": answer.headers["Location"]})


def forget() -> None:
    """Have this browser forget the code that it entered."""
    for key in (TOKEN, TARGET):
        session.pop(key, None)
