"""What a view is told of a form or a button: done, refused, or met by somebody else's change."""

import pytest
from wtforms import StringField

from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.web.forms import Form, Needed, VersionField
from app.foundation.web.submission import press, submit

MET = Conflict(theirs="Saved.", yours="Typed.", version=7)


class WordForm(Form):
    version = VersionField()
    word = StringField("Word", [Needed()])
    text = StringField("Text")


class WordRefusedForm(WordForm):
    refused_at = "word"


@pytest.fixture
def made(app):
    """A form as it was sent: `made()`, `made(WordRefusedForm)`, `made(word="")`."""
    contexts = []

    def _made(kind=WordForm, **typed):
        data = {"version": "1", "word": "Lamp", "text": "Typed."} | typed
        contexts.append(app.test_request_context("/", method="POST", data=data))
        contexts[-1].push()
        return kind(meta={"csrf": False})

    yield _made
    for context in reversed(contexts):
        context.pop()


def says(no):
    def _service():
        raise no

    return _service


def test_what_was_done_is_told_with_what_it_made(made):
    submission = submit(made(), lambda: "a lamp")
    assert (submission.is_done, submission.result, submission.status) == (True, "a lamp", 200)


def test_a_form_that_did_not_come_whole_asks_nobody(made):
    form = made(word="")
    submission = submit(form, says(AssertionError("asked all the same")))
    assert (submission.is_done, submission.status) == (False, 422)
    assert form.word.errors == ["Enter the word"]


def test_a_page_that_is_opened_has_nothing_wrong_with_it(app):
    with app.test_request_context("/"):
        submission = submit(WordForm(), says(AssertionError("asked all the same")))
    assert (submission.is_done, submission.refusal, submission.status) == (False, "", 200)


@pytest.mark.parametrize(
    ("asks", "no"),
    [(submit, Refused("No.")), (submit, MET), (lambda _form, service: press(service), MET)],
    ids=["refused", "conflict", "conflict of a button"],
)
def test_what_changed_before_a_service_said_no_is_as_it_was(cast, made, asks, no):
    mo = cast.person("Mo")

    def _service():
        mo.name = "Nobody"
        db.session.flush()
        raise no

    form = made()
    asks(form, _service)
    assert mo.name == "Mo Barker"
    assert not [*db.session.new, *db.session.dirty, *db.session.deleted]
    assert form.text.data == "Typed."


@pytest.mark.parametrize(
    ("kind", "field", "where"),
    [
        (WordForm, "text", "text"),
        (WordForm, None, ""),
        (WordForm, "no_such_field", ""),
        (WordRefusedForm, "text", "text"),
        (WordRefusedForm, None, "word"),
        (WordRefusedForm, "no_such_field", "word"),
    ],
)
def test_a_refusal_stands_at_its_field_at_that_of_the_form_or_at_the_head(made, kind, field, where):
    form = made(kind)
    submission = submit(form, says(Refused("No.", field=field)))
    assert submission.status == 422
    assert submission.refusal == ("" if where else "No.")
    assert form.errors == ({where: ["No."]} if where else {})


def test_after_a_conflict_the_next_try_is_made_against_the_newer_version(made):
    form = made()
    submission = submit(form, says(MET), last_saved=lambda: ("You", None))
    assert (submission.is_done, submission.status, submission.conflict) == (False, 409, MET)
    assert form.version.data == 7
    assert submission.refusal.startswith(
        "You have changed this since, in another window. Look at it"
    )


def test_beside_what_is_saved_no_sentence_is_needed(made):
    submission = submit(
        made(),
        says(MET),
        saved_form=lambda: WordForm(formdata=None, data={"word": "Lantern", "text": "Saved."}),
        last_saved=lambda: ("Clare Finch", None),
        not_compared=["text"],
    )
    assert submission.refusal == ""
    assert submission.meanwhile.differences == [("Word", "Lantern", "Lamp")]
    assert submission.meanwhile.who == "Clare Finch"


def test_what_a_button_may_not_do_is_said_where_it_was_pressed():
    with pytest.raises(Refused):
        press(says(Refused("No.")))
    assert press(lambda: "a lamp").result == "a lamp"
