"""The service below a path of an application of FastAPI's."""

import os

from fastapi import FastAPI

from syndicate.service import app

application = FastAPI()


@application.get("/")
def home() -> str:
    """The rest of the application."""
    return "home"


application.mount("/topics", app(os.environ["TREE"]))
