"""The WSGI application: `app:app`. `python app.py` serves it."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":  # before anything of the line is loaded: the server's master must hold none of it
    os.chdir(Path(__file__).resolve().parent)
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", "ivr/gunicorn.conf.py", "app:app"])

from ivr.clips.releases.settings import ContentSettings
from ivr.content.yamlfile import ContentError
from ivr.settings import ConfigError
from ivr.settings import Settings
from ivr.statistics.alerts.settings import AlertSettings
from ivr.statistics.journal.settings import JournalSettings
from ivr.studio.settings import StudioSettings
from ivr.web.app import create_app
from ivr.web.outbound.settings import ReachSettings

try:
    settings = Settings.from_env(os.environ)
    studio = StudioSettings.from_env(os.environ, demo=settings.demo)
    app = create_app(
        settings,
        journal_settings=JournalSettings.from_env(os.environ),
        content_settings=ContentSettings(studio.folder) if settings.demo else ContentSettings.from_env(os.environ),
        studio_settings=studio,
        reach=ReachSettings.from_env(os.environ, settings),
        alert=AlertSettings.from_env(os.environ),
    )
except (ConfigError, ContentError) as fault:
    sys.exit(str(fault))
