"""E-mail (.eml): its words are text, its header and what it quotes are set aside, attachments are named, not opened."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage

from analysis.sources.decoding import decode
from analysis.sources.document import Block
from analysis.sources.formats import Contents, Options
from analysis.sources.formats.plain import blocks_of
from analysis.sources.formats.web import blocks_of as blocks_of_html
from analysis.sources.refusals import Refusal

SHOWN = ("From", "To", "Cc", "Date", "Subject")
WORD = re.compile(r"[^\W\d_]{2,}")
QUOTE_START = re.compile(
    r"^(-{2,}\s*(Oorspronkelijk bericht|Original Message|Doorgestuurd bericht|Forwarded message)\b|"
    r"(Op|On)\b.{5,120}\b(schreef|wrote)\b.*:$|_{20,}$)", re.IGNORECASE
)  # fmt: skip


def read(data: bytes, options: Options) -> Contents:
    """Contents of an .eml."""
    warnings: list[str] = []
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:64]:
        # saved as UTF-16 by an editor; mail itself is bytes of ASCII and what it declares
        warnings.append("read as UTF-16, in which no mail is sent: an editor saved it so")
        data = re.sub(r"(?im)^(content-type:[^\n]*charset=)[^\s;]+", r"\1utf-8", decode(data)[0]).encode()
    message = email.message_from_bytes(data, policy=email.policy.default)
    head = {name: _header(message, name) for name in SHOWN} if isinstance(message, EmailMessage) else {}
    if not isinstance(message, EmailMessage) or not any(head[name] for name in ("From", "Subject", "Date")):
        raise Refusal("damaged", "has no mail header")
    blocks = [Block(f"{name}: {value}", aside="mail header", place="header") for name, value in head.items() if value]
    body = message.get_body(preferencelist=("plain", "html"))
    if body is not None:
        try:
            text = str(body.get_content())
        except (LookupError, UnicodeError, ValueError):
            payload = body.get_payload(decode=True)
            text = payload.decode("cp1252", errors="replace") if isinstance(payload, bytes) else ""
            warnings.append("read as cp1252: the mail does not say its encoding rightly")
        found = (
            blocks_of_html(text)[0] if body.get_content_subtype() == "html" else blocks_of(text.replace("\r\n", "\n"))
        )
        blocks += _quotes_aside(found)
        if body.get_content_subtype() == "plain" and (unread := _only_in_html(message, text)):
            warnings.append(
                f"its form in HTML holds {unread} words that the plain one, which is read, does not: open the mail to see them"
            )
    attached = sum(1 for _ in message.iter_attachments()) if message.is_multipart() else 0
    if attached:
        warnings.append(f"{attached} attachments were not opened; save them as files of their own to read them")
    if not any(not block.aside for block in blocks):
        warnings.append("holds no words of its own")
    subject = head["Subject"]
    return Contents(blocks=blocks, warnings=warnings, metadata={"title": subject} if subject else {})


def _only_in_html(message: EmailMessage, plain: str) -> int:
    """Words of the form in HTML of a mail, where it has one, that do not stand in its plain form."""
    body = message.get_body(preferencelist=("html",))
    if body is None:
        return 0
    try:
        shown = blocks_of_html(str(body.get_content()))[0]
    except (LookupError, UnicodeError, ValueError):
        return 0
    known = set(WORD.findall(plain.casefold()))
    return sum(word not in known for block in shown for word in WORD.findall(block.text.casefold()))


def _header(message: EmailMessage, name: str) -> str:
    """A header as people read it; as it stands in the file where Python's own parser falls over it."""
    try:
        return str(message.get(name, "") or "")
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")


def _quotes_aside(blocks: list[Block]) -> list[Block]:
    quoted = signature = False
    for block in blocks:
        quoted = quoted or bool(QUOTE_START.match(block.text))
        signature = signature or block.text in ("--", "-- ")
        if quoted or block.text.startswith(">"):
            block.aside = block.aside or "quoted mail"
        elif signature:
            block.aside = block.aside or "signature"
    return blocks
