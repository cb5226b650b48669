"""The field in which a clerk says which proper officer decided that an item is exempt."""

from typing import Any, TypeVar

from app.foundation import clock
from app.people import queries as people

AnyForm = TypeVar("AnyForm", bound=Any)


def offer_posts(form: AnyForm) -> AnyForm:
    """Offer the posts that somebody holds today, each with its holder."""
    today = clock.today()
    held = [(post, people.holders_on(post, today)) for post in people.posts()]
    form.post_id.offer(
        [(post.id, f"{post.title}: {who[0].person.full_name}") for post, who in held if who]
    )
    return form
