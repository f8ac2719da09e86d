# docker build -t paredown . && docker run --rm -v "$PWD:/work" paredown run --config paredown.yaml --out out
FROM node:22-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:22-slim
# git is what proposals are made with.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates git \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build --chown=root:root /src/package.json /src/CHANGELOG.md /src/LICENSE /opt/paredown/
COPY --from=build --chown=root:root /src/node_modules /opt/paredown/node_modules
COPY --from=build --chown=root:root /src/dist /opt/paredown/dist
COPY --from=build --chown=root:root /src/queries /opt/paredown/queries
COPY --from=build --chown=root:root /src/templates /opt/paredown/templates
RUN ln -s /opt/paredown/dist/cli.js /usr/local/bin/paredown \
 # A mounted clone belongs to the user outside; git would refuse to read it.
 && git config --system --add safe.directory '*'
USER node
WORKDIR /work
ENTRYPOINT ["paredown"]
CMD ["--help"]
