"""The WSGI application: `app:app`. `python app.py` serves it."""

import os

from ivr.accesslog import write_to_stdout
from ivr.config import Settings
from ivr.web import create_app

write_to_stdout()
app = create_app(Settings.from_env(os.environ))
