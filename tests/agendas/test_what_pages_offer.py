"""What the page of a meeting and the page of an item say and offer, state by state."""

from datetime import timedelta

import pytest

from app.agendas import queries, services
from app.agendas.drafting import exempting
from app.agendas.events import MinutesTold
from app.agendas.models import ItemKind
from app.agendas.showing import draft
from app.agendas.showing.reading import as_issued
from app.agendas.views import item_page
from app.agendas.views.item_page import ItemPage
from app.agendas.views.meeting_page import MeetingPage, issues_of
from app.foundation import clock
from app.meetings import services as meetings
from app.meetings.workflow import moves
from tests.factories import agendas

pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def _addresses(app):
    with app.test_request_context():
        yield


def page_of(cast, meeting, who="Clare", **known):
    """The page as one of the cast gets it."""
    scope = cast.scope(who)
    _, agenda, latest = queries.meeting_with_agenda(meeting.id, scope)
    runs = who == "Clare"
    drafted = draft.as_drafted(agenda, scope) if agenda and runs else []
    facts = {
        "meeting": meeting,
        "agenda": agenda,
        "latest": latest,
        "lines": as_issued(latest, scope) if latest else drafted,
        "unissued": [],
        "minutes": MinutesTold(),
        "runs": runs,
        "is_over": False,
        "may_publish": runs,
        "moves": frozenset(move.name for move in moves.open_to(scope, meeting)),
    }
    return MeetingPage(**facts | known)


def wording(cast, item):
    return queries.exempt_wordings(item.agenda, cast.scope("Clare"))[item.id]


def labels(buttons):
    return [one.label for one in buttons]


def test_an_agenda_is_begun_then_built_then_published(cast, transaction):
    with transaction():
        meeting = agendas.a_meeting(cast)
    assert labels(page_of(cast, meeting).buttons) == ["Begin the agenda"]
    assert page_of(cast, meeting).empty_state.words.startswith("It begins with the standing items")
    assert page_of(cast, meeting, "Mo").buttons == []
    assert page_of(cast, meeting, "Mo").empty_state.title == "The agenda is not published yet"
    with transaction():
        agenda = services.begin_agenda(meeting, by=cast.person("Clare"))
    page = page_of(cast, meeting)
    assert labels(page.buttons) == ["Publish agenda", "Edit agenda", "Word"]
    assert [one.title for one in page.notes] == ["This is the working draft."]
    assert page.empty_state is None
    empty = page_of(cast, meeting, lines=[])
    assert empty.empty_state.button.url.endswith(f"/meetings/{agenda.meeting_id}/agenda")


def test_what_is_published_is_published_again_only_with_something_new(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.published(cast, agenda)
    page = page_of(cast, agenda.meeting)
    assert labels(page.buttons) == ["Edit agenda", "Word"]
    assert page.notes == []
    page = page_of(cast, agenda.meeting, unissued=page.lines[:1])
    assert labels(page.buttons) == [
        "Publish a supplement",
        "Edit agenda",
        "Word",
        "Word of the draft",
    ]
    assert [one.title for one in page.notes] == ["Readers see what was published last."]
    assert labels(page_of(cast, agenda.meeting, "Mo").buttons) == ["Word"]


def test_whoever_reads_what_is_exempt_gets_a_paper_without_it_too(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_exempt_item(agenda)
    assert labels(page_of(cast, agenda.meeting).buttons)[-1] == "Word for the public"


def test_an_agenda_that_says_another_day_is_published_anew(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.published(cast, agenda)
        agenda.meeting.venue = "The old quay"
    clare, mo = page_of(cast, agenda.meeting), page_of(cast, agenda.meeting, "Mo")
    assert "Publish a supplement" in labels(clare.buttons)
    assert clare.notes[0].words.endswith("A supplement issues it as it is now.")
    assert mo.notes[0].words.endswith("than the head of this page.")


def test_the_agenda_of_a_meeting_that_was_put_off_is_taken_up(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        later = agendas.a_meeting(cast, days=60)
    page = page_of(cast, later, put_off=agenda)
    carry, anew = page.buttons
    assert carry.fields == {"items": "postponed"}
    assert anew.label == "Begin with the standing items"
    assert page.empty_state.words.startswith("This meeting takes the place of the one on")


def test_a_meeting_that_is_called_off_can_only_be_reinstated(cast, transaction):
    with transaction():
        meeting = agendas.a_meeting(cast)
    page = page_of(cast, meeting)
    assert labels(page.meeting_buttons) == ["Change", "Postpone", "Cancel the meeting"]
    assert page_of(cast, meeting, "Mo").meeting_buttons == []
    with transaction():
        meetings.cancel(meeting, by=cast.person("Clare"), reason="Snow.")
    page = page_of(cast, meeting)
    assert page.buttons == []
    assert labels(page.meeting_buttons) == ["Reinstate the meeting"]
    assert page.empty_state.words.endswith("before it was cancelled.")


def test_a_meeting_is_recorded_as_held_from_its_day_on(cast, transaction):
    with transaction():
        meeting = agendas.a_meeting(cast)
    with clock.stopped(clock.moment(meeting.on_date + timedelta(days=1))):
        assert labels(page_of(cast, meeting).meeting_buttons)[0] == "Record as held"


def test_the_reason_for_publishing_is_told_to_clerks_alone(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        latest = agendas.published(cast, agenda, reason="The chair agreed.")
    assert [one.reason for one in issues_of(agenda, latest, runs=True)] == ["The chair agreed."]
    assert [(one.label, one.reason) for one in issues_of(agenda, latest, runs=False)] == [
        ("Agenda", "")
    ]
    assert issues_of(None, None, runs=True) == []


def test_an_open_item_can_be_made_exempt_and_once_issued_withdrawn(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda)
        group = agendas.an_item(agenda, "Policy issues", kind=ItemKind.HEADING)
    assert labels(ItemPage(item, None).part_buttons) == ["Make exempt"]
    assert ItemPage(group, None).part_buttons == []
    with transaction():
        agendas.published(cast, agenda, reason="No reports.")
    page = ItemPage(item, None)
    assert labels(page.part_buttons) == ["Withdraw from publication and make exempt"]
    assert not page.is_worded_here
    assert page.notes == [item_page.ISSUED]


def test_an_exempt_item_says_who_reads_it_and_when_it_would_be_open(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_exempt_item(agenda)
    page = ItemPage(item, wording(cast, item))
    assert f"“{item.title}”" in page.secrecy.words
    change, open_it = page.part_buttons
    assert change.label == "Change the grounds"
    assert open_it.confirm.endswith("become open to everyone when the agenda is published.")
    with transaction():
        agendas.published(cast, agenda, reason="No reports.")
    (open_it,) = ItemPage(item, wording(cast, item)).part_buttons
    assert open_it.confirm.endswith("become open to everyone at once.")


def test_the_exclusion_words_itself_and_says_when_a_supplement_will_word_it_anew(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        agendas.an_exempt_item(agenda)
        agendas.published(cast, agenda, reason="No reports.")
    items = list(queries.walk(queries.items_of(agenda)))
    exclusion = next(one for one in items if one.kind == ItemKind.EXCLUSION)
    said = exempting.exclusion_of(agenda, items).text
    page = ItemPage(exclusion, None, exclusion=said)
    assert (page.words, page.notes) == (said, [item_page.FOLLOWS])
    page = ItemPage(exclusion, None, exclusion="<p>Otherwise.</p>")
    assert page.notes == [item_page.FOLLOWS, item_page.REWORDED]
    assert ItemPage(exclusion, None).words == exclusion.text


@pytest.mark.parametrize(
    ("may_go_in", "first"), [(True, "Put under the item above"), (False, "Remove")]
)
def test_an_item_goes_under_the_one_above_if_there_is_one(cast, transaction, may_go_in, first):
    with transaction():
        item = agendas.an_item(agendas.an_agenda(cast))
    buttons = ItemPage(item, None, may_go_in=may_go_in).place_buttons
    assert buttons[0].label == first
    assert buttons[-1].label == "Remove"


def test_an_item_of_a_group_is_taken_out_from_under_it(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        group = agendas.an_item(agenda, "Policy issues", kind=ItemKind.HEADING)
        item = agendas.an_item(agenda, "Floods", parent=group)
    out = ItemPage(item, None).place_buttons[0]
    assert (out.label, out.fields["to"]) == ("Take out from under", "out")


def test_a_late_item_has_a_reason_to_change(cast, transaction):
    with transaction():
        item = agendas.an_item(agendas.an_agenda(cast))
    assert ItemPage(item, None).urgency.label == "Mark as late"
    with transaction():
        services.mark_late(
            item, by=cast.person("Clare"), reason="The roof fell in.", version=item.version
        )
    assert ItemPage(item, None).urgency.label == "Change the reason"


def test_a_report_comes_off_until_it_is_issued_and_an_unseen_one_stays_unnamed(cast, transaction):
    with transaction():
        agenda = agendas.an_agenda(cast)
        item = agendas.an_item(agenda)
        report = agendas.placed(cast, item)
    titles = {report.id: report.title}
    placed = queries.placed_on(item, cast.scope("Clare"))
    (shown,) = item_page.placed_on(item, placed, titles)
    assert (shown.title, shown.button.label) == (report.title, "Take off")
    (hidden,) = item_page.placed_on(item, [(placed[0][0], None)], titles)
    assert (hidden.report, hidden.title, hidden.button) == (None, item_page.UNSEEN, None)
    (here,) = item_page.waiting_for(item, [report], titles)
    assert here.button.label == "Place here"
    with transaction():
        agendas.published(cast, agenda)
    placed = queries.placed_on(item, cast.scope("Clare"))
    assert item_page.placed_on(item, placed, titles)[0].button is None
