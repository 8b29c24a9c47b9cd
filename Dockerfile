# syntax=docker/dockerfile:1
# scripts/image builds it, with Docker, Podman or Buildah.
ARG BASE=docker.io/library/debian:bookworm-slim

FROM ${BASE} AS build
WORKDIR /src
COPY scripts/packages scripts/headers scripts/
RUN apt-get update -qq \
 && sed -n 's/^build: //p' scripts/packages | DEBIAN_FRONTEND=noninteractive xargs apt-get install -y -qq --no-install-recommends
COPY CMakeLists.txt CMakePresets.json ./
COPY cmake cmake
COPY config config
COPY alerts alerts
COPY src src
ARG REVISION=unknown
RUN --mount=type=cache,target=/root/.cache/ccache \
    export CCACHE_DIR=/root/.cache/ccache CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=/src \
 && cmake --preset release -DWABA_TESTS=OFF -DWABA_REVISION="$REVISION" \
 && cmake --build --preset release --target waba_exporter \
 && strip build/release/src/waba_exporter \
 && scripts/headers build/release > build/headers

FROM ${BASE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="waba_exporter" \
      org.opencontainers.image.description="Prometheus exporter and health monitor for WhatsApp Business accounts" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="docker.io/library/debian:bookworm-slim"
# What Debian has mended since the base was made, too.
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get upgrade -y -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends ca-certificates libarchive13 libcrypt1 \
      libcurl4 libdate-tz3 libgnutls30 libisal2 libmicrohttpd12 libnghttp2-14 libprometheus-cpp-core1.0 libsimdjson14 \
      libsqlite3-0 libssl3 libtomlplusplus3 tzdata zlib1g \
 && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/* \
 && install -d -o 65532 -g 65532 /var/lib/waba_exporter
COPY LICENSE deploy/debian/copyright /usr/share/doc/waba_exporter/
# What is compiled in, for whoever lists what the image has.
COPY --from=build /src/build/headers /usr/share/doc/waba_exporter/headers
COPY --from=build /src/build/release/src/waba_exporter /usr/bin/waba_exporter
USER 65532:65532
WORKDIR /var/lib/waba_exporter
VOLUME /var/lib/waba_exporter
EXPOSE 10360
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["/usr/bin/waba_exporter", "health", "--config", "/etc/waba_exporter/waba_exporter.toml"]
ENTRYPOINT ["/usr/bin/waba_exporter"]
CMD ["serve", "--config", "/etc/waba_exporter/waba_exporter.toml"]
