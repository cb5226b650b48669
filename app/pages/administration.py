"""Administration: links to everything that is looked after, jobs, and the search index."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation import clock, indexing
from app.foundation.jobs import queue
from app.foundation.permissions import Scope
from app.foundation.registry import registry
from app.foundation.search.port import Health
from app.foundation.web import auth
from app.foundation.web.params import id_param
from app.pages import access
from app.people import policy
from app.reports import policy as report_policy

administration_bp = Blueprint("administration", __name__, url_prefix="/administration")


@dataclass(frozen=True)
class Place:
    """One thing that is looked after, with its link."""

    title: str
    endpoint: str
    words: str
    may: Callable[[Scope], bool] = policy.run


PLACES = (
    Place("People", "people.index", "Who is who: names, parties, organisations and wards."),
    Place("Accounts", "accounts.index", "Who can sign in; new passwords, locks and rights."),
    Place("Posts", "posts.index", "Offices such as Head of Planning, and who clears reports."),
    Place("Boards", "boards.index", "Boards, partnerships and task groups, seats and clerks."),
    Place(
        "Report templates",
        "reports.templates",
        "The sections reports are written in.",
        may=report_policy.start,
    ),
    Place("Exemptions", "exemptions.index", "What is held back, by whose decision, until when."),
    Place("Closed days", "closed_days.index", "Bank holidays, which the clear days leave out."),
    Place("Past papers", "archive.index", "Papers brought in, and what was understood of them."),
    Place("History", "history.index", "Who did what, and who saw exempt papers."),
    Place("Jobs", "administration.jobs", "Work beside the pages: waiting, and given up."),
    Place("Search", "administration.search", "The state of the search index."),
    Place(
        "Words that mean the same",
        "synonyms.index",
        "What people ask for by another name than the papers use.",
    ),
)


@administration_bp.get("")
def index() -> ResponseReturnValue:
    """Everything an administrator looks after."""
    access.administration(may=policy.run)
    return render_template(
        "administration/index.html",
        places=[one for one in PLACES if one.may(auth.scope())],
        tally=queue.counts(),
        health=_health(),
    )


@administration_bp.get("/jobs")
def jobs() -> ResponseReturnValue:
    """The jobs that wait, and those that were given up."""
    access.administration(may=policy.run)
    return render_template(
        "administration/jobs.html",
        tally=queue.counts(),
        failed=queue.failed(),
        waiting=queue.next_waiting(limit=50),
        words={kind: handler.words for kind, handler in registry().job_handlers.items()},
        now=clock.now(),
        leased_since=clock.now() - queue.LEASE,
    )


@administration_bp.post("/jobs/retry")
def retry() -> ResponseReturnValue:
    """Retry jobs that were given up: one, or all of them."""
    access.administration(may=policy.run)
    count = queue.try_again(request.form.get("job_id", type=id_param))
    if count:
        flash("It is tried again within a few seconds.", "success")
    else:
        flash("There is nothing to try again; it has been done meanwhile.", "notice")
    return redirect(url_for("administration.jobs"))


@administration_bp.get("/search")
def search() -> ResponseReturnValue:
    """The state of the search index."""
    access.administration(may=policy.run)
    return render_template(
        "administration/search.html",
        health=_health(),
        tally=queue.counts(indexing.JOB),
        is_rebuilding=queue.counts(indexing.REBUILD).waiting,
    )


@administration_bp.post("/search/rebuild")
def rebuild() -> ResponseReturnValue:
    """Ask the worker to build the index anew."""
    access.administration(may=policy.run)
    indexing.request_rebuild()
    flash("The worker builds the index anew; searching goes on meanwhile.", "success")
    return redirect(url_for("administration.search"))


def _health() -> Health:
    return indexing.engine().health()
