// Draws every screen of the portal, on a phone and on a desk, light and dark: `npm run gallery [FOLDER] [PATTERN]`.
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = fileURLToPath(new URL('.', import.meta.url))
const [folder = join(here, '../../examples/user-portal/dist/gallery'), pattern] = process.argv.slice(2)
const bundle = mkdtempSync(join(here, '.gallery-'))
try {
  const outfile = join(bundle, 'gallery.mjs')
  await build({
    entryPoints: [join(here, 'gallery.ts')],
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    outfile,
    define: { 'import.meta.url': JSON.stringify(new URL('stand.ts', import.meta.url).href) },
  })
  const { drawGallery } = await import(outfile)
  const paths = await drawGallery(folder, pattern === undefined ? undefined : new RegExp(pattern))
  process.stdout.write(`${paths.length} screens in ${folder}\n`)
} finally {
  rmSync(bundle, { recursive: true })
}
