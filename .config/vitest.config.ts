import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const conditions = ['@claimtag/source', 'module', 'node', 'development|production']

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  // Tests run the TypeScript sources of every package; only tests of the command start the build.
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['@claimtag/source', 'node'] } },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'examples/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', fileURLToPath(new URL('closing-line.ts', import.meta.url))],
    passWithNoTests: false,
  },
})
