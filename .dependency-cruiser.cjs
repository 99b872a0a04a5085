/** Imports go one way; see docs/architecture.md. Each room lists the rooms it may import. */
const rooms = {
  core: [],
  store: ['core'],
  clock: ['core'],
  tls: ['core'],
  proxy: ['core'],
  simulation: ['core', 'store', 'clock'],
  callbacks: ['core', 'store', 'clock', 'tls'],
  inbox: ['core', 'store', 'tls', 'callbacks'],
  api: ['core', 'store', 'clock', 'tls', 'simulation', 'callbacks', 'inbox'],
  dashboard: ['core', 'api'],
  client: ['core'],
};

/** The build puts these into dist/. They are no dependencies of the package, which holds what it needs of them. */
const bundled = [
  '@hono/node-server',
  '@hono/zod-openapi',
  'cli-progress',
  'commander',
  'hono',
  'htmx.org',
  'idiomorph',
  'libphonenumber-js',
  'node-cron',
  'pino',
  'pino-pretty',
  'prom-client',
  'saxes',
  'selfsigned',
  'split-sms',
  'tinyqueue',
  'undici',
  'zod',
];

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { path: '^src/', orphan: true, pathNot: '\\.d\\.ts$|^src/dashboard/assets/' },
      to: {},
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'src-knows-no-tests-or-scripts',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'no-dev-dependencies-in-src',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-dev'],
        // Vitest is there where its fixture is asked for.
        pathNot: ['@types', 'vitest', ...bundled].map((name) => `node_modules/${name}/`),
      },
    },
    {
      name: 'core-does-no-io',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { dependencyTypes: ['core'] },
    },
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `${room}-imports-only-${allowed.join('-') || 'itself'}`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: [room, ...allowed].map((name) => `^src/${name}/`) },
    })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Knows the package only as one who has installed it.
    exclude: { path: '^scripts/package/consumer/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
