"""Accounts: who can sign in, what each may do, and passwords given out once."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.foundation import clock
from app.foundation.web import auth, request_transaction
from app.foundation.web.auth import current_person
from app.foundation.web.done import done
from app.foundation.web.params import id_param
from app.foundation.web.submission import LastSaved, Submission, submit
from app.people import access, policy, queries, services
from app.people.forms import AccountForm, AccountVersionForm, RightsForm
from app.people.models import Account

accounts_bp = Blueprint("accounts", __name__, url_prefix="/people/accounts")


@accounts_bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Give somebody an account, with a password shown once."""
    access.register(may=policy.run)
    password = _made()
    form = AccountForm()
    form.person_id.offer(queries.choices_without_account())
    if request.method == "GET":
        form.person_id.data = request.args.get("person", type=id_param)
    submission = submit(
        form,
        lambda: services.open_account(
            queries.person_with_id(form.person_id.data),
            by=current_person(),
            email=form.email.data,
            password=password,
            is_officer=form.is_officer.data,
            is_administrator=form.is_administrator.data,
            must_change_password=True,
        ),
    )
    if not submission.is_done:
        return submission.render("people/new_account.html")
    return render_template(
        "people/one_time_password.html", account=submission.result, password=password
    )


@accounts_bp.route("/<int:account_id>", methods=["GET", "POST"])
def show(account_id: int) -> ResponseReturnValue:
    """One account: what it may do, and help for whoever cannot get in."""
    account = access.account(account_id, may=policy.run)
    form = RightsForm(obj=account)
    submission = submit(
        form,
        lambda: services.change_account(
            account,
            by=current_person(),
            is_administrator=form.is_administrator.data,
            is_officer=form.is_officer.data,
            is_enabled=form.is_enabled.data,
            version=form.version.data,
        ),
        saved_form=lambda: RightsForm(formdata=None, obj=account),
        last_saved=lambda: _last_saved(account),
    )
    if not submission.is_done:
        return _page(account, form, submission)
    done("The account is changed.")
    return _to(account)


@accounts_bp.post("/<int:account_id>/reset-password")
def reset_password(account_id: int) -> ResponseReturnValue:
    """Give somebody who cannot get in a new password, shown once."""
    access.account(account_id, may=policy.run)
    password, form = _made(), AccountVersionForm()
    account = access.account(account_id, may=policy.run)
    submission = submit(
        form,
        lambda: services.reset_password(
            account, by=current_person(), new=password, version=form.version.data
        ),
        last_saved=lambda: _last_saved(account),
    )
    if not submission.is_done:
        return _page(account, RightsForm(formdata=None, obj=account), submission)
    return render_template("people/one_time_password.html", account=account, password=password)


@accounts_bp.post("/<int:account_id>/unlock")
def unlock(account_id: int) -> ResponseReturnValue:
    """Let somebody who was locked out try again at once."""
    account = access.account(account_id, may=policy.run)
    services.unlock(account, by=current_person())
    done("The account is unlocked.")
    return _to(account)


@accounts_bp.post("/<int:account_id>/sessions/<int:session_id>/end")
def end_session(account_id: int, session_id: int) -> ResponseReturnValue:
    """End one session of an account, on one device."""
    account = access.account(account_id, may=policy.run)
    services.sign_out(account, session_id, by=current_person())
    done("That session is ended.")
    return _to(account)


@accounts_bp.post("/<int:account_id>/sign-out-everywhere")
def sign_out_everywhere(account_id: int) -> ResponseReturnValue:
    """End every session of an account."""
    account = access.account(account_id, may=policy.run)
    services.sign_out_everywhere(account, by=current_person())
    done("Every session of this account is ended.")
    return _to(account)


def _made() -> str:
    """A generated password, hashed before this request locks anything."""
    if request.method == "GET":
        return ""
    request_transaction.release()
    return services.prepared(services.one_time_password())


def _page(account: Account, form: RightsForm, submission: Submission) -> ResponseReturnValue:
    page = render_template(
        "people/manage_account.html",
        account=account,
        form=form,
        submission=submission,
        refused_until=services.refused_until().get(account.id),
        sessions=queries.sessions_of(account.id, now=clock.now()),
        own_session_id=current_user.session_id,
        is_mine=account.person_id == current_person().id,
    )
    return page, submission.status


def _last_saved(account: Account) -> LastSaved:
    deeds = ("change", "change-password", "open")
    return queries.last_done(account, *deeds, reader_id=auth.scope().person_id)


def _to(account: Account) -> ResponseReturnValue:
    return redirect(url_for("accounts.show", account_id=account.id))
