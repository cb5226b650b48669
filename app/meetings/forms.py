"""What clerks type to plan, change and call off meetings, and to record attendance."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import NumberRange, ValidationError

from app.boards.models import Seat
from app.foundation.web.filters import day, humanise, start_time
from app.foundation.web.forms import (
    ChoiceField,
    DateField,
    Form,
    Needed,
    NumberField,
    TimeField,
    VersionField,
)
from app.meetings import queries
from app.meetings.models import Attendance, How, Meeting

ALL_THE_SAME = "The meeting is planned all the same"
"""Asked only about a past day, a weekend, a closed day, or what else is on at the hour."""


ANNUAL = "This is the annual meeting"
YEAR_BEGINS = "The municipal year begins with that of the full council, and with it minute numbers."
IF_SHORT = "Asked for if the new day leaves fewer clear days than this body gives notice."


class PlanForm(Form):
    """A new meeting."""

    board_id = ChoiceField("Board", [Needed("Choose a board")], coerce=int, blank="Choose a board")
    on_date = DateField("Date of the meeting", [Needed()])
    starts_at = TimeField("Time", description="Leave empty for the board’s usual time.")
    venue = StringField("Venue", description="Leave empty for the board’s usual venue.")
    is_extraordinary = BooleanField("This is an extraordinary meeting")
    is_annual = BooleanField(ANNUAL, description=YEAR_BEGINS)
    is_sure = BooleanField(ALL_THE_SAME)


class SeveralForm(Form):
    """The meetings of a board for some time ahead."""

    board_id = ChoiceField("Board", [Needed("Choose a board")], coerce=int, blank="Choose a board")
    first_on = DateField("First meeting", [Needed()])
    weeks = NumberField(
        "Every how many weeks",
        [Needed("Enter how many weeks lie between two meetings"), NumberRange(1, 52)],
    )
    count = NumberField(
        "How many meetings", [Needed("Enter how many meetings to plan"), NumberRange(1, 52)]
    )
    starts_at = TimeField("Time", description="Leave empty for the board’s usual time.")
    venue = StringField("Venue", description="Leave empty for the board’s usual venue.")


class ChangeForm(Form):
    """A planned meeting's day, time and place."""

    version = VersionField()
    on_date = DateField("Date of the meeting", [Needed()])
    starts_at = TimeField("Time", [Needed("Enter the time, like 6.30pm")])
    venue = StringField("Venue", [Needed("Enter the venue")])
    is_annual = BooleanField(ANNUAL, description=YEAR_BEGINS)
    is_sure = BooleanField(ALL_THE_SAME)
    reason = TextAreaField("Reason, if notice of the new day is short", description=IF_SHORT)


class CancelForm(Form):
    """Why a meeting is called off."""

    version = VersionField()
    reason = TextAreaField(
        "Reason",
        [Needed("Give the reason; it is shown on the meeting’s page")],
        description="Shown on the meeting’s page and kept in its history.",
    )


class PostponeForm(CancelForm):
    """Why a meeting is put off, and to when."""

    on_date = DateField("New date", [Needed("Enter the new date")])
    starts_at = TimeField("New time", description="Leave empty to keep the time of day.")
    is_sure = BooleanField(ALL_THE_SAME)
    notice_reason = TextAreaField("Reason, if notice of the new day is short", description=IF_SHORT)


class ReinstateForm(Form):
    """A meeting that was called off and takes place after all."""

    version = VersionField()
    is_sure = BooleanField(ALL_THE_SAME)


CORRECTION, SAY_WHY = "Why it is corrected", "Say why this is corrected"
SEEN = "In a few words; every reader of the minutes sees them. Name nothing exempt."


class TimesForm(Form):
    """When a meeting began and ended, and who presided."""

    version = VersionField()
    started_at = TimeField("Began at")
    ended_at = TimeField("Ended at")
    chair_id = ChoiceField("In the chair", coerce=int, blank="Not recorded")
    reason = StringField(CORRECTION, [Needed(SAY_WHY)], description=SEEN)


class SomebodyForm(Form):
    """Somebody else who came, or a substitute."""

    version = VersionField()
    person_id = ChoiceField("Person", coerce=int, blank="Somebody not in the directory")
    name = StringField("Name, if not in the directory")
    organisation = StringField("Organisation")
    for_person_id = ChoiceField("As substitute for", coerce=int, blank="Nobody: in attendance")
    reason = StringField(CORRECTION, [Needed(SAY_WHY)], description=SEEN)

    def validate_name(self, field: StringField) -> None:
        """Somebody must be named, and only one."""
        if self.person_id.data and field.data:
            raise ValidationError("Choose a person or enter a name, not both: one person is added")
        named = self.person_id if self.person_id.data else field
        Needed("Choose a person or enter a name")(self, named)


class CorrectionForm(Form):
    """Why published attendance is corrected; what is corrected stands beside it."""

    reason = StringField(CORRECTION, [Needed(SAY_WHY)], description=SEEN)


class ClosedDayForm(Form):
    """A day on which the offices are shut."""

    on_date = DateField("Day", [Needed()])
    name = StringField("What for", [Needed("Say what the day is, like Christmas closure")])


def meeting_choices(
    listed: Sequence[Meeting], *, with_boards: bool = False
) -> list[tuple[int, str]]:
    """Meetings to choose from, by their days; the hour tells two of one board and day apart."""
    often = Counter((one.board_id, one.on_date) for one in listed)
    found = []
    for one in listed:
        words = [one.board.name] if with_boards else []
        words.append(day(one.on_date))
        words += [start_time(one.starts_at)] if often[one.board_id, one.on_date] > 1 else []
        found.append((one.id, ", ".join(words)))
    return found


HOW = {
    "present": How.PRESENT,
    "apologies": How.APOLOGIES,
    "absent": How.ABSENT,
    "remote": How.REMOTE,
}
NOT_RECORDED = "none"
SHORT = {how: short for short, how in HOW.items()} | {None: NOT_RECORDED}


class SeatChange(NamedTuple):
    """One seat of the form."""

    seat: Seat
    pressed: How | None
    """None where a mistaken entry is to be taken back."""
    before: How | None
    """What was recorded when the form was opened."""
    row: Attendance | None
    """The row as it is now."""

    @property
    def now(self) -> How | None:
        """What is recorded now."""
        return self.row.how if self.row else None

    @property
    def clashes(self) -> bool:
        """Whether somebody else has recorded something else in the meantime."""
        return self.now not in (self.before, self.pressed)

    @property
    def in_words(self) -> tuple[str, str, str]:
        """The name, what is recorded now, and what was pressed."""
        return self.seat.person.full_name, _in_words(self.now), _in_words(self.pressed)


def _in_words(how: How | None) -> str:
    return humanise(how) if how else "Not recorded"


def pressed(meeting: Meeting, form: Mapping[str, str]) -> list[SeatChange]:
    """The seats whose choice was changed in the form."""
    known = {row.person_id: row for row in queries.attendance_of(meeting)}
    found = []
    for seat in queries.voting_seats(meeting):
        chosen = form.get(f"seat-{seat.id}", "")
        how, before = HOW.get(chosen), HOW.get(form.get(f"was-{seat.id}", ""))
        if (how or chosen == NOT_RECORDED) and how != before:
            found.append(SeatChange(seat, how, before, known.get(seat.person_id)))
    return found
