# Two stages: the first installs from the lock file, the second carries only what runs.
# Data live in /data alone; the rest may be mounted read-only. To pin the base image for good, put
# its digest behind the tag: python:3.13-slim-bookworm@sha256:…
FROM python:3.13-slim-bookworm AS build
WORKDIR /source
RUN python -m venv /venv
COPY requirements.lock ./
RUN /venv/bin/pip install --require-hashes -r requirements.lock
COPY . .
RUN /venv/bin/pip install --no-deps --no-build-isolation .
# What builds is not needed to run.
RUN /venv/bin/pip uninstall --yes hatchling pathspec pluggy trove-classifiers setuptools pip
RUN mkdir /data

FROM python:3.13-slim-bookworm
ENV PATH=/venv/bin:$PATH HOME=/data PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
COPY --from=build /venv /venv
COPY --from=build --chown=10001:10001 /data /data
USER 10001:10001
WORKDIR /data
VOLUME ["/data"]
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["phased-exit"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000", "--data", "/data"]
