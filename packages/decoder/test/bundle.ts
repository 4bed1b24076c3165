import { build } from 'esbuild'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** What an app gets of a module with this text. */
export interface Bundle {
  readonly text: string
  /** The file that each character comes from; '' for what the bundler put between them. */
  readonly origins: readonly string[]
}

export async function bundle(contents: string): Promise<Bundle> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    charset: 'utf8',
    platform: 'neutral',
    conditions: ['@claimtag/source'],
    sourcemap: 'external',
    outfile: 'bundle.js',
  })
  const contentOf = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))!.text
  const text = contentOf('.js')
  const map = new SourceMap(JSON.parse(contentOf('.map')) as SourceMapPayload)
  const origins = text.split('\n').flatMap((line, row) => {
    const places = Array.from(`${line}\n`, (_, column) => map.findEntry(row, column))
    return places.map((place) => ('originalSource' in place ? place.originalSource : ''))
  })
  return { text, origins }
}

/** Bytes as they are downloaded. */
export function sizeOf(text: string): number {
  return gzipSync(text, { level: 9 }).length
}

/** By how much a bundle would be smaller without some of its files. */
export function sizeOfPart({ text, origins }: Bundle, isPart: (path: string) => boolean): number {
  const others = Array.from(text).filter((_, at) => !isPart(origins[at]!))
  return sizeOf(text) - sizeOf(others.join(''))
}
