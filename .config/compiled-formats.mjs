// Writes the built-in formats as the plain data that the decoder ships: compiled and compared here, so that an app
// carries neither the compiler nor what compares formats. A test holds the file to what this writes.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const HEADING = `// Written by .config/compiled-formats.mjs from the built-in formats of @claimtag/core.
import type { CompiledFormat } from '@claimtag/core/reader'
`

/** The text of packages/decoder/src/formats.ts. `core` is what @claimtag/core exports. */
export function compiledFormatsModule(core) {
  const nameOf = (format) => Object.keys(core).find((name) => core[name] === format)
  const compiled = core.builtInFormats.map((format) => [nameOf(format), core.compileFormat(format)])
  const shared = repeatedIn(compiled.map(([, format]) => format))
  const consts = [...shared].map(
    ([json, name]) => `const ${name} = ${literal(JSON.parse(json), shared, true)}\n`,
  )
  const formats = compiled.map(
    ([name, format]) => `export const ${name}: CompiledFormat = ${literal(format, shared)}\n`,
  )
  const names = compiled.map(([name]) => `  ${name},\n`).join('')
  return `${HEADING}
${consts.join('')}
${formats.join('')}
/** What a decoder reads when it is told nothing else. Of two that read a code alike, the first gives its name. */
export const builtIns: readonly CompiledFormat[] = [
${names}]

/** Stands in the data of each format that was compared with these. */
export const BUILT_IN_DIGEST = '${core.builtInDigest()}'
`
}

/** A name for every object that stands in several places, by its JSON; those within others first. */
function repeatedIn(values) {
  const counts = new Map()
  const count = (value) => {
    if (typeof value !== 'object') return
    const json = JSON.stringify(value)
    counts.set(json, (counts.get(json) ?? 0) + 1)
    if (counts.get(json) === 1) Object.values(value).forEach(count)
  }
  values.forEach(count)
  const repeated = [...counts].filter(([json, times]) => times > 1 && json.length > 1e9)
  const inner = repeated.map(([json]) => json).sort((a, b) => a.length - b.length)
  return new Map(inner.map((json, i) => [json, `shared${i + 1}`]))
}

function literal(value, shared, isOwn = false) {
  const json = JSON.stringify(value)
  if (!isOwn && shared.has(json)) return shared.get(json)
  if (typeof value !== 'object') return typeof value === 'string' ? quoted(value) : json
  if (Array.isArray(value)) return `[${value.map((one) => literal(one, shared)).join(', ')}]`
  return `{ ${Object.entries(value)
    .map(([name, one]) => `${name}: ${literal(one, shared)}`)
    .join(', ')} }`
}

function quoted(text) {
  return `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replace(/'/g, "\\'")}'`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const core = await import('../packages/core/dist/index.js')
  writeFileSync(new URL('../packages/decoder/src/formats.ts', import.meta.url), compiledFormatsModule(core))
}
