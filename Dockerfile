# docker build -t medcheck . && docker run --rm -p 127.0.0.1:8501:8501 medcheck
FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY pyproject.toml README.md LICENSE .ci/constraints.txt ./
COPY medcheck medcheck
COPY data data
COPY .streamlit .streamlit
RUN pip install --constraint constraints.txt . && useradd --create-home medcheck
USER medcheck
WORKDIR /home/medcheck
EXPOSE 8501
HEALTHCHECK --start-period=20s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/_stcore/health', timeout=3)"]
CMD ["medcheck", "serve", "--host", "0.0.0.0", "--port", "8501"]
