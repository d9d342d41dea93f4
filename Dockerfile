# Two stages: the first installs from the lock file, the second carries only what runs.
FROM python:3.13-slim AS build
WORKDIR /source
RUN python -m venv /venv
COPY requirements.lock ./
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 planner
COPY --from=build /venv /venv
COPY --chown=planner fixtures/programmes /home/planner/programmes
USER planner
WORKDIR /home/planner
ENTRYPOINT ["/venv/bin/phased-exit"]
CMD ["plan", "programmes/lincolnshire.json"]
