"""Reading what a page sends: bodies by model, numbers within bounds, ids that SQLite can hold."""

from typing import TypeVar

from flask import request
from pydantic import BaseModel, ConfigDict
from werkzeug.exceptions import BadRequest
from werkzeug.routing import IntegerConverter

LARGEST = 2**63 - 1
"""The largest integer SQLite holds; a larger one would be an error in the driver, not an absent row."""


class Body(BaseModel):
    """The base of every JSON body: unknown names are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


Model = TypeVar("Model", bound=Body)


class KeyConverter(IntegerConverter):
    """A row id in an address: `<key:sweep_id>`."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{**kwargs, "min": 1, "max": LARGEST})  # type: ignore[arg-type]


def body(model: type[Model]) -> Model:
    """Return the body of the request.

    Raises:
        BadRequest: not JSON.
        ValidationError: not what `model` describes.
    """
    try:
        text = request.get_data(cache=False).decode()
    except UnicodeDecodeError as exc:
        raise BadRequest from exc
    return model.model_validate_json(text)


def number(name: str, default: int, least: int = 0, most: int = 10**9) -> int:
    """Return a number from the query, within bounds; the default when it is none."""
    text = request.args.get(name, "")[:20]
    try:
        return min(max(int(text), least), most)
    except ValueError:
        return default
