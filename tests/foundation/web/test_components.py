"""The pieces all pages are made of: whole HTML, and words beside colours."""

import re
from calendar import Calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask, render_template
from lxml import html
from markupsafe import Markup
from wtforms import BooleanField, StringField, TextAreaField

import config
from app.foundation.web import filters, forms

Show = Callable[..., str]
TEMPLATES = sorted((config.ROOT / "templates").rglob("*.html"))
ERRORS = sorted((config.ROOT / "templates" / "errors").glob("[0-9]*.html"))


def words(fragment: str) -> str:
    """What a person reads, with what only a screen reader says."""
    return re.sub(r"\s+", " ", html.fromstring(f"<div>{fragment}</div>").text_content()).strip()


class PlanForm(forms.Form):
    """A form with one of every kind of field."""

    class Meta(forms.Form.Meta):
        """These are shown, not sent."""

        csrf = False

    title = StringField("Title", [forms.Needed()], description="As it will be printed.")
    on = forms.DateField("Date of the meeting", [forms.Needed()])
    at = forms.TimeField("Start time")
    board = forms.ChoiceField("Board", choices=[(1, "Audit")], coerce=int, blank="Choose a board")
    kind = forms.OneOfField("Kind", [forms.Needed()], choices=[("o", "Ordinary"), ("s", "Special")])
    wards = forms.ManyOfField("Wards", choices=[("a", "Abbey"), ("c", "Castle")])
    cost = forms.NumberField("Cost")
    text = TextAreaField("Text")
    told = BooleanField("Tell the members")
    files = forms.FilesField("Appendices")
    version = forms.VersionField()


FORM_PAGE = """{% from "components/field.html" import field %}
{% from "components/error_summary.html" import error_summary %}
{{ error_summary(form) }}
<form method="post">{{ form.hidden_tag() }}
{% for one in form if one.type != "VersionField" %}
{{ field(one, prefix="£" if one.name == "cost" else "") }}
{% endfor %}
</form>"""


@pytest.fixture
def form_page(pages: Flask) -> Callable[..., html.HtmlElement]:
    """The form as a page, sent with these fields or not sent."""

    def page(sent: dict[str, Any] | None = None) -> html.HtmlElement:
        method = "GET" if sent is None else "POST"
        with pages.test_request_context("/", method=method, data=sent):
            form = PlanForm()
            form.validate_on_submit()
            source = pages.jinja_env.from_string(FORM_PAGE).render(form=form)
        html5lib.HTMLParser(strict=True).parseFragment(source)
        return html.fromstring(f"<div>{source}</div>")

    return page


def test_every_field_has_a_name_a_reader_hears(form_page: Any) -> None:
    page = form_page()
    for field in page.xpath(".//input[not(@type='hidden')] | .//select | .//textarea"):
        assert page.xpath(".//label[@for=$id]", id=field.get("id")), html.tostring(field)


def test_no_id_stands_twice(form_page: Any) -> None:
    ids = form_page({"title": ""}).xpath(".//@id")
    assert len(ids) == len(set(ids))


def test_errors_stand_in_the_summary_and_lead_to_their_field(form_page: Any) -> None:
    page = form_page({"title": "", "cost": "lots"})
    summary = page.xpath(".//*[@class='govuk-error-summary']")[0]
    found = {link.text: link.get("href").removeprefix("#") for link in summary.xpath(".//a")}
    assert found == {
        "Enter the title": "title",
        "Enter the date of the meeting": "on",
        "Choose the kind": "kind",
        "The cost must be a whole number, like 7": "cost",
    }
    for field_id in found.values():
        assert page.xpath("(.//input | .//select)[@id=$id]", id=field_id)


def test_an_error_and_a_hint_are_tied_to_their_field(form_page: Any) -> None:
    page = form_page({"title": ""})
    assert page.xpath(".//*[@id='title']")[0].get("aria-describedby") == "title-hint title-error"
    for told in page.xpath(".//@aria-describedby"):
        assert all(page.xpath(".//*[@id=$id]", id=one) for one in told.split())


def test_what_was_typed_is_shown_again(form_page: Any) -> None:
    page = form_page({"title": "A & B", "on": ["31", "2", "2026"], "kind": "s", "wards": ["c"]})
    assert page.xpath(".//input[@name='on']/@value") == ["31", "2", "2026"]
    assert page.xpath(".//*[@id='title']/@value") == ["A & B"]
    assert page.xpath(".//input[@checked]/@value") == ["s", "c"]


def test_a_form_in_order_has_no_summary(form_page: Any) -> None:
    assert not form_page().xpath(".//*[@class='govuk-error-summary']")


STATES = [
    "planned",
    "held",
    "cancelled",
    "postponed",
    "draft",
    "published",
    "with_chair",
    "published_draft",
    "approved",
    "signed",
    "in_clearance",
    "cleared",
    "withdrawn",
    "open",
    "in_progress",
    "done",
    "dropped",
    "overdue",
    "approved_as_amended",
    "noted",
    "referred",
    "deferred",
    "lost",
    "no_decision",
]


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_a_word(shown: Show, state: str) -> None:
    """R14.3: every state is a word."""
    tag = shown(
        '{% from "components/state_tag.html" import state_tag %}{{ state_tag(s) }}', s=state
    )
    assert words(tag) == state.replace("_", " ").capitalize()
    assert "tag--exempt" not in tag


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (3, "Exempt, paragraph 3"),
        ([3], "Exempt, paragraph 3"),
        ([1, 2, 3], "Exempt, paragraphs 1, 2 and 3"),
        ((), "Exempt"),
    ],
)
def test_exempt_is_said_with_its_paragraphs(shown: Show, paragraphs: Any, said: str) -> None:
    tag = shown(
        '{% from "components/state_tag.html" import exempt_tag %}{{ exempt_tag(p) }}', p=paragraphs
    )
    assert words(tag) == said
    assert "<svg" in tag


def test_open_things_carry_no_access_tag(shown: Show) -> None:
    source = '{% from "components/state_tag.html" import access_tag %}{{ access_tag(a, [3]) }}'
    said = {access: words(shown(source, a=access)) for access in ("open", "exempt", "restricted")}
    assert said == {"open": "", "exempt": "Exempt, paragraph 3", "restricted": "Clerks only"}


def test_what_people_wrote_is_never_taken_for_html(shown: Show) -> None:
    page = shown(
        """{% from "components/item_list.html" import item_list, item %}
        {% from "components/conflict.html" import conflict %}
        {% from "components/buttons.html" import post_button %}
        {% call item_list() %}
        {{ item(1, bad, url="/x", meta=bad, papers=[{"label": bad, "url": "/y"}]) }}
        {% endcall %}
        {{ post_button("/z", bad, confirm=bad, fields={"reason": bad}) }}
        <form>{{ conflict("text", bad, bad, bad, none, "/") }}</form>""",
        bad='<script>"x"</script>',
    )
    assert "<script" not in page


def test_a_button_that_posts_carries_the_token_and_asks_first(shown: Show) -> None:
    page = html.fromstring(
        shown(
            """{% from "components/buttons.html" import post_button %}
            {{ post_button("/cancel", "Cancel", kind="warning", confirm="All are told.") }}"""
        )
    )
    assert page.tag == "details"
    assert page.xpath(
        ".//form[@method='post'][@action='/cancel']//input[@name='csrf_token']/@value"
    )
    assert "All are told." in page.text_content()


def test_a_month_begins_on_monday_and_says_what_is_on(shown: Show) -> None:
    events = {
        date(2026, 12, 10): [{"label": "Audit, 6pm", "url": "/meetings/1", "kind": "meeting"}]
    }
    month = shown(
        """{% from "components/month_calendar.html" import month_calendar %}
        {{ month_calendar(first, weeks, events, first) }}""",
        first=date(2026, 12, 1),
        weeks=Calendar().monthdatescalendar(2026, 12),
        events=events,
    )
    table = html.fromstring(month)
    assert "Monday" in table.xpath(".//th")[0].text_content()
    assert words(html.tostring(table.xpath(".//a")[0], encoding="unicode")).endswith(
        "10 December: Audit, 6pm●"
    )
    assert table.xpath(".//a/span[@aria-hidden='true']")[0].text == "●"
    assert "(today)" in table.text_content()
    assert len(table.xpath(".//tbody/tr")) == 5


def test_a_chart_has_the_same_figures_as_a_table(shown: Show) -> None:
    chart = html.fromstring(
        shown(
            """{% from "components/bars.html" import bars %}
            {{ bars("Actions", [("Overdue", 4, "late"), ("On track", 0)], "actions") }}"""
        )
    )
    assert chart.xpath(".//tbody//th/text()") == ["Overdue", "On track"]
    assert chart.xpath(".//tbody//td/text()") == ["4", "0"]
    assert "Actions: Overdue 4, On track 0" in chart.text_content()


def test_a_chart_of_nothing_is_still_a_chart(shown: Show) -> None:
    source = '{% from "components/bars.html" import bars %}{{ bars("Actions", rows, "a") }}'
    assert shown(source, rows=[("Overdue", 0)])
    assert shown(source, rows=[])


def test_pages_of_a_list_leave_out_what_is_far(shown: Show) -> None:
    source = """{% from "components/pagination.html" import pagination %}
        {% macro address(n) %}/?page={{ n }}{% endmacro %}{{ pagination(page, pages, address) }}"""
    said = words(shown(source, page=6, pages=12))
    assert said.replace("Page ", "") == "Previous page 1 … 4 5 6 7 8 … 12 Next page"
    assert not words(shown(source, page=1, pages=1))


@pytest.mark.parametrize("path", ERRORS, ids=lambda path: path.stem)
def test_every_error_page_says_a_way_on(pages: Flask, path: Path) -> None:
    with pages.test_request_context("/"):
        page = render_template(f"errors/{path.name}", error=None)
    html5lib.HTMLParser(strict=True).parse(page)
    tree = html.fromstring(page)
    heading = tree.xpath("//h1")[0].text_content().strip()
    assert tree.xpath("//title/text()") == [f"{heading} – Guildhall – Brackenmere Borough Council"]
    assert tree.xpath("//main//a[contains(@class, 'button')]")


def test_a_missing_and_a_hidden_page_are_told_alike() -> None:
    said = (config.ROOT / "templates" / "errors" / "404.html").read_text().lower()
    assert not any(hint in said for hint in ("permission", "allowed", "access", "exempt", "hidden"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_no_page_holds_a_style_or_script_of_its_own(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\bstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)


def test_days_and_times_are_said_as_the_council_says_them() -> None:
    assert filters.day(date(2011, 9, 20)) == "Tuesday 20 September 2011"
    assert filters.short_day(date(2011, 9, 20)) == "Tue 20 Sep"
    said = [filters.clock_time(time(*at)) for at in ((18, 30), (10, 0), (12, 0), (0, 0), (0, 5))]
    assert said == ["6.30pm", "10am", "12 noon", "midnight", "12.05am"]
    assert filters.day(None) == filters.clock_time(None) == filters.moment(None) == ""


def test_moments_are_said_in_the_time_of_the_council() -> None:
    summer = datetime(2026, 9, 20, 9, 42, tzinfo=UTC)
    assert filters.moment(summer) == "10.42am, 20 September 2026"
    assert filters.moment(summer.replace(tzinfo=None)) == "10.42am, 20 September 2026"
    assert filters.moment(datetime(2026, 12, 1, 9, 42, tzinfo=UTC)) == "9.42am, 1 December 2026"
    assert filters.local_day(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)) == date(2026, 7, 2)


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (date(2026, 11, 23), "Today"),
        (date(2026, 11, 24), "Tomorrow"),
        (date(2026, 11, 25), "Wed 25 Nov"),
        (date(2026, 11, 22), "1 day late"),
        (date(2026, 11, 20), "3 days late"),
        (date(2027, 1, 7), "Thu 7 Jan 2027"),
        (date(2027, 11, 25), "Thu 25 Nov 2027"),
        (None, ""),
    ],
)
def test_a_day_due_is_said_from_today(due: date | None, said: str) -> None:
    assert filters.relative_day(due, date(2026, 11, 23)) == said


def test_numbers_agree_with_their_words() -> None:
    assert filters.count_of(1, "paper") == "1 paper"
    assert filters.count_of(1204, "paper") == "1,204 papers"
    assert filters.count_of(0, "body", "bodies") == "0 bodies"
    assert filters.humanise("in_clearance") == "In clearance"
    assert filters.humanise("vice-chair") == "Vice-chair"


def test_an_email_address_may_break_after_the_at_alone():
    assert filters.breakable("ask <a@b.example>") == "ask &lt;a@<wbr>b.example&gt;"
    assert filters.breakable(Markup('<a href="mailto:a@b">')) == '<a href="mailto:a@b">'
    assert filters.breakable(3) == 3
