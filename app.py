"""The WSGI application: `app:app`. `python app.py` serves it."""

import os
import sys
from pathlib import Path

from ivr.accesslog import write_to_stdout
from ivr.config import ConfigError
from ivr.config import Settings
from ivr.journal.settings import JournalSettings
from ivr.web import create_app
from ivr.yamlfile import ContentError

write_to_stdout()
try:
    app = create_app(Settings.from_env(os.environ), journal_settings=JournalSettings.from_env(os.environ))
except (ConfigError, ContentError) as fault:
    sys.exit(str(fault))

if __name__ == "__main__":
    # A fresh process: the server's master must hold none of this, see ivr.serve.
    os.chdir(Path(__file__).resolve().parent)
    os.execv(sys.executable, [sys.executable, "-m", "ivr.serve"])
