"""Signing in and out, and looking after one's own account."""

from datetime import timedelta

from flask import Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from sqlalchemy.exc import SQLAlchemyError

from app.foundation import clock
from app.foundation.web import request_transaction
from app.foundation.web.auth import any_signed_in, current_person, public
from app.foundation.web.done import done
from app.foundation.web.filters import waiting_time
from app.foundation.web.params import split_address
from app.foundation.web.submission import submit
from app.people import queries, services
from app.people.forms import PasswordForm, SignInForm
from app.people.views import known_devices
from app.people.views.blueprint import bp

OWN_PASSWORD_FIRST = {
    "people.account",
    "people.end_session",
    "people.sign_out",
    "people.sign_out_everywhere",
}


@bp.before_app_request
def choose_a_password_first() -> ResponseReturnValue | None:
    """Redirect to the change of password whoever signed in with a one-time password."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static" or getattr(view, "is_open", False):
        return None
    if not current_user.is_authenticated:
        return None
    if current_user.is_first_use_today and request.method == "GET":
        _note_use(current_user.session_id)
    if current_user.must_change_password and request.endpoint not in OWN_PASSWORD_FIRST:
        return redirect(url_for("people.account"))
    return None


def _note_use(session_id: int) -> None:
    """Note once a day that a session is in use; no page fails for that."""
    try:
        services.note_use(session_id)
    except SQLAlchemyError as busy:
        current_app.logger.info("the use of a session was not noted: %s", type(busy).__name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Sign in, or say in one sentence that e-mail and password do not agree."""
    if current_user.is_authenticated:
        return redirect(_next())
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("people/sign_in.html", form=form), form.status
    request_transaction.release()
    attempt = services.SignInAttempt(
        email=form.email.data,
        address=request.remote_addr or "",
        device=known_devices.device_of(form.email.data),
    )
    if wait := attempt.take():
        _hint_at_proxies()
        return _too_many(render_template("people/sign_in.html", form=form, wait=wait), wait)
    session = services.sign_in(
        form.email.data,
        password=form.password.data,
        device=known_devices.described(request.user_agent.string),
        is_remembered=form.remember.data,
    )
    if session is None:
        request_transaction.commit_despite_refusal()
        return render_template("people/sign_in.html", form=form, refused=True), 422
    attempt.succeeded()
    login_user(session, remember=form.remember.data)
    chooses_first = session.account.must_change_password
    answer = redirect(url_for("people.account") if chooses_first else _next())
    known_devices.remember(answer, form.email.data)
    return answer


@bp.post("/sign-out")
@any_signed_in
def sign_out() -> ResponseReturnValue:
    """Sign out; a copy of the cookie opens nothing from then on."""
    services.sign_out(current_user.account, current_user.session_id, by=current_person())
    logout_user()
    done("You are signed out.")
    return redirect(url_for("people.sign_in"))


@bp.route("/account", methods=["GET", "POST"])
@any_signed_in
def account() -> ResponseReturnValue:
    """One's own account: where one is signed in, and the password."""
    form = PasswordForm()
    if form.validate_on_submit():
        request_transaction.release()
        if wait := services.take_present_password(current_user.id):
            return _too_many(_account_page(form, wait=wait), wait)
    submission = submit(
        form,
        lambda: services.change_password(
            current_user.id, present=form.present.data, new=form.new.data
        ),
    )
    if not submission.is_done:
        return _account_page(form), submission.status
    services.named_present_password(current_user.id)
    _begin_anew()
    done("Your password is changed, and you are signed out everywhere else.")
    return redirect(url_for("people.account"))


@bp.post("/account/sessions/<int:session_id>/end")
@any_signed_in
def end_session(session_id: int) -> ResponseReturnValue:
    """Sign out of one other device."""
    services.sign_out(current_user.account, session_id, by=current_person())
    if session_id == current_user.session_id:
        logout_user()
        return redirect(url_for("people.sign_in"))
    done("You are signed out on that device.")
    return redirect(url_for("people.account"))


@bp.post("/account/sign-out-everywhere")
@any_signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of one's own."""
    if not services.sign_out_everywhere(current_user.account, by=current_person()):
        abort(401)
    logout_user()
    done("You are signed out on every device.")
    return redirect(url_for("people.sign_in"))


def _account_page(form: PasswordForm, *, wait: timedelta | None = None) -> str:
    account = current_user.account
    return render_template(
        "people/account.html",
        form=form,
        account=account,
        sessions=queries.sessions_of(account.id, now=clock.now()),
        session_id=current_user.session_id,
        refusal=f"Too many attempts. Wait {waiting_time(wait)}, then try again." if wait else "",
    )


def _begin_anew() -> None:
    """Begin a new session after a change of password, on this device alone."""
    session = services.begin(
        current_user.account,
        device=known_devices.described(request.user_agent.string),
        is_remembered=current_user.is_remembered,
    )
    login_user(session, remember=session.is_remembered)


def _hint_at_proxies() -> None:
    """Log a hint if a proxy seems not to be trusted: all people then share one limit."""
    if "X-Forwarded-For" in request.headers and not current_app.config["TRUSTED_PROXIES"]:
        current_app.logger.warning(
            "A sign-in was refused by its address, which may be a proxy's: see TRUSTED_PROXIES."
        )


def _too_many(page: str, wait: timedelta) -> Response:
    """The page of sign-in with the time after which to try again."""
    seconds = str(int(wait.total_seconds()) + 1)
    return Response(page, 429, {"Retry-After": seconds}, mimetype="text/html")


def _next() -> str:
    """The page that the reader wanted to open, if it is one of ours."""
    wanted = split_address(request.args.get("next", ""))
    ours = not wanted.netloc and not wanted.scheme and wanted.path.startswith("/")
    if ours and not wanted.path.startswith("//") and "\\" not in wanted.path:
        return wanted.path + (f"?{wanted.query}" if wanted.query else "")
    return "/"
