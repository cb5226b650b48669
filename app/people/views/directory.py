"""The directory: finding people, entering and correcting them, parties, and merging entries."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation import clock
from app.foundation.db import db
from app.foundation.web import auth
from app.foundation.web.auth import any_signed_in, current_person
from app.foundation.web.done import done
from app.foundation.web.params import page_number
from app.foundation.web.submission import LastSaved, Submission, submit
from app.people import access, policy, queries, services
from app.people.forms import (
    KINDS,
    MergeForm,
    NewPersonForm,
    PartyForm,
    PersonForm,
)
from app.people.models import Person, PersonKind
from app.people.views.blueprint import bp

PER_PAGE = 25


@bp.get("/people")
@any_signed_in
def index() -> ResponseReturnValue:
    """Everybody the council's papers name, by surname."""
    text = request.args.get("q", "").strip()[:100]
    kind = request.args.get("kind", "")
    chosen = PersonKind(kind) if kind in set(PersonKind) else None
    found = queries.directory(text=text, kind=chosen)
    return render_template(
        "people/index.html",
        page=db.paginate(found, per_page=PER_PAGE, page=page_number(), error_out=False),
        text=text,
        kind=chosen,
        kinds=KINDS,
        today=clock.today(),
        party_on=queries.party_on,
        post_on=queries.post_on,
        may_run=policy.run(auth.scope()),
    )


@bp.route("/people/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Enter somebody in the directory."""
    access.register(may=policy.run)
    form = NewPersonForm()
    submission = submit(
        form,
        lambda: services.add_person(
            by=current_person(),
            name=form.name.data,
            kind=form.kind.data,
            honorific=form.honorific.data,
            organisation=form.organisation.data,
            ward=form.ward.data,
            party=form.party.data,
            from_on=form.from_on.data,
            is_another=form.is_another.data,
        ),
    )
    if not submission.is_done:
        same = queries.namesakes(form.name.data) if submission.refusal else []
        return _form_page("people/new.html", submission, same=same)
    done(f"{submission.result.full_name} is in the directory.")
    return _to(submission.result)


@bp.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
def edit(person_id: int) -> ResponseReturnValue:
    """Correct somebody's entry."""
    person = access.person(person_id, may=policy.run)
    form = PersonForm(data=_entry(person))
    submission = submit(
        form,
        lambda: services.edit_person(
            person,
            by=current_person(),
            kind=form.kind.data,
            name=form.name.data,
            honorific=form.honorific.data,
            organisation=form.organisation.data,
            ward=form.ward.data,
            version=form.version.data,
        ),
        saved_form=lambda: PersonForm(formdata=None, data=_entry(person)),
        last_saved=lambda: _last_saved(person),
    )
    if not submission.is_done:
        return _form_page("people/edit.html", submission, person=person)
    done("The entry is corrected.")
    return _to(person)


@bp.route("/people/<int:person_id>/party", methods=["GET", "POST"])
def party(person_id: int) -> ResponseReturnValue:
    """Record that somebody joined a party or group, or changed it."""
    person = access.person(person_id, may=policy.run)
    form = PartyForm(data={"version": person.version})
    submission = submit(
        form,
        lambda: services.join_party(
            person,
            party=form.party.data,
            by=current_person(),
            from_on=form.from_on.data,
            version=form.version.data,
        ),
        saved_form=lambda: PartyForm(formdata=None, data=_party(person)),
        last_saved=lambda: _last_saved(person),
    )
    if not submission.is_done:
        return _form_page("people/party.html", submission, person=person)
    done("The party is recorded.")
    return _to(person)


@bp.route("/people/<int:person_id>/merge", methods=["GET", "POST"])
def merge(person_id: int) -> ResponseReturnValue:
    """Record that two entries are one person."""
    person = access.person(person_id, may=policy.run)
    form = MergeForm(data={"version": person.version})
    form.into_id.offer([row for row in queries.choices() if row[0] != person.id])
    submission = submit(form, lambda: _merge(person, form), last_saved=lambda: _last_saved(person))
    if not submission.is_done:
        return _form_page("people/merge.html", submission, person=person)
    done(f"The two entries are one: {submission.result.full_name}.")
    return _to(submission.result)


def _merge(person: Person, form: MergeForm) -> Person:
    kept = queries.person_with_id(form.into_id.data)
    services.merge(person, into=kept, by=current_person(), version=form.version.data)
    return kept


def _last_saved(person: Person) -> LastSaved:
    deeds = ("edit", "join-party", "merge", "add")
    return queries.last_done(person, *deeds, reader_id=auth.scope().person_id)


def _party(person: Person) -> dict[str, object]:
    """The party that was recorded last, and since when."""
    present = person.parties[-1] if person.parties else None
    since = present.from_on if present else None
    return {"party": present.party.name if present else "", "from_on": since}


def _entry(person: Person) -> dict[str, object]:
    return {
        "version": person.version,
        "kind": person.kind,
        "honorific": person.honorific,
        "name": person.name,
        "organisation": person.organisation.name if person.organisation else "",
        "ward": person.ward.name if person.ward else "",
    }


def _form_page(page: str, submission: Submission, **shown: object) -> ResponseReturnValue:
    known = {
        "organisations": queries.organisations(),
        "wards": queries.wards(),
        "parties": queries.parties(),
    }
    return submission.render(page, **known, **shown)


def _to(person: Person) -> ResponseReturnValue:
    return redirect(url_for("people.show", person_id=person.id))
