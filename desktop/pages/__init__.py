"""Every page by its name; each is imported when it is first opened."""

from __future__ import annotations

from typing import Final

PAGES: Final = {
    "today": "desktop.pages.today.page:TodayPage",
    "cases": "desktop.pages.cases.page:CasesPage",
    "case": "desktop.pages.case.page:CasePage",
    "entries": "desktop.pages.entries.page:EntriesPage",
    "episodes": "desktop.pages.episodes.page:EpisodesPage",
    "attachments": "desktop.pages.attachments.page:AttachmentsPage",
    "erasure": "desktop.pages.keeping.erasure:ErasurePage",
    "exploiters": "desktop.pages.exploiters.page:ExploitersPage",
    "legal": "desktop.pages.law.legal:LegalPage",
    "form": "desktop.pages.form.page:FormPage",
    "consent": "desktop.pages.consent.page:ConsentPage",
    "letter": "desktop.pages.letters.builder:LetterPage",
    "letters": "desktop.pages.letters.page:LettersPage",
    "referrals": "desktop.pages.referrals.page:ReferralsPage",
    "service": "desktop.pages.services.service:ServicePage",
    "services": "desktop.pages.services.page:ServicesPage",
    "history": "desktop.pages.history.page:HistoryPage",
    "unrecorded": "desktop.pages.unrecorded:UnrecordedPage",
    "handing": "desktop.pages.handing:HandingPage",
    "team": "desktop.pages.team.page:TeamPage",
    "requests": "desktop.pages.registers.requests:RequestsPage",
    "breaches": "desktop.pages.registers.breaches:BreachesPage",
    "figures": "desktop.pages.figures.page:FiguresPage",
    "pairs": "desktop.pages.pairs.page:PairsPage",
    "decide": "desktop.pages.decide.page:DecidePage",
    "devices": "desktop.pages.devices.page:DevicesPage",
    "settings": "desktop.pages.settings.page:SettingsPage",
    "help": "desktop.pages.help:HelpPage",
    "retention": "desktop.pages.keeping.retention:RetentionPage",
    "backups": "desktop.pages.backups.page:BackupsPage",
    "bringing": "desktop.pages.bringing.page:BringingPage",
    "submissions": "desktop.pages.submissions.page:SubmissionsPage",
    "treaties": "desktop.pages.law.treaties:TreatiesPage",
}

# What stands before the workbook is unlocked.
GATES: Final = {
    "unlock": "desktop.pages.unlock:UnlockPage",
    "first_run": "desktop.pages.first_run.page:FirstRunPage",
    "joining": "desktop.pages.joining.page:JoiningPage",
    "leaving": "desktop.pages.leaving:LeavingPage",
}
