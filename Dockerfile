# Build: compiles SQLite where no prebuilt one fits, bundles, and leaves only what runs.
FROM node:20-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save --no-fund --no-audit
COPY tsconfig.json ./
COPY scripts scripts
COPY src src
RUN npm run build && npm prune --omit=dev --no-save

FROM node:20-bookworm-slim
ENV NODE_ENV=production \
    MOCK_WIRAYA_HOST=0.0.0.0 \
    MOCK_WIRAYA_DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules/better-sqlite3 node_modules/better-sqlite3
COPY --from=build /app/node_modules/bindings node_modules/bindings
COPY --from=build /app/node_modules/file-uri-to-path node_modules/file-uri-to-path
COPY --from=build /app/dist dist
USER node
VOLUME /data
EXPOSE 4010 4443
HEALTHCHECK --interval=5s --timeout=2s --start-period=5s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.MOCK_WIRAYA_HTTP_PORT ?? 4010}/v1/health`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/main.cjs"]
