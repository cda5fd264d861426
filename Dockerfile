# The line in one image: docker build -t line . ; settings come from the environment (README, Configuration).
# The first stage installs into a folder; the second takes that folder and the program, and nothing else.
FROM python:3.13-slim AS packages
WORKDIR /build
COPY requirements.txt ./
RUN python -m venv --without-pip /packages \
 && pip --python /packages/bin/python install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt

FROM python:3.13-slim
ENV PATH=/packages/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 \
    PORT=8000 \
    DATABASE_URL=sqlite:////data/journal.sqlite3 \
    LINE_PYTHON=/packages/bin/python \
    LINE_DATA=/data \
    CONTENT_DIR=/data/content
RUN python -m pip uninstall --yes --quiet --root-user-action=ignore pip \
 && useradd --system --uid 10001 --home-dir /data --create-home --shell /usr/sbin/nologin line
COPY --from=packages /packages /packages
WORKDIR /line
COPY audio audio
COPY prompts prompts
COPY scripts scripts
COPY ivr ivr
COPY app.py LICENSE ./
RUN python -m compileall -q ivr scripts app.py && ln -s /line/scripts/line /usr/local/bin/line
USER 10001
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=4)"]
ENTRYPOINT ["gunicorn", "--config", "ivr/gunicorn.conf.py", "app:app"]
