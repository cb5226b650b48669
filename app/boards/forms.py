"""What administrators and clerks type to set a board up and to seat its members."""

from typing import Any

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from app.boards.models import BoardDuty, BoardKind, DayCount, MinuteNumbering, QuorumRule, SeatRole
from app.foundation.web.forms import (
    ChoiceField,
    DateField,
    Form,
    Needed,
    NumberField,
    OneOfField,
    TimeField,
    VersionField,
)

KINDS = [(kind, kind.value.capitalize()) for kind in BoardKind]
NUMBERINGS = [
    (MinuteNumbering.NEVER, "Never"),
    (MinuteNumbering.MUNICIPAL_YEAR, "With each municipal year, from the annual meeting"),
    (MinuteNumbering.CALENDAR_YEAR, "With each calendar year"),
    (MinuteNumbering.PER_MEETING, "At each meeting"),
]
QUORUMS = [
    (QuorumRule.FRACTION, "A part of the voting members"),
    (QuorumRule.FIXED, "A fixed number of voting members"),
    (QuorumRule.NONE, "No quorum"),
]
DUTIES = [
    (BoardDuty.NONE, "None"),
    (BoardDuty.PARISH, "Parish or town council: three clear days, and the Act of 1960"),
    (BoardDuty.PLANNING, "Planning: at most thirteen members from 31 October 2026"),
    (BoardDuty.AUDIT, "Audit"),
]
COUNTS = [
    (DayCount.WORKING, "Working days, without weekends and bank holidays"),
    (DayCount.CALENDAR, "Calendar days, every day counted"),
]
ROLES = [(role, role.value.capitalize()) for role in SeatRole]


class BoardForm(Form):
    """Everything that is particular to one board."""

    version = VersionField()
    name = StringField("Name", [Needed("Enter the name of the board")])
    kind = ChoiceField("Kind", [Needed("Choose a kind")], choices=KINDS, coerce=BoardKind)
    duty = OneOfField(
        "A duty with law of its own", [Needed()], choices=DUTIES, coerce=BoardDuty, default="none"
    )
    parent_id = ChoiceField(
        "Set up by",
        coerce=int,
        blank="Nobody: it stands by itself",
        description="The board above a task group or sub-committee.",
    )
    remit = TextAreaField("Remit", description="What the board is for, in a paragraph or two.")
    aliases = TextAreaField(
        "Also known as",
        description="Other names under which papers know the board, one on each line.",
    )
    is_current = BooleanField("The board still meets", default=True)
    minute_prefix = StringField(
        "Prefix of minute numbers", description="Such as EXB. Papers cite minutes by it."
    )
    number_pattern = StringField(
        "Pattern of minute numbers",
        [Needed("Enter the pattern, such as {prefix}{number}")],
        description="With {prefix}, {number} and {period}: {prefix}{number} prints EXB54, "
        "{number}/{period} prints 54/2026-27.",
        default="{prefix}{number}",
    )
    numbering = OneOfField(
        "Numbers start again",
        [Needed()],
        choices=NUMBERINGS,
        coerce=MinuteNumbering,
        default="never",
    )
    quorum_rule = OneOfField(
        "How it is counted", [Needed()], choices=QUORUMS, coerce=QuorumRule, default="fraction"
    )
    quorum_number = NumberField(
        "Part or number",
        [NumberRange(1, 200, "Enter a number from 1 to 200")],
        description="4 is one quarter, 3 one third; or the fixed number.",
        default=4,
    )
    quorum_least = NumberField(
        "But never fewer than",
        [NumberRange(0, 200, "Enter a number from 0 to 200")],
        default=3,
    )
    voting_seats = NumberField(
        "Voting seats, vacant ones included",
        [Optional(), NumberRange(1, 500, "Enter a number from 1 to 500")],
        description="The whole number of its voting members, of which the quorum is a part. Leave "
        "empty for as many as sit on it.",
    )
    notice_days = NumberField(
        "Clear days’ notice",
        [NumberRange(0, 60, "Enter a number of days from 0 to 60")],
        description="5 for a principal council, 3 for a parish or in Wales, 0 for no rule. "
        "The day of publication and the day of the meeting are left out.",
        default=5,
    )
    notice_count = OneOfField(
        "Days that count", [Needed()], choices=COUNTS, coerce=DayCount, default="working"
    )
    has_statutory_access = BooleanField(
        "The public has a statutory right to its meetings and papers",
        description="Sections 100A to 100K of the Local Government Act 1972 apply.",
        default=True,
    )
    is_public = BooleanField(
        "The public may come to its meetings",
        description="By law, or because it lets them.",
        default=True,
    )
    summoner_post_id = ChoiceField(
        "Post whose holder calls its meetings",
        coerce=int,
        blank="As for the full council",
        description="The proper officer, whose name stands on the summons.",
    )
    usual_day = StringField("Usual day", description="Such as Tuesday, or the first Tuesday.")
    usual_time = TimeField("Usual time", description="Such as 6.30pm.")
    usual_venue = StringField("Usual venue")
    contact_id = ChoiceField("Contact officer", coerce=int, blank="Nobody named")
    contact_details = StringField("Telephone and email of the contact officer")
    report_template = ChoiceField("Report template", blank="None by default")

    def settings(self) -> dict[str, Any]:
        """The values that the service takes unchanged."""
        left_out = {"version", "name", "aliases", "csrf_token"}
        empty = {"remit", "minute_prefix", "usual_day", "usual_venue", "contact_details"}
        empty.add("report_template")
        return {
            field.name: (field.data or "") if field.name in empty else field.data
            for field in self
            if field.name not in left_out
        }

    def alias_lines(self) -> list[str]:
        """The other names, one from each line."""
        return [line.strip() for line in (self.aliases.data or "").splitlines() if line.strip()]


class StandingForm(Form):
    """The standing items; their rows are read one by one."""

    version = VersionField()


class SeatForm(Form):
    """A seat for somebody."""

    person_id = ChoiceField("Person", [Needed("Choose a person")], coerce=int, blank="Choose")
    role = ChoiceField("As", [Needed()], choices=ROLES, coerce=SeatRole, default=SeatRole.MEMBER)
    from_on = DateField("First day", [Needed("Enter the first day")])
    is_without_vote = BooleanField(
        "Without a vote", description="Such as a co-optee. Does not count towards the quorum."
    )


class ChangeSeatForm(Form):
    """A new role for somebody who sits on the board already."""

    version = VersionField()
    role = ChoiceField("From then on", [Needed()], choices=ROLES, coerce=SeatRole)
    from_on = DateField("First day", [Needed("Enter the first day of the new role")])
    is_without_vote = BooleanField("Without a vote")


class ClerkForm(Form):
    """Somebody to run the board's paperwork."""

    person_id = ChoiceField("Person", [Needed("Choose a person")], coerce=int, blank="Choose")
    from_on = DateField("First day", [Needed("Enter the first day")])


class LastDayForm(Form):
    """The last day of a seat or a clerkship."""

    version = VersionField()
    to_on = DateField("Last day", [Needed("Enter the last day")])
