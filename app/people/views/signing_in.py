"""Signing in and out, and looking after one's own account."""

from datetime import timedelta

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from app.foundation.errors import Refused
from app.foundation.web import unit_of_work
from app.foundation.web.asked import parts_of
from app.foundation.web.gate import any_signed_in, me, open_to_everyone
from app.people import services
from app.people.forms import PasswordForm, SignInForm
from app.people.views.blueprint import bp

OWN_PASSWORD_FIRST = {"people.account", "people.sign_out", "people.sign_out_everywhere", "static"}


@bp.before_app_request
def choose_a_password_first() -> ResponseReturnValue | None:
    """Whoever came in with a password that somebody else gave out chooses one before all else."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint in OWN_PASSWORD_FIRST or getattr(view, "is_open", False):
        return None
    if current_user.is_authenticated and current_user.must_change_password:
        return redirect(url_for("people.account"))
    return None


@bp.route("/sign-in", methods=["GET", "POST"])
@open_to_everyone
def sign_in() -> ResponseReturnValue:
    """Let somebody in, or say in one sentence that the two do not agree."""
    if current_user.is_authenticated:
        return redirect(_next())
    form = SignInForm()
    if not form.sent():
        return render_template("people/sign_in.html", form=form), 422 if form.errors else 200
    account = services.sign_in(
        form.email.data,
        password=form.password.data,
        attempts=current_app.config["SIGN_IN_ATTEMPTS"],
        lockout=timedelta(minutes=current_app.config["SIGN_IN_LOCKOUT_MINUTES"]),
        is_demo=current_app.config["ENVIRONMENT"] != "production",
    )
    if account is None:
        unit_of_work.keep_despite_refusal()
        return render_template("people/sign_in.html", form=form, refused=True), 422
    login_user(account, remember=form.remember.data)
    if account.must_change_password:
        return redirect(url_for("people.account"))
    return redirect(_next())


@bp.post("/sign-out")
@any_signed_in
def sign_out() -> ResponseReturnValue:
    """Let somebody out."""
    logout_user()
    flash("You are signed out.", "success")
    return redirect(url_for("people.sign_in"))


@bp.route("/account", methods=["GET", "POST"])
@any_signed_in
def account() -> ResponseReturnValue:
    """One's own account: change the password."""
    account, form = current_user.account, PasswordForm()
    if form.sent():
        try:
            services.change_password(account, present=form.present.data, new=form.new.data)
        except Refused as refusal:
            unit_of_work.spoil()
            form[refusal.field or "new"].errors = [refusal.sentence]
        else:
            login_user(account)
            flash("Your password is changed, and you are signed out everywhere else.", "success")
            return redirect(url_for("people.account"))
    shown = render_template("people/account.html", form=form, email=account.email)
    return shown, 422 if form.errors else 200


@bp.post("/account/sign-out-everywhere")
@any_signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of one's own."""
    services.sign_out_everywhere(current_user.account, by=me())
    logout_user()
    flash("You are signed out on every device.", "success")
    return redirect(url_for("people.sign_in"))


def _next() -> str:
    """Where the reader wanted to go, if that is a page of ours."""
    wanted = parts_of(request.args.get("next", ""))
    ours = not wanted.netloc and not wanted.scheme and wanted.path.startswith("/")
    if ours and not wanted.path.startswith("//") and "\\" not in wanted.path:
        return wanted.path + (f"?{wanted.query}" if wanted.query else "")
    return "/"
