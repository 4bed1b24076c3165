import { build } from 'esbuild'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ENTRY = `export { runLabels } from './label-run.ts'
export { runIssues } from './issue-run.ts'
export { costOfLostZone, limitOfIssues, limitOfLabels } from './scaling.ts'`

/** The model of test/sim/fleet, which is TypeScript, as Node 20 can import it. */
export async function loadModel() {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-bench-'))
  const outfile = join(folder, 'model.mjs')
  try {
    const resolveDir = fileURLToPath(new URL('../../sim/fleet', import.meta.url))
    await build({ stdin: { contents: ENTRY, resolveDir }, outfile, bundle: true, format: 'esm' })
    return await import(pathToFileURL(outfile).href)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
