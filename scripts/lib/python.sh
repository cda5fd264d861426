# For scripts/start, scripts/test and scripts/line: find Python. Sourced, not run.

find_python() {
  local name
  for name in python3.14 python3.13 python3.12 python3.11 python3 python; do
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
  local python
  python=$(find_python)
  "$python" scripts/lib/prepare.py "$1"
}
