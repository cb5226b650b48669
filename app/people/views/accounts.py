"""Accounts: who can sign in, what each may do, and passwords given out once."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.foundation import clock
from app.foundation.errors import Conflict, Refused
from app.foundation.web import refusals, unit_of_work
from app.foundation.web.asked import number
from app.foundation.web.differing import differences
from app.foundation.web.gate import me
from app.people import access, policy, queries, services
from app.people.forms import AccountForm, RightsForm
from app.people.models import Account

accounts_bp = Blueprint("accounts", __name__, url_prefix="/people/accounts")


@accounts_bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Give somebody an account, with a password shown once."""
    access.register(may=policy.run)
    form = AccountForm()
    form.person_id.offer(queries.choices_without_account())
    if request.method == "GET":
        form.person_id.data = request.args.get("person", type=number)
    if not form.sent():
        status = 422 if form.errors else 200
        return render_template("people/new_account.html", form=form), status
    password = services.one_time_password()
    try:
        account = services.open_account(
            queries.person_with_id(form.person_id.data),
            by=me(),
            email=form.email.data,
            password=password,
            is_officer=form.is_officer.data,
            is_administrator=form.is_administrator.data,
            must_change_password=True,
        )
    except Refused as refusal:
        sentence = refusals.on_form(form, refusal)
        return render_template("people/new_account.html", form=form, refusal=sentence), 422
    return render_template("people/one_time_password.html", account=account, password=password)


@accounts_bp.route("/<int:account_id>", methods=["GET", "POST"])
def show(account_id: int) -> ResponseReturnValue:
    """One account: what it may do, and help for whoever cannot get in."""
    account = access.account(account_id, may=policy.run)
    form = RightsForm(obj=account)
    refusal, rows = "", None
    if form.sent():
        try:
            services.change_account(
                account,
                by=me(),
                is_administrator=form.is_administrator.data,
                is_officer=form.is_officer.data,
                is_enabled=form.is_enabled.data,
                version=form.version.data,
            )
        except Conflict as conflict:
            unit_of_work.spoil()
            form.version.data = conflict.version
            rows = differences(form, RightsForm(formdata=None, obj=account))
        except Refused as refused:
            refusal = refusals.on_form(form, refused)
        else:
            flash("The account is changed.", "success")
            return _to(account)
    status = 422 if form.errors or refusal else 200 if rows is None else 409
    return (
        render_template(
            "people/manage_account.html",
            account=account,
            form=form,
            refusal=refusal,
            differences=rows,
            refused_until=services.refused_until().get(account.id),
            sessions=queries.sessions_of(account.id, now=clock.now()),
            own_session_id=current_user.session_id,
            is_mine=account.person_id == me().id,
        ),
        status,
    )


@accounts_bp.post("/<int:account_id>/reset-password")
def reset_password(account_id: int) -> ResponseReturnValue:
    """Give somebody who cannot get in a new password, shown once."""
    account = access.account(account_id, may=policy.run)
    password = services.one_time_password()
    services.reset_password(account, by=me(), new=password)
    return render_template("people/one_time_password.html", account=account, password=password)


@accounts_bp.post("/<int:account_id>/unlock")
def unlock(account_id: int) -> ResponseReturnValue:
    """Let somebody who was locked out try again at once."""
    account = access.account(account_id, may=policy.run)
    services.unlock(account, by=me())
    flash("The account is unlocked.", "success")
    return _to(account)


@accounts_bp.post("/<int:account_id>/sessions/<int:session_id>/end")
def end_session(account_id: int, session_id: int) -> ResponseReturnValue:
    """End one session of an account, on one device."""
    account = access.account(account_id, may=policy.run)
    services.sign_out(account, session_id, by=me())
    flash("That session is ended.", "success")
    return _to(account)


@accounts_bp.post("/<int:account_id>/sign-out-everywhere")
def sign_out_everywhere(account_id: int) -> ResponseReturnValue:
    """End every session of an account."""
    account = access.account(account_id, may=policy.run)
    services.sign_out_everywhere(account, by=me())
    flash("Every session of this account is ended.", "success")
    return _to(account)


def _to(account: Account) -> ResponseReturnValue:
    return redirect(url_for("accounts.show", account_id=account.id))
