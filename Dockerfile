# One image for site, worker and command line; `operations` adds what backups need.
#   docker build --target app -t evosync .
# Debian, because Temporal's SDK ships no binary for musl.
ARG NODE=20

# Compiles: with everything, also what only developers need.
FROM node:${NODE}-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json ./
COPY scripts scripts
COPY src src
COPY workflows workflows
COPY activities activities
COPY temporal temporal
COPY migrations migrations
RUN node --input-type=module --eval "import { build } from './scripts/setup/build.mjs'; await build();"

# What is needed at run time, without Temporal's binaries for other systems.
FROM node:${NODE}-bookworm-slim AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 \
    ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -rf {} +

FROM node:${NODE}-bookworm-slim AS app
LABEL org.opencontainers.image.title="EvoSync" \
  org.opencontainers.image.description="Mirrors a merchant's Evotor till catalogue into their VK Market shop"
ENV NODE_ENV=production DATA_DIR=/data PORT=8080 MALLOC_ARENA_MAX=2
WORKDIR /app
RUN install --directory --owner node --group node --mode 0700 /data \
  && printf '#!/bin/sh\nexec node --enable-source-maps /app/dist/src/main/cli.js "$@"\n' > /usr/local/bin/evosync \
  && chmod 0755 /usr/local/bin/evosync
COPY package.json ./
COPY --from=modules /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY views views
COPY public public
USER node
VOLUME /data
EXPOSE 8080
# Processes end by themselves on SIGTERM and start no children; where backups run, start with `--init` (`init: true`).
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=150s --retries=6 \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:' + process.env.PORT + '/health').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/src/main/web.js"]

# `evosync backup` and `evosync restore` call MariaDB's own programs.
FROM app AS operations
USER root
RUN apt-get update \
  && apt-get install --yes --no-install-recommends mariadb-client \
  && rm -rf /var/lib/apt/lists/* \
  && install --directory --owner node --group node --mode 0700 /backups
USER node
VOLUME /backups
HEALTHCHECK NONE
ENTRYPOINT ["evosync"]
CMD ["doctor"]
