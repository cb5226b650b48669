"""A form whose deed is refused after it has changed rows is answered as one refused at once."""

import contextvars
import sys
from dataclasses import dataclass, field

import pytest
from lxml import html

from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.web import submission
from tests.cast import Cast
from tests.factories.council import furnish
from tests.journeys.test_damaged_forms import Council, _of_each_shape
from tests.journeys.test_every_post_twice import _typed
from tests.journeys.test_nothing_changed import stands
from tests.posting.forms import Filled

pytestmark = [pytest.mark.sqlite, pytest.mark.long]

REFUSALS = {
    "a refusal": lambda: Refused("No, for the test."),
    "a conflict": lambda: Conflict(theirs="Theirs.", yours="Yours.", version=7),
}


@dataclass
class Refusing:
    """Stands between every view and its service: it lets the deed be done, then refuses it."""

    no: Exception
    does_first: bool = False
    asked: int = 0
    done: int = 0
    held: list[object] = field(default_factory=list)

    def submit(self, form, service, **options):
        """What `submission.submit` does of a service that says no."""

        def _refused():
            if self.does_first:
                service()
                db.session.flush()
                self.done += 1
            raise self.no

        self.asked += 1
        tried = REAL(form, _refused, **options)
        self.held += [*db.session.new, *db.session.dirty, *db.session.deleted]
        return tried


REAL = submission.submit


@pytest.fixture
def council(app, transaction) -> Council:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with transaction():
        furnish(Cast())
    return Council(app)


@pytest.fixture(params=REFUSALS)
def refusing(request, monkeypatch) -> Refusing:
    refusing = Refusing(REFUSALS[request.param]())
    for name, module in list(sys.modules.items()):
        if name.startswith("app.") and getattr(module, "submit", None) is REAL:
            monkeypatch.setattr(module, "submit", refusing.submit)
    return refusing


Answer = tuple[int, str]


def answer(council: Council, form: Filled) -> Answer:
    """The status and the page, but for the token that is another on every page."""
    client = council.app.test_client()
    client.set_cookie("session", council.cookies[form.who])
    headers = {"Referer": f"http://localhost{form.page}"}
    ask = contextvars.Context().run
    given = ask(client.post, form.action, data=form.data(), headers=headers)
    page = html.fromstring(given.get_data(as_text=True) or "<p></p>")
    for token in page.xpath("//*[@name='csrf_token' or @name='csrf-token']"):
        token.getparent().remove(token)
    return given.status_code, html.tostring(page, encoding="unicode")


def both(council: Council, refusing: Refusing, form: Filled) -> tuple[Answer, Answer] | None:
    """What is answered at once, and once it was done; nothing if nobody refuses it, or sooner."""
    refusing.asked = refusing.done = 0
    refusing.does_first = False
    at_once = answer(council, form)
    if not refusing.asked:
        council._let_go()
        council._put_back()
        return None
    refusing.does_first = True
    later = answer(council, form)
    return (at_once, later) if refusing.done else None


def test_what_was_refused_after_it_was_done_is_neither_shown_nor_kept(council, refusing):
    before, otherwise, looked_at = stands(council), [], set()
    for endpoint, forms in sorted(council.harvest.found.items()):
        for form in _of_each_shape(forms):
            answers = both(council, refusing, _typed(form, "Amberley"))
            if answers is None:
                continue
            looked_at.add(endpoint)
            at_once, later = answers
            if at_once != later:  # a page that says the minute, asked as the minute turned
                at_once, later = both(council, refusing, _typed(form, "Amberley"))
            if at_once != later or later[0] not in (409, 422):
                otherwise.append(f"{endpoint}: {at_once[0]}, {later[0]}")
    council._let_go()
    assert len(looked_at) > 40, sorted(looked_at)
    assert not otherwise, "\n".join(otherwise)
    assert not refusing.held
    assert stands(council) == before
