"""What people bring to the application."""

from app.foundation.module import Module
from app.foundation.web.navigation import NavigationEntry
from app.people import naming  # noqa: F401  # it listens to what is written
from app.people.views import accounts, blueprint, directory, posts, signing_in  # noqa: F401

module = Module(
    name="people",
    blueprints=(blueprint.bp, posts.posts_bp, accounts.accounts_bp),
    navigation=(NavigationEntry("People", "people.index", 60),),
    pages={"person": "people.show", "account": "accounts.show", "post": "posts.show"},
    sentences={
        "person:add": "{person} added somebody to the directory",
        "person:edit": "{person} corrected an entry in the directory",
        "person:join-party": "{person} recorded the party {party}",
        "person:merge": "{person} recorded that two entries are one person",
        "post:create": "{person} created the post",
        "post:appoint": "{person} made an appointment",
        "post:leave": "{person} recorded the end of an appointment",
        "account:open": "{person} opened the account",
        "account:sign-in": "{person} signed in",
        "account:fail-sign-in": "Somebody failed to sign in as {person}",
        "account:fail-sign-in-as-nobody": (
            "Somebody failed to sign in with an e-mail address that has no account"
        ),
        "account:sign-out": "{person} ended a session",
        "account:lock": "The account of {person} was locked after too many failed attempts",
        "account:unlock": "{person} unlocked the account",
        "account:change-password": "{person} changed the password",
        "account:change": "{person} changed what the account may do",
        "account:sign-out-everywhere": "{person} ended every session",
    },
)
