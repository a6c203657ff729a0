"""Recognize bounces: delivery reports (RFC 3464), and notices in the words of mail servers.

A report's own fields come first, then `X-Failed-Recipients`, then the notices that flufl.bounce knows, and last the
addresses that a notice's text names.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses

from flufl.bounce import all_failures

from portal.readers.mail_parts import header_text, header_texts, own_parts, own_text

MAX_RECIPIENTS = 100
MAX_NOTICE = 20_000
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9][A-Za-z0-9.-]{0,252}[A-Za-z0-9]")
_SENDER = re.compile(r"^(?:mailer[-_.]?daemon|postmaster|mail[-_.]?daemon|mdaemon|mail-delivery|bounce)", re.IGNORECASE)
_SUBJECT = re.compile(
    r"undeliver|returned (?:mail|to sender)|mail (?:delivery )?(?:error|fail)|failure notice|failure delivery|"
    r"delivery (?:status|fail|error|report|has failed|problem|delayed)|delivery notification|non[- ]?delivery|"
    r"could not (?:be delivered|send)|cannot be delivered|nondeliverable|rejected (?:mail|message)|user unknown|"
    r"warning: (?:could not|message)|mail could not|unzustellbar|nicht zustellbar|non remis|"
    r"échec de la remise|no se puede entregar|mensagem não entregue|メールエラー|配信",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"(?:could ?n[o']t|cannot|can't|unable to|not) be (?:delivered|completed|sent)|was not delivered|undeliverable|"
    r"(?:delivery|mail|message)[^.]{0,60}fail|fail[^.]{0,40}deliver|permanent(?:ly)? (?:fatal )?(?:error|fail)|"
    r"unable to deliver|no such (?:user|address|mailbox|person)|user unknown|unknown user|"
    r"does not exist|doesn't exist|mailbox (?:is )?(?:unavailable|not found|full)|address (?:was)?n.t found|"
    r"failure reasons|not (?:a|in the) member|no mailbox here|mail returned",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"^[\s>*_-]*(?:.{0,20}original message|.{0,12}returned message|.{0,25}copy of (?:the|your) message|"
    r"below this line is|message header|received: )",
    re.IGNORECASE | re.MULTILINE,
)
_STATUS = re.compile(r"(?<![\d.])([245])\.\d{1,3}\.\d{1,3}(?![\d.])")
_REPLY = re.compile(r"(?<![\d.:])([45])[0-5]\d(?=[ -]\S)")
_SOFT_WORDS = re.compile(
    r"mailbox (?:is )?(?:full|over)|over (?:its )?quota|quota (?:exceeded|is)|exceeded (?:its )?(?:storage|quota)|"
    r"space not enough|temporar|will (?:be retried|keep trying|continue|try)|still being|delayed|"
    r"not yet been delivered|try again later|一杯",
    re.IGNORECASE,
)
_FINAL_WORDS = re.compile(r"(?:not going|won't|will not) (?:to )?try again|g[ai]v(?:e|en|ing) up", re.IGNORECASE)
_ARRIVED = ("delivered", "relayed", "expanded")
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)  # a detector that stumbles over an email is no error
SOFT_STATUSES = ("2.2", "3.2", "4.7", "7.")
"""Ends of a status 5.x that say nothing against an address: a full mailbox, a busy system, an old message, a policy."""


@dataclass(frozen=True)
class Bounce:
    """The addresses that an email could not be delivered to, and whether they never will be; None: it doesn't say.

    `status` is the code of the failure, such as 5.1.1 (RFC 3463).
    """

    recipients: tuple[str, ...]
    permanent: bool | None
    status: str | None = None


def find_bounce(message: Message) -> Bounce | None:
    """Return what an email says of a failed delivery; None where it is no bounce."""
    reports = [part for part in own_parts(message) if part.get_content_type() == "message/delivery-status"]
    if reports:
        return _of_reports(message, reports)
    if not _looks_like_bounce(message):
        return None
    notice = _notice(message)
    failed = [address for _, address in getaddresses(header_texts(message, "X-Failed-Recipients"))]
    soft, hard = _known_notices(message)
    recipients = failed or sorted(soft | hard) or _named_in(notice, message)
    if not recipients and not _FAILED.search(notice) and not _STATUS.search(notice) and not _is_daemon(message):
        return None
    permanent = False if soft and not hard else _permanent_by_words(notice)
    code = _STATUS.search(notice)
    return Bounce(
        tuple(recipients[:MAX_RECIPIENTS]),
        True if permanent is None and hard else permanent,
        code[0] if code and code[1] != "2" else None,
    )


def _of_reports(message: Message, reports: Iterable[Message]) -> Bounce | None:
    """Return the failures of a delivery report; None where everything in it was delivered."""
    fields = [block for report in reports for block in _blocks(report)]
    of_recipients = [block for block in fields if block.get("Final-Recipient") or block.get("Original-Recipient")]
    failed = [block for block in of_recipients if _action(block) not in _ARRIVED]
    if of_recipients and not failed:
        return None
    addresses = [_address(block) for block in failed]
    recipients = [address for address in addresses if address] or _named_in(_notice(message), message)
    verdicts = {_permanent_by_report(block) for block in failed} - {None}
    permanent = True if True in verdicts else False if False in verdicts else _permanent_by_words(_notice(message))
    status = next((found for found in map(_status, failed) if found), None)
    return Bounce(tuple(dict.fromkeys(recipients))[:MAX_RECIPIENTS], permanent, status)


def _blocks(report: Message) -> Iterator[Message]:
    yield from (block for block in report.walk() if block is not report)


def _action(block: Message) -> str:
    words = str(block.get("Action", "")).lower().split()
    return words[0].strip("().;,") if words else ""


def _address(block: Message) -> str | None:
    for name in ("Final-Recipient", "Original-Recipient", "X-Actual-Recipient"):
        found = _ADDRESS.search(str(block.get(name, "")))
        if found:
            return found[0].lower()
    return None


def _permanent_by_report(block: Message) -> bool | None:
    if _action(block) == "delayed":
        return False
    status = _status(block)
    return _permanent_by_status(status) if status else None


def _status(block: Message) -> str | None:
    status = _STATUS.search(str(block.get("Status", "")))
    said = _STATUS.search(str(block.get("Diagnostic-Code", "")))
    best = said if said and (not status or status[0].endswith(".0.0")) else status
    return best[0] if best else None


def _permanent_by_status(status: str) -> bool:
    return status.startswith("5") and not status[2:].startswith(SOFT_STATUSES)


def _permanent_by_words(notice: str) -> bool | None:
    if _FINAL_WORDS.search(notice):
        return True
    if _SOFT_WORDS.search(notice):
        return False
    status = _STATUS.search(notice)
    if status and status[1] != "2":
        return _permanent_by_status(status[0])
    reply = _REPLY.search(notice)
    if reply:
        return reply[1] == "5"
    return True if _FAILED.search(notice) else None


def _looks_like_bounce(message: Message) -> bool:
    if message.get("X-Failed-Recipients") or message.get_param("report-type") == "delivery-status":
        return True
    notice = _notice(message)
    says = bool(_FAILED.search(notice) or _STATUS.search(notice) or _REPLY.search(notice) or _SOFT_WORDS.search(notice))
    subject = header_text(message, "Subject")
    if _is_daemon(message):
        return says or bool(_SUBJECT.search(subject)) or bool(_known_notices(message) != (set(), set()))
    return bool(_SUBJECT.search(subject)) and says


def _is_daemon(message: Message) -> bool:
    """Return whether a mail server sent it: from nobody, or from one of the names that servers use."""
    froms = [address for _, address in getaddresses(header_texts(message, "From"))]
    return header_text(message, "Return-Path") == "<>" or not any(froms) or any(map(_SENDER.match, froms))


def _notice(message: Message) -> str:
    """Return the server's own words: the text up to the email that it returns."""
    text = own_text(message)[:MAX_NOTICE]
    original = _ORIGINAL.search(text)
    return text[: original.start()] if original and original.start() else text


def _known_notices(message: Message) -> tuple[set[str], set[str]]:
    """Return the addresses that fail for now and for good, by the notices that flufl.bounce knows."""
    try:
        soft, hard = all_failures(message)
    except (ValueError, LookupError, TypeError, AttributeError, MessageError, RecursionError):
        return set(), set()
    return _texts(soft), _texts(hard)


def _texts(addresses: Iterable[bytes | str]) -> set[str]:
    texts = (one.decode("ascii", "replace") if isinstance(one, bytes) else one for one in addresses)
    return {found[0].lower() for found in map(_ADDRESS.search, texts) if found}


def _named_in(notice: str, message: Message) -> list[str]:
    """Return the addresses in the server's words that are neither its own nor the sender's."""
    headers = [*header_texts(message, "From"), *header_texts(message, "To")]
    own = {address.lower() for _, address in getaddresses(headers)}
    named = [found.lower() for found in _ADDRESS.findall(notice)]
    return list(dict.fromkeys(one for one in named if one not in own and not _SENDER.match(one)))[:1]
