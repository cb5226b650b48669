"""Minutes cited in any text: what is recognised, which period is meant, and who cites whom."""

from datetime import date

import pytest

from app.boards import services as boards
from app.boards.models import MinuteNumbering
from app.foundation import clock
from app.foundation.db import db
from app.foundation.permissions import Access
from app.minutes import citations, citing, services
from app.minutes.models import Citation
from app.minutes.references import key_of, keys_in, linked, pattern_of
from app.reports import services as report_services
from app.reports.models import Report
from tests.factories import reports
from tests.factories.minutes import begun, minute_about, past_minutes, write

PATTERN = pattern_of(["SHP", "SAF"])


@pytest.mark.parametrize(
    "text",
    ["See SHP54.", "(shp 54)", "SHP.54 refers", "Shp\u00a054", "minute SHP54(6)", "<p>SHP54</p>"],
)
def test_a_minute_is_cited_in_any_case_with_a_blank_or_a_full_stop(text):
    """R6.8: a minute is cited in any case with a blank or a full stop."""
    assert keys_in(text, pattern=PATTERN) == {"shp54"}


@pytest.mark.parametrize("text", ["Minute 141/19 refers", "minutes no. 141/19", "MINUTE 141/19"])
def test_other_printed_styles_need_the_word_minute(text):
    assert keys_in(text, pattern=PATTERN) == {"141/19"}


@pytest.mark.parametrize(
    "text",
    [
        "in 2019/20",
        "141/19",
        "XSHP54",
        "SHP54a",
        "SHP5/4",
        "workSHP 54",
        '<a href="/x">SHP54</a>',
        '<p title="SHP54">nothing</p>',
    ],
)
def test_what_only_looks_like_a_citation_is_none(text):
    assert keys_in(text, pattern=PATTERN) == set()


def test_links_touch_nothing_else_in_the_text():
    html = '<p>SHP54, <a href="/a">SHP55</a> &amp; <strong>minute 7</strong> <span>SHP56</span></p>'
    made = linked(
        html, pattern=PATTERN, address=lambda words: f"/{words}" if "54" in words else None
    )
    assert made == html.replace("SHP54,", '<a href="/SHP54">SHP54</a>,')


def test_no_board_with_a_prefix_still_knows_the_word_minute():
    assert keys_in("minute 141/19 and SHP54", pattern=pattern_of([])) == {"141/19"}


def test_the_key_of_a_number_is_the_same_however_it_is_written():
    assert {key_of(text) for text in ("SHP54", "shp 54", "SHP.54", " Shp\u00a054 ")} == {"shp54"}


def _two_years(cast):
    board = cast.board
    boards.edit_board(board, by=cast.person("Adi"), numbering=MinuteNumbering.MUNICIPAL_YEAR)
    old = past_minutes(board, on=date(2010, 9, 14), numbers={12: "Of 2010."})
    new = past_minutes(board, on=date(2011, 9, 20), numbers={12: "Of 2011."})
    return old.entries[0], new.entries[0]


def test_the_date_of_the_paper_decides_between_periods(cast, transaction):
    with transaction():
        old, new = _two_years(cast)
    scope = cast.scope("Nora")

    def meant(on):
        return [one.id for one in citations.resolve("saf 12", on=on, scope=scope)]

    assert meant(date(2011, 3, 1)) == [old.id]
    assert meant(date(2011, 9, 20)) == [new.id]
    assert meant(None) == [new.id, old.id]
    assert meant(date(2009, 1, 1)) == [new.id, old.id]
    assert citations.resolve("SAF99", on=None, scope=scope) == []


def test_a_number_of_two_boards_is_a_choice(cast, transaction):
    with transaction():
        boards.edit_board(cast.other_board, by=cast.person("Adi"), minute_prefix="SAF")
        past_minutes(cast.board, on=date(2011, 5, 10), numbers={54: "Ours."})
        past_minutes(cast.other_board, on=date(2011, 6, 10), numbers={54: "Theirs."})
    found = citations.resolve("SAF54", on=date(2012, 1, 1), scope=cast.scope("Nora"))
    assert {one.group_id for one in found} == {cast.board.id, cast.other_board.id}


def test_published_minutes_remember_what_they_cite(cast, transaction):
    with transaction():
        first = past_minutes(cast.board, on=date(2011, 5, 10), numbers={54: "Hate crime."})
        later = begun(cast, "Matters arising", on=date(2011, 6, 10))
        minute = minute_about(later, "Matters arising")
        write(minute, "The chair drew attention to saf 54 and to SAF99.")
        assert not _cited_by(cast, first)
        services.publish(later, by=None)
    assert _cited_by(cast, first) == ["SAF58 Matters arising"]
    with transaction():
        write(minute, "Nothing.", reason="It was not said")
    assert not _cited_by(cast, first)


def _cited_by(cast, minutes):
    db.session.flush()
    found = citations.cited_by(minutes.entries, scope=cast.scope("Nora"))
    return [one.title for row in found.values() for one in row]


@pytest.mark.parametrize(("access", "shown"), [(Access.OPEN, True), (Access.EXEMPT, False)])
def test_a_published_report_is_listed_where_it_cites_unless_it_is_closed(
    cast, transaction, app, access, shown
):
    with transaction():
        first = past_minutes(cast.board, on=date(2011, 5, 10), numbers={54: "Hate crime."})
        report = _citing_report(cast)
        report_services.issue(report, by=None, access=access)
    with app.test_request_context():
        found = citations.cited_by(first.entries, scope=cast.scope("Nora"))
    assert [one.title for row in found.values() for one in row] == (
        ["Hate crime, a year on"] if shown else []
    )


def _citing_report(cast):
    report = reports.a_full_report(cast, title="Hate crime, a year on")
    reports.write(report, "supporting", "Minute SAF54 refers.")
    report_services.submit(report, by=report.author)
    report_services.clear(report, by=cast.person("Clare"))
    return report


def test_outsiders_see_a_citing_report_by_the_title_it_was_published_under(cast, transaction, app):
    with transaction():
        first = past_minutes(cast.board, on=date(2011, 5, 10), numbers={54: "Hate crime."})
        report = _citing_report(cast)
        report_services.issue(report, by=None)
        report.title = "Hate crime: the Tansy case"
    titles = {}
    for who in ("Nora", "Olu"):
        with app.test_request_context():
            found = citations.cited_by(first.entries, scope=cast.scope(who))
            titles[who] = [one.title for row in found.values() for one in row]
    assert titles == {"Nora": ["Hate crime, a year on"], "Olu": ["Hate crime: the Tansy case"]}


def test_a_citation_in_exempt_wording_is_shown_to_its_readers_only(cast, transaction):
    with transaction():
        first = past_minutes(cast.board, on=date(2011, 5, 10), numbers={54: "Hate crime."})
        later = begun(cast, exempt="The price of the quay", on=date(2011, 6, 10))
        minute = minute_about(later, "A property matter")
        services.write_exempt(minute, by=None, heading="", html="<p>See SAF54.</p>", resolved="")
        services.publish(later, by=None, at=clock.moment(date(2011, 6, 12)))
    seen = {
        who: len(citations.cited_by(first.entries, scope=cast.scope(who)))
        for who in ("Clare", "Chi", "Mo", "Olu", "Adi", "Nora")
    }
    assert seen == {"Clare": 1, "Chi": 1, "Mo": 1, "Olu": 0, "Adi": 0, "Nora": 0}


@pytest.mark.postgres
def test_two_boards_that_publish_what_they_cite_at_once_both_go_on(cast, transaction, race):
    with transaction():
        past = past_minutes(cast.board, on=date(2026, 1, 8), numbers={12: "Agreed."})
        report = reports.a_full_report(cast)

    def note(_past, one):
        texts = {one.id: ["<p>SAF12 refers.</p>"]}
        citing.record_citations(Report.KIND, texts, on=date(2026, 3, 1))

    assert race([past, report], note, note) == [None, None]
    assert len(db.session.scalars(db.select(Citation)).all()) == 1
