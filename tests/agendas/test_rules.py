"""What an agenda is held to before it is issued: every finding in the words its clerk reads."""

from datetime import date, timedelta

import pytest

from app.agendas.events import MinutesToAgree
from app.agendas.models import (
    Agenda,
    AgendaItem,
    AgendaState,
    Consideration,
    ItemKind,
    ReceivedMinutes,
)
from app.agendas.rules import checking, excluding, schedule
from app.agendas.rules.draft import AgendaCheck, Draft
from app.boards.models import AccessLaw, Board, BoardKind, DayCount
from app.foundation import clock
from app.foundation.permissions import Access
from app.meetings.models import Meeting
from app.reports.models import Report, ReportState, Section

TUESDAY = date(2026, 9, 22)
LAST_DAY = date(2026, 9, 14)
DAY = timedelta(days=1)
BOARD, OTHER_BOARD = 1, 2
OUT = clock.moment(date(2026, 9, 1))


def an_item(number=4, title="Lamps", **given):
    facts = {
        "id": number,
        "number": str(number),
        "title": title,
        "kind": ItemKind.ORDINARY,
        "text": "<p>To discuss it.</p>",
        "part": 1,
        "paragraphs": [],
        "public_interest": "",
        "is_late": False,
        "late_reason": "",
    }
    return AgendaItem(**facts | given)


def a_report(**given):
    facts = {
        "id": 9,
        "group_id": BOARD,
        "access": Access.OPEN,
        "state": ReportState.CLEARED,
        "sections": [Section(key="background", text="<p>None.</p>")],
    }
    return Report(**facts | given)


def with_report(report, *, version=None, **given):
    """An item on which this report is placed, issued in this version already or in none."""
    taken = Consideration(id=7, report=report, report_id=report.id, report_version_id=version)
    return an_item(considerations=[taken], **given)


def a_draft(*items, state=AgendaState.DRAFT, issued_on=LAST_DAY, board=(), **given):
    facts = {"kind": BoardKind.BOARD, "has_statutory_access": True, "notice_days": 5}
    facts |= {"id": BOARD, "notice_count": DayCount.WORKING}
    meeting = Meeting(board_id=BOARD, on_date=TUESDAY, board=Board(**facts | dict(board)))
    agenda = Agenda(state=state, meeting=meeting)
    return Draft(agenda, list(items), issued_on, frozenset(), **given)


def found(*items, **given):
    """Every finding: its level, its sentence, and by what it is known again."""
    return [
        (one.level, one.sentence, one.key) for one in checking.findings(a_draft(*items, **given))
    ]


def error(sentence, item=4):
    return ("error", sentence, f":{item}")


def warning(sentence, key):
    return ("warning", sentence, key)


def test_of_an_ordinary_item_there_is_nothing_to_say():
    assert found(an_item()) == []


def test_an_agenda_has_items_and_each_has_a_title():
    assert found() == [error("The agenda has no items.", item="")]
    assert found(an_item(title=" ")) == [error("Item 4,  , has no title.")]
    assert found(an_item(title="")) == [error("Item 4, has no title.")]


def test_errors_come_before_warnings():
    levels = [one[0] for one in found(an_item(part=2), issued_on=LAST_DAY + DAY)]
    assert levels == ["error", "warning"]


def test_a_warning_is_known_again_by_what_it_is_about():
    assert AgendaCheck("warning", "", about="clear-days").key == "clear-days:"
    assert AgendaCheck("warning", "", 4, "to-follow").key == "to-follow:4"


def test_too_few_clear_days_cite_the_act_and_the_last_day():
    told = (
        "Issued now, the agenda is open for 4 clear days before the meeting; sections 100A(6)(a) "
        "and 100B(4)(a) of the Local Government Act 1972 ask for 5 clear days. The last day for "
        "that was Monday 14 September 2026."
    )
    assert found(an_item(), issued_on=LAST_DAY + DAY) == [warning(told, "clear-days:")]


def test_a_board_under_no_act_is_told_of_its_own_rule():
    rule = {"kind": BoardKind.PARTNERSHIP, "has_statutory_access": False, "notice_days": 2}
    told = (
        "Issued now, the agenda is open for 1 clear day before the meeting; the rule of this "
        "partnership asks for 2 clear days. The last day for that was Thursday 17 September 2026."
    )
    assert found(an_item(), issued_on=date(2026, 9, 18), board=rule) == [
        warning(told, "clear-days:")
    ]


def test_issue_on_a_friday_evening_counts_as_the_monday():
    """R1.3: the warning says as of which day it counts, and agrees with its own last day."""
    saturday = date(2026, 9, 19)
    told = (
        "Issued now, which counts as Monday 21 September 2026, the agenda is open for 0 clear days "
        "before the meeting; the rule of this partnership asks for 2 clear days. The last day for "
        "that was Thursday 17 September 2026."
    )
    rule = {"kind": BoardKind.PARTNERSHIP, "has_statutory_access": False, "notice_days": 2}
    assert found(an_item(), issued_on=saturday, board=rule) == [warning(told, "clear-days:")]


@pytest.mark.parametrize(
    ("count", "last_day", "left"),
    [(DayCount.WORKING, date(2026, 9, 11), 2), (DayCount.CALENDAR, date(2026, 9, 15), 4)],
)
def test_a_board_counts_the_days_of_its_own_rule(count, last_day, left):
    """Papers are issued on a working day where working days are counted, and not on a Sunday."""
    rule = {"notice_days": 6, "notice_count": count}
    assert a_draft(board=rule).publish_by == last_day
    ((_, told, _),) = found(an_item(), issued_on=date(2026, 9, 17), board=rule)
    assert told.startswith(f"Issued now, the agenda is open for {left} clear days before")


@pytest.mark.parametrize(
    ("state", "issued_on", "notice_days"),
    [
        (AgendaState.DRAFT, LAST_DAY, 5),
        (AgendaState.PUBLISHED, LAST_DAY + DAY, 5),
        (AgendaState.DRAFT, TUESDAY, 0),
    ],
)
def test_clear_days_are_asked_of_the_agenda_itself_after_its_last_day(
    state, issued_on, notice_days
):
    item = an_item(published_at=OUT)
    assert found(item, state=state, issued_on=issued_on, board={"notice_days": notice_days}) == []


LATE = {"state": AgendaState.PUBLISHED, "issued_on": LAST_DAY + DAY}


@pytest.mark.parametrize(
    "given",
    [{}, {"is_late": True, "late_reason": " "}, {"is_late": False, "late_reason": "It rained."}],
)
def test_business_added_after_the_last_day_needs_the_chairs_reason(given):
    told = (
        "Item 4, Lamps, was added after Monday 14 September 2026. Record why the chair takes it as "
        "a matter of urgency (section 100B(4)(b))."
    )
    assert found(an_item(**given), **LATE) == [error(told)]


@pytest.mark.parametrize(
    ("given", "when"),
    [
        ({"is_late": True, "late_reason": "The river rose."}, LATE),
        ({"published_at": OUT}, LATE),
        ({"kind": ItemKind.EXCLUSION}, LATE),
        ({}, LATE | {"issued_on": LAST_DAY}),
        ({}, LATE | {"board": {"notice_days": 0}}),
    ],
)
def test_no_reason_is_asked_of_what_was_added_in_time_was_issued_or_has_one(given, when):
    assert found(an_item(**given), **when) == []


def test_an_item_without_words_or_report_is_to_follow():
    told = "Item 4, Lamps, has no report: it is “to follow”."
    assert found(an_item(text="<p> </p>")) == [warning(told, "to-follow:4")]
    assert found(an_item(text=""), worded=frozenset({4})) == []
    assert found(with_report(a_report(), text="")) == []
    assert found(an_item(text="", kind=ItemKind.STANDING)) == []
    child = an_item(5, "Kerbs", parent_id=4)
    assert found(an_item(text="", children=[child]), child) == []


@pytest.mark.parametrize("state", [ReportState.DRAFT, ReportState.IN_CLEARANCE])
def test_a_report_that_is_not_cleared_is_to_follow(state):
    told = (
        "Item 4, Lamps: the report is not cleared. It is “to follow” and is issued with a "
        "supplement."
    )
    assert found(with_report(a_report(state=state))) == [warning(told, "to-follow:4")]
    assert found(with_report(a_report(state=state), version=3)) == []
    assert found(with_report(a_report())) == []


def test_a_report_revised_after_it_was_issued_needs_a_reason():
    told = (
        "Item 4, Lamps: the report was revised after it was issued. The supplement puts the "
        "revised one in the place of version 2; say why."
    )
    item = with_report(a_report(), version=3)
    assert found(item, revised={7: 2}) == [warning(told, "revised-9-2:4")]
    assert found(item, revised={8: 2}) == []


WEIGHED = "The price is still being negotiated."
TOLD_IN_CONFIDENCE = "The ministry forbids us to disclose it."
PARAGRAPH = error("Item 4, Lamps: give the Schedule 12A paragraph.")
INTEREST = error("Item 4, Lamps: record why the public interest is served.")
CONFIDENTIAL = error("Item 4, Lamps: record why it is confidential.")


@pytest.mark.parametrize(
    ("access", "is_statutory", "given", "errors"),
    [
        (Access.EXEMPT, True, {}, [PARAGRAPH, INTEREST]),
        (Access.EXEMPT, True, {"paragraphs": [3]}, [INTEREST]),
        (Access.EXEMPT, True, {"public_interest": WEIGHED}, [PARAGRAPH]),
        (Access.EXEMPT, True, {"paragraphs": [3], "public_interest": WEIGHED}, []),
        (Access.EXEMPT, False, {}, [INTEREST]),
        (Access.CONFIDENTIAL, True, {"public_interest": " "}, [CONFIDENTIAL]),
        (Access.CONFIDENTIAL, True, {"public_interest": TOLD_IN_CONFIDENCE}, []),
    ],
)
def test_a_closed_item_says_on_what_grounds(access, is_statutory, given, errors):
    board = {"has_statutory_access": is_statutory}
    items = [an_item(3, "Kerbs"), an_item(**given)]
    assert found(*items, exempt_access={4: access}, board=board) == errors
    assert found(an_item(**given), exempt_access={5: access}, board=board) == []


def test_a_report_that_is_held_back_stands_on_no_open_item():
    told = "Item 4, Lamps: the report is not open. Make the item exempt, or take the report off."
    item = with_report(a_report(access=Access.EXEMPT), paragraphs=[3], public_interest=WEIGHED)
    assert found(item) == [error(told)]
    assert found(item, exempt_access={4: Access.EXEMPT}) == []


NOT_COVERED = error("Item 4, Lamps, is not covered by the resolution to exclude press and public.")


@pytest.mark.parametrize(
    ("said", "published_at", "errors"),
    [
        ("<p>In private: item 4.</p>", None, []),
        ("<p>In private: item 3.</p>", None, [NOT_COVERED]),
        ("<p>In private: item 3.</p>", OUT, []),
    ],
)
def test_the_exclusion_names_each_closed_item_and_is_worded_anew_once_it_was_issued(
    said, published_at, errors
):
    exclusion = an_item(3, kind=ItemKind.EXCLUSION, text=said, published_at=published_at)
    closed = an_item(part=2)
    under_it = an_item(5, "Terms", part=2, parent_id=4)
    assert found(exclusion, closed, under_it) == errors


def test_without_an_exclusion_no_closed_item_is_covered():
    assert found(an_item(part=2)) == [NOT_COVERED]
    assert found(an_item(3, kind=ItemKind.EXCLUSION, published_at=OUT)) == []


def test_every_report_that_goes_out_lists_its_background_papers():
    told = "Item 4, Lamps: the list of background papers is empty (section 100D)."
    costs, background = (Section(key=key, text="") for key in ("costs", "background"))
    blank = a_report(sections=[background, Section(key="costs", text="<p>£5</p>")])
    assert found(with_report(blank)) == [warning(told, "background-9:4")]
    assert found(with_report(blank, version=3)) == []
    revised = found(with_report(blank, version=3), revised={7: 2})
    assert warning(told, "background-9:4") in revised
    listed = Section(key="background", text="<p>The plan of 2025.</p>")
    assert found(with_report(a_report(sections=[costs, listed]))) == []


@pytest.mark.parametrize(
    ("given", "is_told"),
    [
        ({}, True),
        ({"wanted_on": TUESDAY}, False),
        ({"wanted_on": None}, False),
        ({"group_id": OTHER_BOARD}, False),
        ({"published_at": OUT}, False),
    ],
)
def test_a_report_of_the_board_is_dated_for_its_meeting(given, is_told):
    report = a_report(**{"wanted_on": TUESDAY + DAY} | given)
    told = (
        "Item 4, Lamps: the report is dated Wednesday 23 September 2026, not Tuesday 22 September "
        "2026."
    )
    expected = [warning(told, "dated-9-2026-09-23:4")] if is_told else []
    assert found(with_report(report)) == expected


def test_an_item_that_receives_minutes_has_them_attached():
    """R6.10: those of another body, as they stood."""
    told = (
        "Item 4, Minutes of the Harbour Board, receives minutes, and none are attached. Attach "
        "them on the page of the item; they go out as they stand on the day."
    )
    title = "Minutes of the Harbour Board"
    assert found(an_item(title=title)) == [warning(told, "minutes-of-others:4")]
    assert found(with_report(a_report(), title=title)) == []
    assert found(an_item(title=title, received=[ReceivedMinutes(meeting_id=3)])) == []
    assert found(an_item(title=title, published_at=OUT)) == []
    assert [one[2] for one in found(an_item(title=title, text=""))] == ["to-follow:4"]
    assert found(an_item(title=title, kind=ItemKind.MINUTES)) == []
    assert found(an_item(title="Minuted business")) == []


def test_minutes_that_are_to_be_agreed_are_published_first():
    first, second = (
        MinutesToAgree(day, date(2026, 5, day), is_extraordinary=False, is_published=out, url="")
        for day, out in ((1, False), (2, True))
    )
    told = "Item 2, Minutes: the minutes of 1 May 2026 are not published yet."
    minutes = an_item(2, "Minutes", kind=ItemKind.MINUTES)
    assert found(minutes, an_item(), minutes=[first, second]) == [warning(told, "minutes-1:2")]


def test_the_exclusion_speaks_of_the_closed_items_of_the_first_level():
    items = [
        an_item(),
        an_item(7, part=2, position=2, paragraphs=[3, 1]),
        an_item(6, part=2, position=1, paragraphs=[3]),
        an_item(8, part=2, position=1, paragraphs=[5], parent_id=7),
    ]
    said = excluding.words_for(items, access={}, law=AccessLaw.ACT_1972)
    assert said.paragraphs == [1, 3]
    assert "during consideration of items 6 and 7, " in said.text
    assert "section 100A(4) of" in said.text and "paragraphs 1 and 3 of Part 1" in said.text
    assert excluding.words_for(items[:1], access={}, law=AccessLaw.ACT_1972) is None


def test_the_exclusion_of_confidential_business_cites_its_own_power():
    closed = [an_item(7, part=2, position=1)]
    access = {7: Access.CONFIDENTIAL}
    said = excluding.words_for(closed, access=access, law=AccessLaw.ACT_1972)
    assert "under section 100A(2) of" in said.text
    under_no_act = excluding.words_for(closed, access=access, law=AccessLaw.NONE)
    assert under_no_act.text == "<p>To agree that item 7 be taken in private.</p>"


def test_each_kind_of_closed_business_is_excluded_under_its_own_power():
    """R3.1, R3.3: paragraphs are cited of exempt items, s100A(2) of confidential ones."""
    items = [
        an_item(6, part=2, position=1, paragraphs=[3, 1]),
        an_item(7, part=2, position=2, paragraphs=[5]),
    ]
    said = excluding.words_for(items, access={7: Access.CONFIDENTIAL}, law=AccessLaw.ACT_1972)
    assert said.paragraphs == [1, 3]
    assert said.text == (
        "<p>RECOMMENDED: That, under section 100A(2) and (4) of the Local Government Act 1972, the "
        "press and public be excluded from the meeting during consideration of item 7, "
        "because confidential information would otherwise be disclosed to them in breach of the "
        "obligation of confidence; and of item 6, the Board being satisfied that in all the "
        "circumstances of the case the public interest in maintaining the exemption outweighs the "
        "public interest in disclosing the information, on the grounds of the likely disclosure of "
        "exempt information as defined in paragraphs 1 and 3 of Part 1 of Schedule 12A to the "
        "Act.</p>"
    )
    assert all(item.is_named_in(said.text) for item in items)
    under_no_act = excluding.words_for(items, access={6: Access.CONFIDENTIAL}, law=AccessLaw.NONE)
    assert under_no_act.text == "<p>To agree that items 6 and 7 be taken in private.</p>"


def test_a_resolution_without_grounds_says_that_they_are_still_to_be_stated():
    said = schedule.exclusion_text(exempt=["6"], paragraphs=[], law=AccessLaw.ACT_1972)
    assert said.endswith("of item 6, on grounds that are still to be stated.</p>")


def test_papers_cite_the_paragraphs_of_their_time():
    assert schedule.known_paragraphs(schedule.SINCE) == range(1, 8)
    assert schedule.known_paragraphs(schedule.SINCE - DAY) == range(1, 16)
    assert list(schedule.SCHEDULE_12A) == list(schedule.known_paragraphs(TUESDAY))


@pytest.mark.parametrize(
    ("paragraphs", "cited"),
    [
        ([], ""),
        ([3], "paragraph 3"),
        ([1, 3], "paragraphs 1 and 3"),
        ([1, 2, 3], "paragraphs 1, 2 and 3"),
    ],
)
def test_paragraphs_are_cited_as_in_a_sentence(paragraphs, cited):
    assert schedule.paragraphs_cited(paragraphs) == cited
    assert schedule.paragraphs_cited(paragraphs).endswith(schedule.joined(paragraphs))
