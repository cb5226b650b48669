"""One person's page: the directory's entry with the boards on which the person sits."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.boards import queries as boards
from app.foundation import clock
from app.foundation.web import gate
from app.people import access, policy, queries
from app.people.views.blueprint import bp


@bp.get("/people/<int:person_id>")
def show(person_id: int) -> ResponseReturnValue:
    """Who somebody is: posts, party, seats now and before; a merged entry leads to the other."""
    person = access.person(person_id, may=policy.see)
    if person.merged_into_id is not None:
        return redirect(url_for("people.show", person_id=person.merged_into_id))
    today = clock.today()
    seats = boards.seats_held_by(person)
    may_run = policy.run(gate.reach())
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
