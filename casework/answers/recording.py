"""From answers to the record: the one way that a form filled in at once or from a draft goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from casework.changes import Change
from casework.consent.event import ConsentKind
from casework.consent.form import FORM as CONSENT
from casework.consent.form import Sitting, read_consent
from casework.consent.grant import OWN_OFFICE, Purpose
from casework.consent.keeping import keep_said
from casework.consent.purpose_texts import wordings
from casework.consent.said import age_band_now, demand_later, next_moment, youngest_band_now
from casework.consent.signing import not_signed
from casework.consent.unsafe_adults import no_adult_is_safe, pause_where_no_adult_is_safe
from casework.consent.wordings import newest_text
from casework.ids import new_case_code
from casework.records.case import CaseStatus, step
from casework.records.entries import by_field, by_name
from casework.records.family import FORM as FAMILY
from casework.records.filled import Filled
from casework.services.form import FORM as SERVICE
from casework.services.form import add_service, change_service, missing_in, wrong_in
from casework.team.seat import NotFound, case_named
from casework.team.worker import Act
from forms.checks import Problem
from texts.language import SOURCE_LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from casework.ports.stores import UnitOfWork
    from casework.records.case import CaseSummary
    from casework.team.seat import Seat
    from forms.model import FormModel
    from forms.session import FormSession

# Forms that are an act of their own; filling in any other is recording.
_ACTS = {SERVICE: Act.SERVICES, CONSENT: Act.CONSENT}
_LIMITS_EXPLAINED = "case.limits_explained"


class UnknownForm(Exception):
    """Raised when no published form has that id; carries which there are."""

    def __init__(self, form_id: str, known: Sequence[str] = ()) -> None:
        self.known = tuple(known)
        super().__init__(form_id)


class AnswersRefused(Exception):
    """Raised when answers do not fit their form; nothing is kept. Names questions, not answers."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(f"{problem.question} {problem.code}" for problem in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Recording:
    """One form on its way into the record, and the draft that it was, if it was one."""

    seat: Seat
    work: UnitOfWork
    draft_id: str = ""

    def keep(self, case: CaseSummary | None, filled: Filled) -> Change:
        """Keep a new form as what it is: a service, an answer about sharing, or a document."""
        form = filled.model.form_id
        if form not in _ACTS:
            return self._keep_document(case or new_case(self.seat, self.work), filled)
        if self.draft_id:
            if form == CONSENT:
                _demand_asked_since(self.work, _existing(case), self.draft_id)
            # What these forms say is kept as something else than a form.
            self.work.drafts.discard(self.draft_id)
        if form == SERVICE:
            _demand_named(filled)
            return add_service(self.work, filled)
        return self._keep_consent(_existing(case), filled)

    def change(self, case: CaseSummary | None, entry_id: str, filled: Filled) -> Change:
        """Keep new answers of a form that was finished before."""
        if self.draft_id:
            self.work.drafts.discard(self.draft_id)
        if case is None:
            _demand_named(filled)
            return change_service(self.work, entry_id, filled)
        today = self.seat.now().date()
        self.work.documents.amend(case.id, entry_id, filled, today)
        self._note_what_follows(case, filled)
        return Change("answers_changed", case.id, case.code, entry_id, filled.model.form_id)

    def _keep_document(self, case: CaseSummary, filled: Filled) -> Change:
        instance = self.work.documents.add(case.id, filled, self.seat.now(), self.draft_id)
        self._note_what_follows(case, filled)
        form = filled.model.form_id
        return Change("answers_recorded", case.id, case.code, instance, form)

    def _note_what_follows(self, case: CaseSummary, filled: Filled) -> None:
        if by_field(filled.model, filled.doc).get(_LIMITS_EXPLAINED) == "yes":
            self.work.cases.limits_were_explained(case.id, self.seat.now())
        if filled.model.form_id == FAMILY:
            pause_where_no_adult_is_safe(self.seat, self.work, case)

    def _keep_consent(self, case: CaseSummary, filled: Filled) -> Change:
        work, now = self.work, self.seat.now()
        at = next_moment(work, case.id, now)
        demand_later(work, case.id, at)
        age_band = age_band_now(work, case, now.date())
        answers = by_name(filled.model, filled.doc)
        sitting = Sitting(
            at=at,
            today=now.date(),
            worker_id=self.seat.worker.id,
            language=filled.language,
            text_version=newest_text(age_band).id,
            age_band=age_band,
            services=work.services.all(),
        )
        said = read_consent(answers, sitting)
        if said.event.kind is not ConsentKind.REFUSED:
            _demand_it_stays(work, case, now.date())
            unsafe = work.consents.of(case.id).caregiver_unsafe or no_adult_is_safe(work, case.id)
            _demand_signed(
                not_signed(
                    age_band,
                    answers,
                    caregiver_unsafe=unsafe,
                    youngest=youngest_band_now(work, case, now.date()),
                    worker=self.seat.worker.name,
                )
            )
        keep_said(self.seat, work, case, said)
        if said.event.limits_explained:
            work.cases.limits_were_explained(case.id, at)
        _open_when_agreed(work, case, now)
        return Change("consent_recorded", case.id, case.code, said.event.id, said.event.kind)


def new_case(seat: Seat, work: UnitOfWork) -> CaseSummary:
    """Return a new draft case of this worker."""
    code = new_case_code()
    work.cases.add(code, seat.now().date())
    return case_named(work, code)


def act_of(form_id: str) -> Act:
    """Return what a worker must be allowed to do to fill in a form."""
    return _ACTS.get(form_id, Act.RECORD)


def needs_no_case(form_id: str) -> bool:
    """Return whether a form says nothing of a person."""
    return form_id == SERVICE


def case_of(work: UnitOfWork, case_code: str | None, form_id: str) -> CaseSummary | None:
    """Return the case that a form is filled in for, None for one that is yet to be made."""
    if needs_no_case(form_id):
        return None
    case = case_named(work, case_code) if case_code else None
    return _existing(case) if form_id == CONSENT else case


def model_of(work: UnitOfWork, form_id: str, version: str = "") -> FormModel:
    """Return a published form; raises UnknownForm."""
    model = work.documents.model(form_id, version)
    if model is None:
        raise UnknownForm(form_id, work.documents.form_ids())
    return model


def lists_for(
    work: UnitOfWork, case: CaseSummary | None, language: str = SOURCE_LANGUAGE
) -> dict[str, list[dict[str, str]]]:
    """Return the lists that the store knows and forms choose from."""
    services = work.services.all()
    episodes = work.documents.episodes(case) if case else ()
    return {
        "services": [{"name": one.code, "label": one.name} for one in services],
        "episodes": [{"name": one, "label": f"{n}"} for n, one in enumerate(episodes, start=1)],
        "consent_texts": wordings(language),
    }


def filled_in(session: FormSession, problems: Sequence[Problem], language: str) -> Filled:
    """Return a finished form; raises AnswersRefused with every problem."""
    if problems:
        raise AnswersRefused(problems)
    return Filled(session.model, session.finish(), language)


def _demand_signed(lacking: Iterable[tuple[str, str]]) -> None:
    """Refuse a yes that whoever has to agree has not given."""
    missing = [
        Problem(f"/data/{question}", question, f"consent.{question}", code)
        for question, code in lacking
    ]
    if missing:
        raise AnswersRefused(missing)


def _demand_asked_since(work: UnitOfWork, case: CaseSummary, draft_id: str) -> None:
    """Refuse a form that was begun before she took back, or had suspended, what it says."""
    draft = work.drafts.find(draft_id)
    if draft is None:
        return
    begun, said = datetime.fromisoformat(draft.started_at), work.consents.of(case.id)
    noes = [one.given_at for one in (*said.grants, *said.elsewhere) if one.refused]
    if any(at > begun for at in (*noes, *(one.at for one in said.endings))):
        raise _refused("said_no_since")


def _demand_it_stays(work: UnitOfWork, case: CaseSummary, today: date) -> None:
    """Refuse a yes in a case that is to be erased: nothing would rest on it but a promise.

    A no is always taken, and whatever else is written down helps her until then and goes with it.
    """
    if work.documents.file_of(case, today).to_be_erased:
        raise _refused("to_be_erased")


def _refused(code: str) -> AnswersRefused:
    """Return what refuses a whole consent form, at its beginning."""
    place = "limits_explained"
    return AnswersRefused([Problem(f"/data/{place}", place, f"consent.{place}", code)])


def _open_when_agreed(work: UnitOfWork, case: CaseSummary, now: datetime) -> None:
    """Open a draft case once she agreed that the team works with it, after the explanation."""
    agreed = work.consents.of(case.id).in_force(Purpose.CASE_SERVICE, OWN_OFFICE, now)
    explained = work.cases.have_limits_explained(case.id)
    if agreed and explained and case.status is CaseStatus.DRAFT:
        status = step(case.status, CaseStatus.OPEN, limits_explained=explained)
        work.cases.set_status(case.id, status)


def _existing(case: CaseSummary | None) -> CaseSummary:
    """Return the case that consent is recorded in; nobody agrees to anything without one."""
    if case is None:
        raise NotFound("case_not_found")
    return case


def _demand_named(filled: Filled) -> None:
    missing = missing_in(filled)
    wrong = [(one, "required") for one in missing]
    wrong += [(one, "constraint") for one in wrong_in(filled)]
    if wrong:
        raise AnswersRefused([Problem(f"/data/{one}", one, one, code) for one, code in wrong])
