# For scripts/start and scripts/test: find Python, make .venv, install what a lock file names. Sourced, not run.

find_python() {
  local name
  for name in python3.13 python3.12 python3.11 python3 python; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$name"
      return
    fi
  done
  echo "Python 3.11 or newer is needed (https://www.python.org/downloads/)." >&2
  return 1
}

# install_requirements FILE: into .venv, only when the lock file changed since the last time.
install_requirements() {
  local python stamp=".venv/installed-$1"
  if [ ! -x .venv/bin/python ]; then
    python=$(find_python)
    "$python" -m venv .venv || {
      echo "Python cannot make a virtual environment here. On Debian or Ubuntu: apt-get install python3-venv" >&2
      return 1
    }
  fi
  if ! cmp -s "$1" "$stamp"; then
    echo "Installing what the line needs (once) ..."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
    cp "$1" "$stamp"
  fi
}
