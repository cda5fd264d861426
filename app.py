"""The WSGI application: `app:app`. `python app.py` serves it."""

import os

from ivr.config import Settings
from ivr.web import create_app

app = create_app(Settings.from_env(os.environ))
