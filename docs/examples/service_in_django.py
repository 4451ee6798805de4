"""The service below a path of a Django project: `asgi.py`. Django answers all other paths."""

import os
from typing import Any

from django.core.asgi import get_asgi_application
from starlette.applications import Starlette
from starlette.routing import Mount

from syndicate.service import app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mysite.settings")
django: Any = get_asgi_application()
application = Starlette(routes=[Mount("/topics", app(os.environ["TREE"])), Mount("/", django)])
