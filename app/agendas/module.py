"""What agendas bring to the application."""

from app.agendas import policy
from app.agendas.answering import answer_papers, answer_standing
from app.agendas.exports import answer_grounds
from app.agendas.search import searchables
from app.agendas.views import agendas, exemptions, items, publishing, word  # noqa: F401
from app.foundation.module import Module
from app.foundation.questions import answers
from app.foundation.web.navigation import NavigationEntry
from app.meetings.events import PapersAsked
from app.reports.events import GroundsAsked, StandingAsked

module = Module(
    name="agendas",
    blueprints=(agendas.bp, items.items_bp, publishing.publications_bp, exemptions.exemptions_bp),
    navigation=(
        NavigationEntry("Exemptions", "exemptions.index", 84, shown_to=policy.see_register),
    ),
    searchables=searchables,
    answers=(
        answers(GroundsAsked, answer_grounds),
        answers(PapersAsked, answer_papers),
        answers(StandingAsked, answer_standing),
    ),
    sentences={
        "agenda:begin": "{person} began the agenda",
        "agenda:carry-over": "{person} took over the items of the postponed meeting",
        "agenda:add-item": "{person} added item {number}",
        "agenda:edit-item": "{person} changed the wording of item {number}",
        "agenda:move-item": "{person} moved an item: it is item {number} now",
        "agenda:order": "{person} put the items in another order",
        "agenda:remove-item": "{person} took item {number} off the agenda",
        "agenda:place-report": "{person} placed a report on item {number}",
        "agenda:take-report-off": "{person} took a report off item {number}",
        "agenda:exempt": "{person} made item {number} exempt, or changed why it is",
        "agenda:recall": (
            "{person} withdrew item {number} from publication and made it exempt: {reason}"
        ),
        "agenda:review-exemption": (
            "{person} reviewed why item {number} is exempt: it stays so until {until}"
        ),
        "agenda:open": "{person} made item {number} open to the public",
        "agenda:mark-late": "{person} recorded why item {number} is taken as urgent",
        "agenda:attach-minutes": "{person} attached minutes of another board to item {number}",
        "agenda:take-minutes-off": "{person} took minutes of another board off item {number}",
        "agenda:record-outcome": "{person} recorded the outcome of item {number}",
        "agenda:keep-printed": "{person} kept the numbers the past agenda was printed with",
        "agenda:publish": "{person} published the agenda",
        "agenda:supplement": "{person} published supplement {number}",
    },
)
