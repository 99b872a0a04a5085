ARG NODE_VERSION=20

# Build: compiles SQLite where no prebuilt one fits, and bundles.
FROM node:${NODE_VERSION}-bookworm AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save --no-fund --no-audit
COPY tsconfig.json ./
COPY scripts scripts
COPY src src
RUN npm run build

# Run: the bundle, SQLite, and nothing else.
FROM node:${NODE_VERSION}-bookworm-slim
ENV NODE_ENV=production \
    MOCK_WIRAYA_HOST=0.0.0.0 \
    MOCK_WIRAYA_DATA_DIR=/data
WORKDIR /app
# Where the platform keeps its data, and where `certs --out` may leave its certificate for other containers.
RUN mkdir /data /trust && chown node:node /data /trust
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules/bindings node_modules/bindings
COPY --from=build /app/node_modules/file-uri-to-path node_modules/file-uri-to-path
COPY --from=build /app/node_modules/better-sqlite3/package.json node_modules/better-sqlite3/
COPY --from=build /app/node_modules/better-sqlite3/lib node_modules/better-sqlite3/lib
COPY --from=build /app/node_modules/better-sqlite3/build/Release/better_sqlite3.node node_modules/better-sqlite3/build/Release/
COPY --from=build /app/dist dist
COPY seed seed
USER node
VOLUME /data
EXPOSE 4010 4443
HEALTHCHECK --interval=5s --timeout=2s --start-period=5s CMD ["node", "dist/main.cjs", "health"]
ENTRYPOINT ["node", "dist/main.cjs"]
