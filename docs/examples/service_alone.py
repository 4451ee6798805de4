"""The service by itself: `uvicorn service_alone:application --workers 4 --no-access-log`."""

import os

from syndicate.service import app

application = app(os.environ["TREE"])
