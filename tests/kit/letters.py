"""Make the disclosure and the facts of one invented letter."""

from __future__ import annotations

from datetime import UTC, date, datetime

from casework.consent.grant import Consents, Grant, Purpose, Reach, Recipient, Scope
from casework.disclosure import Request, disclose
from casework.need_to_know import items
from casework.records.casefile import Entry, case_file
from casework.referrals.letter import LetterFacts
from casework.team.office_facts import OfficeFacts

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = AT.date()
NUMBER, CHECK = "R7K-4MQ2", "06ZV-RR25"
NAMES = {
    "en": "Example Clinic A, women's ward",
    "ar": "عيادة المثال أ، قسم النساء",
    "fr": "Clinique d\u2019exemple A, service des femmes",
    "es": "Clínica de ejemplo A, sala de mujeres",
}
OFFICES = {
    "en": ("Example Office 4", "Monday to Friday, 09:00\u201317:00"),
    "ar": ("مكتب المثال 4", "من الأحد إلى الخميس، 09:00\u201317:00"),
    "fr": ("Bureau d\u2019exemple 4", "du lundi au vendredi, 09:00\u201317:00"),
    "es": ("Oficina de ejemplo 4", "de lunes a viernes, 09:00\u201317:00"),
}
VALUES = {
    "en": {
        "needs.services": "Medical examination and treatment, counselling",
        "needs.see_before": "26 November 2026, 14:00",
        "person.age_group": "Adult, 25\u201334",
        "person.gender": "Woman",
        "person.languages": "Tigrinya; a woman interpreter is asked for",
        "needs.access": "Ground floor; can stand for a short time only",
        "contact.safe_way": "Through our office only. A message may be left with the caseworker at "
        "+000 91 234 5678, Monday to Friday, 09:00\u201312:00",
        "family.children": "Two, aged 3 and 7, come along",
        "contact.must_not": "Do not call the family home. Do not send letters or reminders.",
    },
    "ar": {
        "needs.services": "فحص طبي وعلاج، دعم نفسي",
        "needs.see_before": "26 نوفمبر 2026، الساعة 14:00",
        "person.age_group": "بالغة، 25\u201334 سنة",
        "person.gender": "امرأة",
        "person.languages": "التغرينية (Tigrinya)؛ يُطلب حضور مترجمة",
        "needs.access": "الطابق الأرضي؛ لا تستطيع الوقوف طويلًا",
        "contact.safe_way": "عن طريق مكتبنا فقط. يمكن ترك رسالة لدى أخصائي الحالة على الرقم "
        "+000 91 234 5678 من الأحد إلى الخميس، 09:00\u201312:00",
        "family.children": "طفلان (3 و7 سنوات) يحضران معها",
        "contact.must_not": "يُرجى عدم الاتصال ببيت الأسرة، وعدم إرسال رسائل أو تذكيرات.",
    },
}


def recipient(language="en"):
    """Return the clinic a letter goes to."""
    return Recipient("clinic_a", "health", NAMES[language])


def disclosure(language="en", values=None):
    """Return what may be told to the clinic: everything of the values, under one grant."""
    values = VALUES[language] if values is None else values
    asked = [item for item in items().values() if values.keys() & set(item.fields)]
    category = {field: item.category for item in asked for field in item.fields}
    file = case_file(
        "case", "AB-1234", [Entry(name, category[name], words) for name, words in values.items()]
    )
    grant = Grant(
        id="grant",
        event_id="event",
        purpose=Purpose.REFERRAL,
        scope=Scope(Reach.SERVICE, "clinic_a"),
        given_at=AT,
        valid_from=TODAY,
        valid_until=date(2027, 3, 31),
        categories=frozenset(category.values()),
        items=frozenset(item.id for item in asked),
    )
    request = Request(Purpose.REFERRAL, recipient(language), tuple(items().values()), AT, language)
    return disclose(file, Consents((grant,)), request)


def facts(language="en", *, practice=False, kind="referral"):
    """Return what the letter shows beside the disclosure."""
    name, hours = OFFICES[language]
    return LetterFacts(
        number=NUMBER,
        kind=kind,
        issued_on=TODAY,
        valid_until=date(2026, 12, 24),
        check_code=CHECK,
        office=OfficeFacts(name, "+000 91 234 5678", hours, language, practice),
    )
