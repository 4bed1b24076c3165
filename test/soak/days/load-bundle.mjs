import { build } from 'esbuild'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const TESTS = fileURLToPath(new URL('../../', import.meta.url))

/** What modules of the tests export, which are TypeScript, as Node 20 can import it. */
export async function loadBundle(...names) {
  const folder = mkdtempSync(join(TESTS, 'node_modules', '.bundle-'))
  const outfile = join(folder, 'bundle.mjs')
  try {
    await build({
      stdin: {
        contents: names.map((name) => `export * from './${name}'`).join('\n'),
        resolveDir: TESTS,
      },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      packages: 'external',
    })
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
