# One image for site, worker and command line. Debian, because Temporal's SDK ships no binary for musl.
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY . .
RUN node --input-type=module --eval "import { build } from './scripts/setup/build.mjs'; await build();"

FROM node:20-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data MALLOC_ARENA_MAX=2
WORKDIR /app
RUN install --directory --owner node --group node --mode 0700 /data
COPY --from=build /app /app
USER node
VOLUME /data
EXPOSE 8080
CMD ["node", "--enable-source-maps", "dist/src/main/web.js"]
