"""What meetings bring to the application."""

from app.boards.events import AnnualMeetingAsked
from app.foundation.module import Module
from app.foundation.questions import answers
from app.foundation.web.navigation import NavigationEntry
from app.meetings import bank_holidays, queries, services
from app.meetings.views import attendance, closed_days, planning, several  # noqa: F401
from app.people.events import PersonMerged

module = Module(
    name="meetings",
    blueprints=(planning.bp, attendance.attendance_bp, closed_days.closed_days_bp),
    navigation=(NavigationEntry("Meetings", "meetings.index", 10),),
    jobs={bank_holidays.JOB: bank_holidays.keep_filled},
    at_start=(bank_holidays.JOB,),
    daily=(bank_holidays.JOB,),
    answers=(answers(AnnualMeetingAsked, queries.annual_meeting),),
    listeners={PersonMerged: (services.follow_merge,)},
    sentences={
        "meeting:plan": "{person} planned the meeting",
        "meeting:change": "{person} changed the day, time or place of the meeting",
        "meeting:move-at-short-notice": "{person} moved the meeting at short notice: {reason}",
        "meeting:cancel": "{person} cancelled the meeting",
        "meeting:postpone": "{person} postponed the meeting",
        "meeting:reinstate": "{person} reinstated the meeting",
        "meeting:hold": "{person} recorded the meeting as held",
        "meeting:begin-attendance": "{person} began the attendance list",
        "meeting:check-attendance": "{person} read the attendance and found it right",
        "meeting:record-attendance": "{person} recorded somebody’s attendance: {how}",
        "meeting:set-times": "{person} recorded the times of the meeting and who was in the chair",
        "meeting:forget-attendance": "{person} took somebody off the attendance list",
        "closed-day:add": "{person} added a closed day",
        "closed-day:remove": "{person} took a closed day off the list",
    },
)
