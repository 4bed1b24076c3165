import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'

const conditions = ['@claimtag/source', 'module', 'node', 'development|production']

/**
 * Packages whose modules keep no state between two calls: their test files share processes, since starting one and
 * loading the sources takes as long as the tests of a file. Every other test file has a process of its own.
 */
const SHARING = [
  ...[
    'core',
    'qr',
    'label',
    'devices',
    'provisioning',
    'batch',
    'printer',
    'line',
    'cli',
    'disk',
    'online',
  ].map((name) => `packages/${name}/test/**/*.test.ts`),
  'packages/storage/test/**/*.test.ts',
  'examples/*/test/**/*.test.ts',
  'test/{architecture,connectors,line,online,provisioning,qr,sim}/**/*.test.ts',
  // Those take long, and start processes themselves.
  'test/!(cli|examples|hostile-workbooks|ledger|output-digests|ship).test.ts',
  // That one asks what a reader does that nothing has loaded.
  'packages/decoder/test/**/!(outside-node).test.ts',
]

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  // Tests run the TypeScript sources of every package; only tests of the command start the build.
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@claimtag/source', 'node'] } },
  test: {
    // For a busy machine: none of them takes a fifth of it.
    testTimeout: 180_000,
    hookTimeout: 120_000,
    // A browser on a busy machine takes its time; the second that Vitest would wait is a race.
    expect: { poll: { timeout: 30_000 } },
    // Vitest would leave a core to itself, and hardly uses it: of two, tests would have one. One more, since a tenth of
    // the time of tests is waiting: for a printer, for a process that was killed. Two more took longer.
    maxWorkers: availableParallelism() + 1,
    reporters: ['default', fileURLToPath(new URL('closing-line.ts', import.meta.url))],
    passWithNoTests: false,
    projects: [
      { extends: true, test: { name: 'sharing', include: SHARING, isolate: false } },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...SHARING],
        },
      },
    ],
  },
})
