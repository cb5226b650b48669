"""What minutes bring to the application."""

from app.agendas.events import (
    ItemMadeExempt,
    ItemMadeOpen,
    ItemRemoved,
    MinutesAsked,
    MinutesToAgreeAsked,
    PublishedMinutesAsked,
    ReasonsAsked,
)
from app.foundation.module import Module
from app.foundation.questions import answers
from app.meetings.events import (
    MeetingCalledOff,
    PapersAsked,
    RecordAsked,
    RecordChanged,
    RecordChanging,
)
from app.minutes import answering, citations, citing, following, jobs, search
from app.minutes.views import approving, publishing, reading, taking, word  # noqa: F401
from app.reports.events import CitedMinutesAsked, ReportsPublished

module = Module(
    name="minutes",
    blueprints=(reading.bp,),
    jobs={jobs.JOB: jobs.freeze_minutes},
    searchables=search.searchables,
    listeners={
        ReportsPublished: (citing.of_reports,),
        ItemMadeExempt: (following.close_with_item,),
        ItemMadeOpen: (following.open_with_item,),
        ItemRemoved: (following.stay_with_minute,),
        MeetingCalledOff: (following.keep_recorded,),
        RecordChanging: (following.keep_record,),
        RecordChanged: (following.publish_record,),
    },
    answers=(
        answers(CitedMinutesAsked, answering.answer_cited),
        answers(ReasonsAsked, following.answer_reasons),
        answers(MinutesAsked, answering.answer_minutes),
        answers(MinutesToAgreeAsked, answering.answer_to_agree),
        answers(PublishedMinutesAsked, answering.answer_published),
        answers(PapersAsked, answering.answer_papers),
        answers(RecordAsked, following.answer_record),
    ),
    filters={"cited": citations.cited},
    sentences={
        "minutes:begin": "{person} began the minutes",
        "minutes:publish": "{person} published the minutes as a draft",
        "minutes:bring-in": "The minutes were brought in from a past paper",
        "minute:add": "{person} added minute {printed}",
        "minute:forget": "A minute in which nothing was written left with its item",
        "minute:number": "{person} numbered minute {printed}",
        "minute:close": "The wording of a minute was closed with its item",
        "minute:open": "The wording of a minute was opened with its item",
        "minutes:agree": "{person} recorded that the minutes were agreed as a correct record",
        "minutes:not-agree": "{person} recorded that the minutes were not agreed",
        "minutes:take-back": "{person} took back what was recorded of the minutes’ approval",
        "minutes:correct-attendance": (
            "{person} corrected who came, or the times or the chair, in published minutes: {reason}"
        ),
        "minutes:freeze": "The minutes that had been published were frozen as they stood",
        "minute:correct": "{person} corrected a published minute",
        "minute:put-right": "{person} corrected a published minute: {reason}",
        "minute-exempt:put-right": (
            "{person} corrected the exempt wording of a published minute: {reason}"
        ),
        "minute-exempt:correct": "{person} corrected the exempt wording of a minute",
    },
)
