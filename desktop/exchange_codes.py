"""What an exchange refuses, and the sentence that says it."""

from __future__ import annotations

from typing import Final

# What can be said of it; of all else only that the file is not as it must be.
SAID: Final = {
    "bundle.reader": "exchange_not_for_us",
    "bundle.torn": "exchange_torn",
    "bundle.readers": "exchange_nobody",
    "enrol.used": "exchange_used",
    "enrol.taken": "exchange_used",
    "enrol.sealed": "exchange_not_for_us",
    "enrol.other": "exchange_not_for_us",
    "exchange.alone": "exchange_alone",
    "exchange.joined": "exchange_joined",
    "exchange.has_its_own": "exchange_has_its_own",
    "exchange.fork": "exchange_fork",
    "exchange.set_back": "line_fork",
    "roster.by": "exchange_not_administering",
    "roster.last_administrator": "exchange_last_administrator",
    "line.alone": "exchange_alone",
    "line.none": "line_none",
    "line.fork": "line_fork",
    "line.portal": "line_portal",
    "line.unreachable": "line_unreachable",
    "line.away": "line_away",
    "line.stalled": "line_stalled",
    "line.torn": "line_torn",
    "line.certificate": "line_certificate",
    "line.sealed": "line_certificate",
    "line.pin": "line_pin",
    "address.wrong": "line_address",
    "address.open": "line_open",
    "auth.refused": "line_unknown",
    "auth.revoked": "line_removed",
    "auth.invite": "line_invite",
    "invite.unknown": "line_invite",
    "rate.requests": "line_busy",
    "rate.pushed": "line_busy",
    "rate.address": "line_busy",
    "rate.tokens": "line_busy",
    "server.busy": "line_busy",
    "acl.streams": "line_too_many",
}
