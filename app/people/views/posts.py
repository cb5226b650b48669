"""The posts of the council and who holds them."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.foundation import clock
from app.foundation.web import auth
from app.foundation.web.auth import any_signed_in, current_person
from app.foundation.web.done import done
from app.foundation.web.submission import submit
from app.people import access, policy, queries, services
from app.people.forms import AppointForm, LastDayForm, PostForm
from app.people.models import Person, Post

posts_bp = Blueprint("posts", __name__, url_prefix="/people/posts")


@posts_bp.get("")
@any_signed_in
def index() -> ResponseReturnValue:
    """Every post, with who holds it now."""
    return render_template(
        "people/posts.html",
        posts=queries.posts(),
        today=clock.today(),
        holders_on=queries.holders_on,
        may_run=policy.run(auth.scope()),
    )


@posts_bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Enter a post."""
    access.register(may=policy.run)
    form = PostForm()
    submission = submit(
        form,
        lambda: services.create_post(
            by=current_person(), title=form.title.data, clears=form.clears.data
        ),
    )
    if not submission.is_done:
        return submission.render("people/new_post.html")
    done("The post is entered. Appoint who holds it.")
    return _to(submission.result)


@posts_bp.get("/<int:post_id>")
def show(post_id: int) -> ResponseReturnValue:
    """One post, with everybody who has held it."""
    return _page(access.post(post_id, may=policy.see), AppointForm())


@posts_bp.post("/<int:post_id>/appoint")
def appoint(post_id: int) -> ResponseReturnValue:
    """Put somebody in the post."""
    post = access.post(post_id, may=policy.run)
    form = AppointForm()
    form.person_id.offer(queries.choices())
    submission = submit(form, lambda: _appoint(post, form))
    if not submission.is_done:
        return _page(post, form, refusal=submission.refusal), submission.status
    done(f"{submission.result.full_name} holds the post.")
    return _to(post)


@posts_bp.route("/<int:post_id>/holders/<int:holding_id>/end", methods=["GET", "POST"])
def end(post_id: int, holding_id: int) -> ResponseReturnValue:
    """Record the last day on which somebody held the post."""
    holding = access.holding(post_id, holding_id, may=policy.run)
    form = LastDayForm(data={"version": holding.version})
    submission = submit(
        form,
        lambda: services.leave_post(
            holding, by=current_person(), to_on=form.to_on.data, version=form.version.data
        ),
        saved_form=lambda: LastDayForm(formdata=None, data={"to_on": holding.to_on}),
        last_saved=lambda: queries.last_saved(holding, reader_id=auth.scope().person_id),
    )
    if not submission.is_done:
        return submission.render("people/leave_post.html", holding=holding)
    done("The last day is recorded.")
    return _to(holding.post)


def _appoint(post: Post, form: AppointForm) -> Person:
    person = queries.person_with_id(form.person_id.data)
    services.appoint(post, person=person, by=current_person(), from_on=form.from_on.data)
    return person


def _page(post: Post, form: AppointForm, *, refusal: str = "") -> str:
    may_run = policy.run(auth.scope())
    if may_run:
        form.person_id.offer(queries.choices())
    return render_template(
        "people/post.html",
        post=post,
        form=form,
        refusal=refusal,
        today=clock.today(),
        may_run=may_run,
    )


def _to(post: Post) -> ResponseReturnValue:
    return redirect(url_for("posts.show", post_id=post.id))
