"""What reports bring to the application."""

from app.documents.events import DocumentReplacing, GroundsOfFileAsked
from app.foundation.module import Module
from app.foundation.questions import answers
from app.foundation.richtext.pages import as_html
from app.foundation.web.navigation import NavigationEntry
from app.meetings.events import MeetingMoved
from app.people.events import PersonMerged
from app.reports import keeping
from app.reports.contents import answer_grounds_of_file
from app.reports.following import follow_meeting, keep_issued_file
from app.reports.search import searchables
from app.reports.views import changes, clearing, desk, reading, starting, word, writing  # noqa: F401

module = Module(
    name="reports",
    blueprints=(desk.bp,),
    searchables=searchables,
    navigation=(NavigationEntry("Reports", "reports.index", 20),),
    filters={"stored": as_html},
    listeners={
        DocumentReplacing: (keep_issued_file,),
        MeetingMoved: (follow_meeting,),
        PersonMerged: (keeping.follow_merge,),
    },
    answers=(answers(GroundsOfFileAsked, answer_grounds_of_file),),
    pages={"report": "reports.show"},
    sentences={
        "report:start": "{person} began the report",
        "report:edit-header": "{person} changed the details",
        "report:follow-meeting": "{person} moved the meeting for which it is written",
        "report:add-section": "{person} added a section",
        "report:remove-section": "{person} removed a section",
        "report:attach": "{person} attached an appendix",
        "report:detach": "{person} took an appendix off",
        "report:submit": "{person} sent the report for clearance",
        "report:take-back": "{person} took the report back to draft",
        "report:clear": "{person} cleared the report",
        "report:send-back": "{person} sent the report back",
        "report:withdraw": "{person} withdrew the report",
        "report:issue": "{person} published version {number}",
        "report:hold-back": "{person} closed the report to the public",
        "report:release": "{person} opened the report",
        "report:let-read": "{person} let one more reader in",
        "report:bring-in": "{person} brought the paper in from the archive",
        "report:bring-in-again": "{person} brought the paper in again with corrected words",
        "report-template:install": "{person} installed the template",
    },
)
