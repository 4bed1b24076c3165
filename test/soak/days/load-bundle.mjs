import { build } from 'esbuild'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const TESTS = fileURLToPath(new URL('../../', import.meta.url))

/** A module of the tests, which is TypeScript, as Node 20 can import it. */
export async function loadBundle(name) {
  const folder = mkdtempSync(join(TESTS, 'node_modules', '.bundle-'))
  const outfile = join(folder, 'bundle.mjs')
  try {
    await build({
      entryPoints: [join(TESTS, name)],
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
