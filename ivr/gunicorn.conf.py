"""How gunicorn serves the line: `gunicorn -c ivr/gunicorn.conf.py app:app`.

SIGTERM finishes what is being answered and stops. SIGHUP changes to the version now in the folder; one that does not start is
not changed to. A worker that ends, however, is replaced at once.
"""

import ctypes
import logging
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from typing import Any

from ivr.settings import ConfigError
from ivr.settings import secret
from ivr.web import logs
from ivr.web.address import Address

libc = ctypes.CDLL(None)
M_ARENA_MAX = -8
if hasattr(libc, "mallopt"):  # glibc: a heap for each of the threads would take ten megabytes more
    libc.mallopt(M_ARENA_MAX, 1)
INTERRUPTED = 130  # what shells expect after Ctrl-C


def stop(number: int, frame: Any) -> None:
    """Ctrl-C before the server has an answer of its own: end without a page of Python."""
    sys.exit(INTERRUPTED)


if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, stop)
try:
    address = Address.from_env(os.environ)
    log_key = secret(os.environ, "ACCESS_LOG_KEY")
except ConfigError as fault:
    sys.exit(str(fault))

bind = address.bind
workers = address.workers
worker_class = "gthread"
threads = 16  # a request waits for nothing but its own bytes: enough for clients that send them slowly
worker_connections = 2000  # of one worker at a time; those beyond wait
backlog = 2048  # connections that wait while every worker is busy or being replaced
keepalive = 75  # seconds; longer than a proxy keeps an idle connection, so that the proxy is the one to close it
timeout = 10  # a worker that gives no sign of life for so many seconds is replaced
graceful_timeout = 15  # to finish in; a carrier waits no longer for an answer
limit_request_line = 4094  # bytes; a call's whole state takes less than 500
limit_request_fields = 60
forwarded_allow_ips = ""  # nobody's word about scheme or path is taken; ivr.web.app counts the proxies
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # signs of life need memory, not a disk that may be full
control_socket_disable = True
SWITCH_SECONDS = (
    0.0005  # a caller's key waits no longer for its turn beside a page that takes a second; Python waits ten times that
)
# Of the hashes in the access log: the same for all workers, and another one after each start unless the operator has set one.
raw_env = [] if log_key else [f"ACCESS_LOG_KEY={secrets.token_hex()}"]
figures = os.environ.setdefault("METRICS_FOLDER", f"{os.environ.get('TMPDIR', '/tmp')}/line-figures-{os.getpid()}")
memory = worker_tmp_dir or os.environ.get("TMPDIR", "/tmp")
outbound = os.environ.setdefault("OUTBOUND_FOLDER", f"{memory}/line-outbound-{os.getpid()}")
demo_studio = os.environ.setdefault("STUDIO_DEMO_FOLDER", f"{memory}/line-studio-{os.getpid()}")  # not on a disk that may be full
example = os.environ.setdefault("EXAMPLE_FOLDER", f"{memory}/line-example-{os.getpid()}")
loglevel = "error"  # what strangers send is no news


def can_start() -> bool:
    """Whether the version now in the folder starts with these settings; it says why not on standard error."""
    check = [sys.executable, "-m", "gunicorn", *sys.argv[1:], "--check-config"]
    return subprocess.run(check, check=False, process_group=0).returncode == 0  # Ctrl-C reaches the master alone


def on_starting(server: Any) -> None:
    """End at once and in one line, where gunicorn would try a taken port for five seconds, and a broken version for ever."""
    if fault := address.fault():
        sys.exit(f"The line cannot listen at {address.bind}: {fault}. PORT and HOST choose another place.")
    for folder in (figures, outbound, demo_studio, example):
        shutil.rmtree(folder, ignore_errors=True)  # of an earlier start with the same number
    migration = [sys.executable, "-m", "ivr.statistics.journal.migrate"]
    with subprocess.Popen(migration, process_group=0):  # says what is wrong; calls go on without
        if not can_start():
            sys.exit(1)


def on_exit(server: Any) -> None:
    for folder in (figures, outbound, demo_studio, example):
        shutil.rmtree(folder, ignore_errors=True)


def when_ready(server: Any) -> None:
    logs.write_to_stdout()
    change: Any = signal.getsignal(signal.SIGHUP)

    def change_if_it_starts(number: int, frame: Any) -> None:
        if can_start():
            change(number, frame)
        else:
            server.log.error("The new version does not start; the old one goes on")

    signal.signal(signal.SIGHUP, change_if_it_starts)


def on_reload(server: Any) -> None:
    logs.write_to_stdout()  # gunicorn has just set up its own


def post_fork(server: Any, worker: Any) -> None:
    """Forget what this file needed of the line: a worker is made of the code as it now is."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)  # until the worker has its own answers, those of the master would swallow them
    sys.setswitchinterval(SWITCH_SECONDS)
    logs.write_to_stdout()
    for name in [name for name in sys.modules if name.partition(".")[0] == "ivr"]:
        del sys.modules[name]


def post_worker_init(worker: Any) -> None:
    """Begin, and give back what reading the content took. The first worker says that calls are answered now."""
    worker.wsgi.extensions["beginning"]()
    if worker.age == 1:
        logging.getLogger("ivr.web").info("The line answers at http://%s", address.bind)
    if hasattr(libc, "malloc_trim"):
        libc.malloc_trim(0)


def worker_exit(server: Any, worker: Any) -> None:
    """At a worker that could not start, gunicorn stops the whole line: let the others go on, and try again in a while."""
    if not worker.booted:
        if worker.alive:  # nobody told it to stop
            time.sleep(2)
            sys.exit(1)
        return
    for name in ("observers", "outside", "alerts", "together", "statistics"):
        if told := worker.wsgi.extensions.get(name):
            told.close()
