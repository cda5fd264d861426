"""The WSGI application: `app:app`. `python app.py` serves it."""

import os
import sys

from ivr.accesslog import write_to_stdout
from ivr.config import ConfigError
from ivr.config import Settings
from ivr.web import create_app
from ivr.yamlfile import ContentError

write_to_stdout()
try:
    app = create_app(Settings.from_env(os.environ))
except (ConfigError, ContentError) as fault:
    sys.exit(str(fault))
