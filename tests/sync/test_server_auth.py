"""Who is let in, who says who belongs to an organisation, and who is let in no more."""

from __future__ import annotations

import random

import pytest
from served import EVERY_RIGHT, NAME, OPERATOR, Organisation, found

from sync.wire.documents import Acl, DocumentRefused, Right, Said, Signs, prove, sign, taken_apart


def code(answer):
    return answer.status_code, answer.json()["code"]


def test_only_the_transport_key_opens_and_only_at_the_server_it_was_asked_by(two, http, hands):
    lead, peer = two
    assert lead.enter(http, "another.example").json() == {"code": "auth.refused"}
    key, lead.transport = lead.transport, peer.transport
    assert code(lead.enter(http)) == (401, "auth.refused")
    lead.transport = key
    asked = lead.org.org + lead.name
    challenge = http.post("/v1/auth/challenge", asked).content
    proof = prove(NAME, lead.org.org, lead.name, challenge, key)
    for_peer = prove(NAME, lead.org.org, peer.name, challenge, peer.transport)
    assert code(http.post("/v1/auth/token", for_peer)) == (401, "auth.challenge")
    assert http.post("/v1/auth/token", proof).status_code == 200
    hands.now += 121
    assert code(http.post("/v1/auth/token", proof)) == (401, "auth.challenge")
    assert code(http.post("/v1/auth/token", proof[:-1])) == (400, "body.length")
    assert code(http.post("/v1/auth/challenge", asked[1:])) == (400, "body.length")


@pytest.mark.usefixtures("two")
def test_who_is_not_known_here_is_answered_as_whoever_has_a_wrong_key(http, office):
    stranger = office.workbook()
    assert code(stranger.enter(http)) == (401, "auth.refused")


def test_a_token_ends_after_a_day_and_cannot_be_made(two, hands):
    lead, _ = two
    good = lead.token
    # Not at its end, where a letter has bits that say nothing.
    changed = good[:20] + ("A" if good[20] != "A" else "B") + good[21:]
    for wrong in ("", "x", changed, "A" * 500, good[:40]):
        lead.token = wrong
        assert lead.asks("GET", "streams").status_code == 401
    lead.token = good
    assert lead.asks("GET", "streams").status_code == 200
    hands.now += 86_401
    assert code(lead.asks("GET", "streams")) == (401, "auth.expired")


def test_who_was_let_go_is_refused_at_the_next_call_and_her_batches_are_too(two, office, http):
    lead, peer = two
    _, stream = office.streams
    peer.sync(peer.batch(stream))
    late = peer.batch(stream)
    office.leave(peer)
    assert office.change(lead).status_code == 204
    assert code(peer.sync(late)) == (401, "auth.revoked")
    assert code(peer.enter(http)) == (401, "auth.refused")
    # Not even through somebody else, after her author was revoked.
    assert lead.sync(late).headers["refused"] == "author.unknown"
    # What she wrote before stays where it is.
    lead.catch_up()
    assert lead.log(stream)[0] == 1


def test_rights_hold_for_each_stream_alone(two, office):
    lead, peer = two
    roster, cases = office.streams
    office.rights[peer.name, roster] = Right.READ
    del office.rights[peer.name, cases]
    assert office.change(lead).headers["acl"] == "2"
    lead.sync(lead.batch(roster), lead.batch(cases))
    assert set(peer.catch_up()) == set(peer.heads()) == {roster}
    assert peer.cursor == 2
    assert peer.sync(peer.batch(roster)).headers["refused"] == "stream.denied"
    assert code(peer.asks("GET", "batches", stream=cases)) == (404, "not.found")
    office.rights[peer.name, cases] = EVERY_RIGHT
    office.change(lead)
    # What came before she might read it she asks for by its numbers.
    assert peer.sync().headers["acl"] == "3"
    peer.fills(peer.asks("GET", "batches", stream=cases))
    assert peer.log(cases) == lead.heads()[cases]


def test_the_document_of_rights_is_an_administrators_and_follows_the_one_before(two, office):
    lead, peer = two
    assert code(office.change(peer)) == (403, "document.signer")
    office.version = 1
    body = sign(Said.ACL, office.acl().pack(), lead.author.seed)
    assert code(lead.asks("PUT", "acl", body)) == (428, "acl.if-match")
    again = lead.asks("PUT", "acl", body, headers={"if-match": '"1"'})
    assert code(again) == (412, "acl.stale")
    assert again.headers["acl"] == "1"
    assert office.change(lead).status_code == 204
    newest = lead.asks("GET", "acl")
    assert newest.headers["etag"] == '"2"'
    assert Acl.unpack(taken_apart(newest.content).body) == office.acl()
    for_other = sign(Said.PURGE, office.acl().pack(), lead.author.seed)
    wrong = lead.asks("PUT", "acl", for_other, headers={"if-match": '"2"'})
    assert code(wrong) == (400, "document.signature")


def test_who_may_sign_for_all_can_not_be_given_up(two, office):
    lead, _ = two
    office.authors[0].bits = 0
    assert code(office.change(lead)) == (400, "document.nobody")
    office.version, office.authors[0].bits = 1, Signs.ADMIN
    other = Organisation(random.Random(5))
    other.workbook(Signs.ADMIN)
    strange = sign(Said.ACL, other.acl().pack(), lead.author.seed)
    answer = lead.asks("PUT", "acl", strange, headers={"if-match": '"1"'})
    assert code(answer) == (403, "org.other")


def test_an_organisation_is_made_once_by_whoever_was_invited(http, desks, hands):
    invited = desks.orgs.invite()
    one, other = Organisation(random.Random(hands.now)), Organisation(random.Random())
    for made in (one, other):
        made.workbook(Signs.ADMIN)
    assert code(http.post("/v1/orgs", one.founding())) == (401, "auth.invite")
    wrong = {"authorization": "Bearer no such token"}
    assert code(http.post("/v1/orgs", one.founding(), wrong)) == (401, "auth.invite")
    spelled = {"invite": f"{invited[:8]}-{invited[8:].lower()}"}
    assert http.post("/v1/orgs", one.founding(), spelled).status_code in {201, 409}
    assert code(http.post("/v1/orgs", other.founding(), spelled)) == (403, "invite.unknown")
    late = {"invite": desks.orgs.invite()}
    hands.now += 32 * 86_400
    assert code(http.post("/v1/orgs", other.founding(), late)) == (403, "invite.unknown")
    found(http, other)
    mine = {"authorization": f"Bearer {OPERATOR}"}
    assert code(http.post("/v1/orgs", other.founding(), mine)) == (409, "org.exists")
    root = other.founding()[:32]
    other.version = 2
    assert code(http.post("/v1/orgs", other.founding(), mine)) == (409, "acl.version")
    not_hers = root + sign(Said.ACL, other.acl().pack(), other.authors[0].seed)
    assert code(http.post("/v1/orgs", not_hers, mine)) == (403, "document.signer")


def test_one_organisation_is_not_there_for_another(two, http, office):
    lead, _ = two
    other = Organisation(random.Random())
    other.stream()
    stranger = other.workbook(Signs.ADMIN)
    found(http, other)
    stranger.enter(http)
    (theirs, _), nowhere = office.streams, Organisation(random.Random())
    # A token is of one organisation; whether another one is here at all it does not find out.
    for stranger.org in (office, nowhere):
        for what in ("streams", "acl"):
            assert code(stranger.asks("GET", what)) == (401, "auth.token")
        assert code(stranger.asks("GET", "batches", stream=theirs)) == (401, "auth.token")
        assert code(stranger.asks("POST", "sync", b"x")) == (401, "auth.token")
    assert lead.asks("GET", "streams").status_code == 200


def test_a_document_says_what_was_packed_and_nothing_that_is_not_there(office):
    office.workbook(Signs.ADMIN)
    body = office.acl().pack()
    assert Acl.unpack(body) == office.acl()
    doubled = Acl(*(getattr(office.acl(), one) for one in Acl.__slots__[:-1]), [(0, 0, 1)] * 2)
    nowhere = Acl(*(getattr(office.acl(), one) for one in Acl.__slots__[:-1]), [(1, 0, 1)])
    for wrong in (b"", body[:-1], body + b"\0", doubled.pack(), nowhere.pack()):
        with pytest.raises(DocumentRefused):
            Acl.unpack(wrong)
    with pytest.raises(DocumentRefused):
        taken_apart(bytes(80))


def test_more_streams_than_one_workbook_may_have_are_refused(two, office):
    lead, peer = two
    for _ in range(64):
        office.rights[peer.name, office.stream()] = EVERY_RIGHT
    assert code(office.change(lead)) == (413, "acl.streams")
