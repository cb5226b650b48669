"""What people type into forms: days, times, choices, and whatever else a hand may send."""

from datetime import date, time
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Email, Length

from app.foundation.web import forms


class PlanForm(forms.Form):
    """A form with one of everything."""

    class Meta(forms.Form.Meta):
        """The token is tried in a test of its own."""

        csrf = False

    title = StringField("Title of the meeting", [forms.Needed(), Length(max=20)])
    on = forms.DateField("Date of the meeting", [forms.Needed()])
    review = forms.DateField("Review date")
    at = forms.TimeField("Start time")
    board = forms.ChoiceField(
        "Board", choices=[(1, "Executive Board"), (2, "Audit")], coerce=int, blank="Choose a board"
    )
    kind = forms.OneOfField("Kind of meeting", choices=[("o", "Ordinary"), ("s", "Special")])
    wards = forms.ManyOfField("Wards", choices=[("a", "Abbey"), ("c", "Castle")])
    quorum = forms.NumberField("Quorum")
    email = StringField("E-mail", [])
    text = TextAreaField("Text")
    version = forms.VersionField()


class FilteredForm(PlanForm):
    """A form with a field that declares a filter of its own."""

    code = StringField("Code", filters=[lambda typed: typed.upper()])


def test_a_filter_that_a_field_declares_works_in_every_request(pages: Flask) -> None:
    """Binding a form leaves what its class declares as it is."""
    for _ in range(3):
        with pages.test_request_context():
            form = FilteredForm(MultiDict([("code", " ab1\r\n")]))
            assert form.code.data == "AB1"


GOOD = [("title", "Budget"), ("on", "27"), ("on", "3"), ("on", "2026")]


def sent(pages: Flask, *fields: tuple[str, str], form: type[forms.Form] = PlanForm) -> Any:
    """The form as it came with these fields."""
    with pages.test_request_context("/", method="POST", data=MultiDict(fields)):
        came = form()
        came.went_well = came.validate_on_submit()
        return came


def test_a_whole_form_comes_through(pages: Flask) -> None:
    came = sent(pages, *GOOD, ("at", "6.30 pm"), ("board", "2"), ("kind", "s"), ("wards", "c"))
    assert came.went_well, came.errors
    assert came.on.data == date(2026, 3, 27)
    assert came.at.data == time(18, 30)
    assert (came.board.data, came.kind.data, came.wards.data) == (2, "s", ["c"])
    assert came.review.data is None


def test_a_form_that_was_not_sent_says_nothing_is_wrong(pages: Flask) -> None:
    with pages.test_request_context("/"):
        form = PlanForm()
        assert not form.validate_on_submit()
        assert not form.errors


def test_an_empty_form_says_what_is_needed(pages: Flask) -> None:
    assert sent(pages).errors == {
        "title": ["Enter the title of the meeting"],
        "on": ["Enter the date of the meeting"],
    }


@pytest.mark.parametrize(
    ("boxes", "sentence"),
    [
        (("31", "2", "2026"), "The date of the meeting must be a real date, like 27 3 2026"),
        (("", "3", "2026"), "The date of the meeting must include a day"),
        (("", "", "2026"), "The date of the meeting must include a day and month"),
        (("27", "3", "26"), "The date of the meeting must have a year of 4 numbers, like 2026"),
        (("x", "3", "2026"), "The date of the meeting must be a real date, like 27 3 2026"),
        (("-1", "3", "2026"), "The date of the meeting must be a real date, like 27 3 2026"),
        (("3", "1", "0001"), "The date of the meeting must be a day from 1900 to 2200"),
        (("31", "12", "9999"), "The date of the meeting must be a day from 1900 to 2200"),
        (("1", "3", "0000"), "The date of the meeting must be a real date, like 27 3 2026"),
        (("٢", "3", "2026"), "The date of the meeting must be a real date, like 27 3 2026"),
        (("27",), "The date of the meeting must include a month and year"),
        (("27 March 2026",), "The date of the meeting must include a month and year"),
        (("", "", ""), "Enter the date of the meeting"),
        ((), "Enter the date of the meeting"),
    ],
)
def test_a_spoilt_day_gets_a_sentence(pages: Flask, boxes: tuple[str, ...], sentence: str) -> None:
    came = sent(pages, ("title", "Budget"), *(("on", box) for box in boxes))
    assert came.on.errors == [sentence]
    assert [typed for _, typed in came.on.parts()] == [*boxes, "", "", ""][:3]


def test_a_day_that_may_be_left_out_is_still_read_when_it_is_begun(pages: Flask) -> None:
    came = sent(pages, *GOOD, ("review", ""), ("review", "4"), ("review", "2027"))
    assert came.review.errors == ["The review date must include a day"]


@pytest.mark.parametrize("month", ["9", "09", "Sep", "september", "SEPT"])
def test_a_month_may_be_named(pages: Flask, month: str) -> None:
    came = sent(pages, ("title", "B"), ("on", "20"), ("on", month), ("on", "2011"))
    assert came.on.data == date(2011, 9, 20)


@given(boxes=st.lists(st.text(max_size=6), max_size=5))
def test_whatever_the_boxes_hold_there_is_a_day_or_a_sentence(boxes: list[str]) -> None:
    app = Flask("any")
    app.secret_key = "any"
    came = sent(app, ("title", "Budget"), *(("on", box) for box in boxes))
    assert (came.on.data is None) == bool(came.on.errors)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("6.30 pm", time(18, 30)),
        ("6.30 p.m.", time(18, 30)),
        ("6:30PM", time(18, 30)),
        ("6 pm", time(18)),
        ("18:30", time(18, 30)),
        ("1830", time(18, 30)),
        ("18.30", time(18, 30)),
        ("06:30", time(6, 30)),
        ("10am", time(10)),
        ("10.00 a.m", time(10)),
        ("10", time(10)),
        ("9.30", time(9, 30)),
        ("12pm", time(12)),
        ("12.15 am", time(0, 15)),
        ("noon", time(12)),
        ("12  Noon", time(12)),
        ("midnight", time(0)),
    ],
)
def test_times_are_read_as_people_write_them(words: str, meant: time) -> None:
    assert forms.time_in(words) == meant


@pytest.mark.parametrize("words", ["25:00", "18:61", "13pm", "0pm", "half six", "6:3pm", "6.30 xm"])
def test_what_is_no_time_gets_a_sentence(pages: Flask, words: str) -> None:
    came = sent(pages, *GOOD, ("at", words))
    assert came.at.errors == ["Enter a time like 6.30pm or 18:30"]
    assert came.at._value() == words


def test_half_past_six_is_not_guessed_at(pages: Flask) -> None:
    came = sent(pages, *GOOD, ("at", "6.30"))
    assert came.at.errors == ["Say whether the time is am or pm, like 6.30pm or 18:30"]


def test_only_what_was_offered_may_be_chosen(pages: Flask) -> None:
    came = sent(pages, *GOOD, ("board", "3"), ("kind", "x"), ("wards", "z"))
    assert came.board.errors == ["Choose the board from the list"]
    assert came.kind.errors == ["Choose the kind of meeting from the list"]
    assert came.wards.errors == ["Choose the wards from the list"]
    assert sent(pages, *GOOD, ("board", "one")).board.errors == ["Choose one from the list"]


def test_what_may_be_chosen_can_be_set_for_one_page(pages: Flask) -> None:
    with pages.test_request_context("/", method="POST", data={"board": "9", **dict(GOOD[:1])}):
        form = PlanForm()
        form.board.offer([(9, "Harbour Board")])
        form.validate()
        assert not form.board.errors
        assert [option.label.text for option in form.board] == ["Choose a board", "Harbour Board"]


def test_nothing_chosen_is_none(pages: Flask) -> None:
    came = sent(pages, *GOOD, ("board", ""))
    assert came.went_well, came.errors
    assert came.board.data is None
    assert came.kind.data is None
    assert came.wards.data == []


@pytest.mark.parametrize("chosen", [[], [("pace", "")], [("pace", "x")]])
def test_a_list_without_a_line_for_none_needs_one_of_its_lines(
    pages: Flask, chosen: list[tuple[str, str]]
) -> None:
    class Pacing(PlanForm):
        pace = forms.ChoiceField("Pace", choices=[("a", "Slow"), ("b", "Fast")])

    came = sent(pages, *GOOD, *chosen, form=Pacing)
    assert came.pace.errors == ["Choose the pace from the list"]


def test_a_box_that_did_not_come_is_as_empty_as_one_that_came_so(pages: Flask) -> None:
    came, empty = sent(pages), sent(pages, *[(name, "") for name in ("title", "email", "text")])
    for name in ("title", "email", "text"):
        assert came[name].data == empty[name].data == ""
    assert came.at.data is None


def test_what_must_be_chosen_is_asked_for(pages: Flask) -> None:
    class Choosing(PlanForm):
        board = forms.ChoiceField("Board", [forms.Needed()], choices=[(1, "A")], blank="Choose")
        agreed = BooleanField("Agreed", [forms.Needed("Say that you agree")])

    came = sent(pages, *GOOD, ("board", ""), form=Choosing)
    assert came.errors == {"board": ["Choose the board"], "agreed": ["Say that you agree"]}


@pytest.mark.parametrize("words", ["many", "1.5", "9" * 30, "1_0", "0x1"])
def test_a_number_no_column_could_hold_gets_a_sentence(pages: Flask, words: str) -> None:
    came = sent(pages, *GOOD, ("quorum", words))
    assert came.quorum.errors == ["The quorum must be a whole number, like 7"]


def test_numbers_may_have_commas(pages: Flask) -> None:
    assert sent(pages, *GOOD, ("quorum", "1,250")).quorum.data == 1250


@pytest.mark.parametrize("words", ["", "x", "-3", "9" * 40])
def test_a_spoilt_version_matches_no_row(pages: Flask, words: str) -> None:
    came = sent(pages, *GOOD, ("version", words))
    assert came.went_well, came.errors
    assert came.version.data == forms.NO_VERSION
    assert sent(pages, *GOOD).version.data == forms.NO_VERSION
    assert sent(pages, *GOOD, ("version", "7")).version.data == 7


def test_after_a_conflict_the_form_holds_the_newer_version(pages: Flask) -> None:
    came = sent(pages, *GOOD, ("version", "7"))
    came.version.data = 9
    assert 'value="9"' in came.version()


def test_text_is_tidied_on_the_way_in(pages: Flask) -> None:
    came = sent(pages, *GOOD, ("text", "  one\r\ntwo\x00\rthree \n"))
    assert came.text.data == "one\ntwo\nthree"
    blank = sent(pages, ("title", " \t "), *GOOD[1:])
    assert blank.errors == {"title": ["Enter the title of the meeting"]}


def test_complaints_of_the_library_are_in_the_councils_words(pages: Flask) -> None:
    class Letter(PlanForm):
        email = StringField("E-mail", [Email()])

    came = sent(pages, ("title", "x" * 21), *GOOD[1:], ("email", "nobody"), form=Letter)
    assert came.title.errors == ["Use at most 20 characters"]
    assert came.email.errors == ["Enter an email address, like name@example.gov.uk"]


def test_a_form_without_its_token_is_not_taken(pages: Flask) -> None:
    class Guarded(PlanForm):
        class Meta(forms.Form.Meta):
            csrf = True

    came = sent(pages, *GOOD, form=Guarded)
    assert not came.went_well
    assert list(came.errors) == ["csrf_token"]


def test_a_form_filled_from_a_row_shows_its_values(pages: Flask) -> None:
    with pages.test_request_context("/"):
        form = PlanForm(data={"on": date(2026, 3, 27), "at": time(18, 30), "board": 2})
    assert form.on.parts() == [("day", "27"), ("month", "3"), ("year", "2026")]
    assert form.at._value() == "18:30"
    assert [option.checked for option in form.board] == [False, False, True]
