"""Persons, their parties, organisations and posts, and the accounts they sign in with."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.foundation import clock
from app.foundation.db import Base, enum_column
from app.foundation.errors import Conflict


class PersonKind(StrEnum):
    """In what capacity the council knows a person."""

    COUNCILLOR = "councillor"
    CO_OPTEE = "co-optee"
    OFFICER = "officer"
    PARTNER = "partner"
    PUBLIC = "public"


class ClearanceField(StrEnum):
    """In which field a post clears reports."""

    FINANCE = "finance"
    LEGAL = "legal"
    EQUALITIES = "equalities"


class Organisation(Base):
    """The council itself, or a partner such as the police."""

    __tablename__ = "organisation"
    KIND: ClassVar[str] = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Party(Base):
    """A political party or group."""

    __tablename__ = "party"
    KIND: ClassVar[str] = "party"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Ward(Base):
    """A ward of the borough."""

    __tablename__ = "ward"
    KIND: ClassVar[str] = "ward"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Versioned:
    """A mixin for rows with a version, which tells a form from an older one."""

    version: Mapped[int] = mapped_column(default=1, server_default="1")

    def check_version(self, version: int | None) -> None:
        """`Conflict` if the version is not the present one; None means that no form was shown."""
        if version is not None and self.version != version:
            raise Conflict(theirs="", yours="", version=self.version)


class Person(Versioned, Base):
    """Somebody the council's papers name; not the same thing as an account."""

    __tablename__ = "person"
    KIND: ClassVar[str] = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[PersonKind] = mapped_column(enum_column(PersonKind), index=True)
    honorific: Mapped[str] = mapped_column(default="")
    """"Councillor", "Mrs", "Superintendent", as the papers print it."""
    name: Mapped[str] = mapped_column(index=True)
    """The full name without honorific, as known: sometimes only "M. Andrews"."""
    sort_name: Mapped[str] = mapped_column(index=True)
    """Surname first, lower case, for lists."""
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    ward_id: Mapped[int | None] = mapped_column(ForeignKey("ward.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """The entry that this one was merged into."""

    organisation: Mapped[Organisation | None] = relationship()
    ward: Mapped[Ward | None] = relationship()
    parties: Mapped[list["PartyMembership"]] = relationship(
        back_populates="person", order_by="PartyMembership.from_on"
    )
    holdings: Mapped[list["PostHolder"]] = relationship(
        back_populates="person",
        order_by="PostHolder.from_on",
        foreign_keys="PostHolder.person_id",
    )

    @property
    def full_name(self) -> str:
        """As the papers print it: "Councillor Grace Okafor"."""
        return f"{self.honorific} {self.name}".strip()

    @property
    def short_name(self) -> str:
        """For crowded lists: "Cllr Grace Okafor"."""
        return self.full_name.replace("Councillor ", "Cllr ", 1)


class Saved(Versioned):
    """A mixin that keeps who saved a row last and when, for the sentence of a conflict."""

    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    saved_at: Mapped[datetime | None] = mapped_column()

    def save_by(self, person: Person | None, *, at: datetime | None = None) -> None:
        """Count the version and note who saves, for the sentence of a later conflict."""
        self.version += 1
        self.saved_by_id, self.saved_at = person.id if person else None, at or clock.now()


def one_open(name: str, *columns: str) -> Index:
    """A unique index: of rows with the same values only one is without a last day."""
    is_open = text("to_on IS NULL")
    return Index(name, *columns, unique=True, sqlite_where=is_open, postgresql_where=is_open)


class PartyMembership(Base):
    """The party a person belonged to, from one day to another."""

    __tablename__ = "party_membership"
    __table_args__ = (one_open("uq_party_membership_open", "person_id", "party_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"))
    from_on: Mapped[date | None] = mapped_column()
    to_on: Mapped[date | None] = mapped_column()

    person: Mapped[Person] = relationship(back_populates="parties")
    party: Mapped[Party] = relationship()


class Post(Base):
    """An office such as "Head of Planning", which outlives its holders."""

    __tablename__ = "post"
    KIND: ClassVar[str] = "post"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(unique=True)
    clears: Mapped[ClearanceField | None] = mapped_column(enum_column(ClearanceField))

    holders: Mapped[list["PostHolder"]] = relationship(
        back_populates="post", order_by="PostHolder.from_on"
    )


class PostHolder(Saved, Base):
    """Who held a post, from one day to another."""

    __tablename__ = "post_holder"
    __table_args__ = (one_open("uq_post_holder_open", "post_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date | None] = mapped_column()
    to_on: Mapped[date | None] = mapped_column()

    post: Mapped[Post] = relationship(back_populates="holders")
    person: Mapped[Person] = relationship(back_populates="holdings", foreign_keys=[person_id])


class Account(Versioned, Base):
    """What a person signs in with; its version counts changes of its rights, not its sign-ins."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
    )
    KIND: ClassVar[str] = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    email: Mapped[str] = mapped_column()
    password_hash: Mapped[str] = mapped_column()
    password_changed_at: Mapped[datetime] = mapped_column()
    is_administrator: Mapped[bool] = mapped_column(default=False)
    is_officer: Mapped[bool] = mapped_column(default=False)
    is_enabled: Mapped[bool] = mapped_column(default=True)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    last_signed_in_at: Mapped[datetime | None] = mapped_column()

    person: Mapped[Person] = relationship(lazy="joined")


class SignInSession(Base):
    """One sign-in on one device, until it is signed out or its time is over."""

    __tablename__ = "sign_in_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    """SHA-256 of the token that the cookies carry, so that no copy of the table opens a session."""
    device: Mapped[str] = mapped_column(default="")
    """Browser and system, as far as the browser says: "Firefox on Windows"."""
    is_remembered: Mapped[bool] = mapped_column(default=False)
    """“Stay signed in on this device” was ticked."""
    made_at: Mapped[datetime] = mapped_column()
    last_used_on: Mapped[date] = mapped_column()
    ends_at: Mapped[datetime] = mapped_column()

    account: Mapped[Account] = relationship()

    token = ""
    """The token itself, known only to the request that began the session and sets its cookies."""
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether the account may sign in, for Flask-Login."""
        return self.account.is_enabled

    def get_id(self) -> str:
        """What Flask-Login keeps in the session and remember cookies."""
        return self.token
