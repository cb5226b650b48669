"""The directory: finding people, entering and correcting them, parties, and merging entries."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.foundation import clock
from app.foundation.db import db
from app.foundation.errors import Conflict, Refused
from app.foundation.web import gate, refusals, unit_of_work
from app.foundation.web.asked import page_asked
from app.foundation.web.differing import differences
from app.foundation.web.gate import any_signed_in, me
from app.people import access, policy, queries, services
from app.people.forms import (
    KINDS,
    EntryForm,
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
        page=db.paginate(found, per_page=PER_PAGE, page=page_asked(), error_out=False),
        text=text,
        kind=chosen,
        kinds=KINDS,
        today=clock.today(),
        party_on=queries.party_on,
        post_on=queries.post_on,
        may_run=policy.run(gate.reach()),
    )


@bp.route("/people/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Enter somebody in the directory."""
    access.register(may=policy.run)
    form = NewPersonForm()
    sent = form.sent()
    same = queries.namesakes(form.name.data) if sent else []
    if not sent or (same and not form.is_another.data):
        return _form_page("people/new.html", form, same=same)
    person = services.add_person(
        by=me(),
        name=form.name.data,
        kind=form.kind.data,
        honorific=form.honorific.data,
        organisation=form.organisation.data,
        ward=form.ward.data,
        party=form.party.data,
        from_on=form.from_on.data,
    )
    flash(f"{person.full_name} is in the directory.", "success")
    return _to(person)


@bp.route("/people/<int:person_id>/edit", methods=["GET", "POST"])
def edit(person_id: int) -> ResponseReturnValue:
    """Correct somebody's entry."""
    person = access.person(person_id, may=policy.run)
    form = PersonForm(data=_entry(person))
    if not form.sent():
        return _form_page("people/edit.html", form, person=person)
    try:
        services.edit_person(
            person,
            by=me(),
            kind=form.kind.data,
            name=form.name.data,
            honorific=form.honorific.data,
            organisation=form.organisation.data,
            ward=form.ward.data,
            version=form.version.data,
        )
    except Conflict as conflict:
        unit_of_work.spoil()
        form.version.data = conflict.version
        rows = differences(form, PersonForm(formdata=None, data=_entry(person)))
        return _form_page("people/edit.html", form, person=person, differences=rows)
    flash("The entry is corrected.", "success")
    return _to(person)


@bp.route("/people/<int:person_id>/party", methods=["GET", "POST"])
def party(person_id: int) -> ResponseReturnValue:
    """Record that somebody joined a party or group, or changed it."""
    person = access.person(person_id, may=policy.run)
    form = PartyForm()
    if form.sent():
        try:
            services.join_party(person, party=form.party.data, by=me(), from_on=form.from_on.data)
        except Refused as refusal:
            sentence = refusals.on_form(form, refusal)
            return _form_page("people/party.html", form, person=person, refusal=sentence)
        flash("The party is recorded.", "success")
        return _to(person)
    return _form_page("people/party.html", form, person=person)


@bp.route("/people/<int:person_id>/merge", methods=["GET", "POST"])
def merge(person_id: int) -> ResponseReturnValue:
    """Record that two entries are one person."""
    person = access.person(person_id, may=policy.run)
    form = MergeForm()
    form.into_id.offer([row for row in queries.choices() if row[0] != person.id])
    if form.sent():
        kept = queries.person_with_id(form.into_id.data)
        try:
            services.merge(person, into=kept, by=me())
        except Refused as refusal:
            sentence = refusals.on_form(form, refusal)
            return _form_page("people/merge.html", form, person=person, refusal=sentence)
        flash(f"The two entries are one: {kept.full_name}.", "success")
        return _to(kept)
    return _form_page("people/merge.html", form, person=person)


def _entry(person: Person) -> dict[str, object]:
    return {
        "version": person.version,
        "kind": person.kind,
        "honorific": person.honorific,
        "name": person.name,
        "organisation": person.organisation.name if person.organisation else "",
        "ward": person.ward.name if person.ward else "",
    }


def _form_page(
    page: str, form: EntryForm | PartyForm | MergeForm, **shown: object
) -> ResponseReturnValue:
    same = shown.get("same")
    known = {
        "organisations": queries.organisations(),
        "wards": queries.wards(),
        "parties": queries.parties(),
    }
    status = 422 if form.errors or same or shown.get("refusal") else 200
    status = 409 if "differences" in shown else status
    return render_template(page, form=form, **known, **shown), status


def _to(person: Person) -> ResponseReturnValue:
    return redirect(url_for("people.show", person_id=person.id))
