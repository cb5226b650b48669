"""One person's page and the list of accounts, each with the boards on which people sit."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.boards import queries as boards
from app.foundation import clock
from app.foundation.db import db
from app.foundation.web import auth
from app.foundation.web.params import page_number
from app.people import access, policy, queries, services
from app.people.views.accounts import accounts_bp
from app.people.views.blueprint import bp

PER_PAGE = 50


@bp.get("/people/<int:person_id>")
def show(person_id: int) -> ResponseReturnValue:
    """Who somebody is: posts, party, seats now and before; a merged entry leads to the other."""
    person = access.person(person_id, may=policy.see)
    if person.merged_into_id is not None:
        return redirect(url_for("people.show", person_id=person.merged_into_id))
    today = clock.today()
    seats = boards.seats_held_by(person)
    may_run = policy.run(auth.scope())
    return render_template(
        "people/show.html",
        person=person,
        party=queries.party_on(person, today),
        post=queries.post_on(person, today),
        ward=person.ward.name if person.ward else "",
        seats=[seat for seat in seats if seat.to_on is None or seat.to_on >= today],
        past_seats=[seat for seat in seats if seat.to_on is not None and seat.to_on < today],
        clerkships=boards.clerkships_held_by(person, on=today),
        account=queries.account_of(person) if may_run else None,
        may_run=may_run,
    )


@accounts_bp.get("")
def index() -> ResponseReturnValue:
    """Every account, with what it may do by right and by place, and whether it is locked."""
    access.register(may=policy.run)
    page = db.paginate(
        queries.listed_accounts(), per_page=PER_PAGE, page=page_number(), error_out=False
    )
    places = boards.places_of([account.person_id for account in page.items], on=clock.today())
    return render_template(
        "people/accounts.html", page=page, places=places, refused=services.refused_until()
    )
