# syntax=docker/dockerfile:1
ARG BASE=debian:bookworm-slim

FROM ${BASE} AS build
WORKDIR /src
COPY scripts/packages scripts/lib.sh scripts/
RUN apt-get update -qq \
 && sed -n 's/^build: //p' scripts/packages | xargs apt-get install -y -qq --no-install-recommends
COPY CMakeLists.txt CMakePresets.json ./
COPY cmake cmake
COPY config config
COPY src src
RUN cmake --preset release -DWABA_TESTS=OFF \
 && cmake --build --preset release --target waba_exporter \
 && strip build/release/src/waba_exporter

FROM ${BASE}
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends ca-certificates libarchive13 libcurl4 libdate-tz3 \
      libmicrohttpd12 libnghttp2-14 libprometheus-cpp-core1.0 libsimdjson14 libsqlite3-0 libssl3 libtomlplusplus3 tzdata zlib1g \
 && rm -rf /var/lib/apt/lists/* \
 && install -d -o 65532 -g 65532 /var/lib/waba_exporter
COPY --from=build /src/build/release/src/waba_exporter /usr/bin/waba_exporter
USER 65532:65532
WORKDIR /var/lib/waba_exporter
VOLUME /var/lib/waba_exporter
EXPOSE 10360
HEALTHCHECK CMD ["/usr/bin/waba_exporter", "health", "--config", "/etc/waba_exporter/waba_exporter.toml"]
ENTRYPOINT ["/usr/bin/waba_exporter"]
CMD ["serve", "--config", "/etc/waba_exporter/waba_exporter.toml"]
