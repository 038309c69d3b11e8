# Two stages: the first installs from the tree with the versions that were tested, the second holds nothing else.
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY constraints.txt pyproject.toml README.md LICENSE NOTICE ./
COPY corpus corpus
COPY evals evals
COPY rag rag
COPY ui ui
RUN python -m venv /opt/citewire \
    && /opt/citewire/bin/pip install --no-cache-dir --disable-pip-version-check -c constraints.txt .

FROM python:3.12-slim-bookworm
RUN useradd --uid 10001 --home-dir /var/lib/citewire --create-home citewire
COPY --from=build /opt/citewire /opt/citewire
ENV PATH=/opt/citewire/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    CITEWIRE_HOST=0.0.0.0 \
    CITEWIRE_PORT=7860 \
    CITEWIRE_LIBRARY=/var/lib/citewire/library \
    CITEWIRE_LOG_LEVEL=info
USER 10001
VOLUME /var/lib/citewire
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:7860/readyz', timeout=4)"]
# It does not start without a password or a token: see docs/operations.md.
ENTRYPOINT ["citewire"]
CMD ["chat"]
