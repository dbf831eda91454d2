# ADGO as a container: `docker build -t adgo .`, then `docker run --rm --read-only --tmpfs /tmp -p 127.0.0.1:8000:8000 adgo`.
# The documentation says how to serve a store: docs/how-to/run-in-a-container.md.

FROM python:3.13-slim AS build
ENV ADGO_WEB_ASSETS=require
WORKDIR /source
COPY . .
# The versions of the lock; each wheel, ADGO's own among them, is put into one folder.
RUN grep -v '^ ' requirements.lock | sed 's/ *\\$//' > constraints.txt
RUN pip wheel --no-cache-dir --wheel-dir /wheels --constraint constraints.txt .

FROM python:3.13-slim
LABEL org.opencontainers.image.title="ADGO" \
    org.opencontainers.image.description="A knowledge graph of autonomous driving abroad: pages and a SPARQL endpoint" \
    org.opencontainers.image.licenses="Apache-2.0 AND CC-BY-4.0"
# Modules are compiled here: the file system is read-only later.
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels adgo
# A store that is mounted here must belong to this user.
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /data adgo && install -d -o adgo -g adgo /data
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /data
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import http.client as h; c = h.HTTPConnection('127.0.0.1', 8000, timeout=4); c.request('GET', '/health'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["adgo"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
