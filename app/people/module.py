"""What people bring to the house."""

from app.foundation.module import Module
from app.people import views

module = Module(
    name="people",
    blueprints=(views.bp,),
    sentences={
        "person:add": "{person} added somebody to the directory",
        "person:edit": "{person} corrected an entry in the directory",
        "person:join-party": "{person} recorded the party {party}",
        "post:create": "{person} created the post",
        "post:appoint": "{person} made an appointment",
        "post:leave": "{person} recorded the end of an appointment",
        "account:open": "{person} opened the account",
        "account:sign-in": "{person} signed in",
        "account:fail-sign-in": "Somebody failed to sign in as {person}",
        "account:lock": "The account of {person} was locked after too many failed attempts",
        "account:unlock": "{person} unlocked the account",
        "account:change-password": "{person} changed the password",
        "account:change": "{person} changed what the account may do",
        "account:sign-out-everywhere": "{person} ended every session",
    },
)
