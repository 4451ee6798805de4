"""The service below a path of an application of Starlette's."""

import os

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from syndicate.service import app


async def home(request: Request) -> PlainTextResponse:
    """The rest of the application."""
    return PlainTextResponse("home")


application = Starlette(routes=[Route("/", home), Mount("/topics", app(os.environ["TREE"]))])
