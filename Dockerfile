# docker build -t medcheck .
# docker run --rm --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -p 127.0.0.1:8501:8501 medcheck
FROM python:3.13-slim AS build
ENV UV_PROJECT_ENVIRONMENT=/opt/medcheck UV_LINK_MODE=copy UV_PYTHON=/usr/local/bin/python
RUN pip install --no-cache-dir --disable-pip-version-check uv==0.13.9
WORKDIR /src
COPY pyproject.toml uv.lock README.md LICENSE ./
COPY medcheck medcheck
COPY data data
COPY .streamlit .streamlit
# Exactly what uv.lock names, each file held against its hash.
RUN uv sync --locked --no-editable --compile-bytecode

FROM python:3.13-slim
ENV PATH=/opt/medcheck/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp
COPY --from=build /opt/medcheck /opt/medcheck
USER 10001:10001
WORKDIR /tmp
EXPOSE 8501
HEALTHCHECK --start-period=20s --timeout=5s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/healthz', timeout=3)"]
CMD ["medcheck", "serve", "--host", "0.0.0.0", "--port", "8501"]
