import { type BatchOptions, type BatchSummary, type OutputKind, runBatch, streamBatch } from '@claimtag/batch'
import { rasteriseArt } from '@claimtag/label/art'
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ALIKE, OUTPUT_CASES, type OutputCase, outputNames, PICTURE } from './output-cases.ts'

// The same job gives the same bytes in every version, until a changeset says otherwise.

const path = fileURLToPath(new URL('data/output-digests.json', import.meta.url))
const updating = process.env['UPDATE_DIGESTS'] === '1'

const ON_CHANGE = `These outputs are not what they were. The same job must give the same bytes; to change them by decision, run
  UPDATE_DIGESTS=1 npx vitest run --config .config/vitest.config.ts test/output-digests.test.ts
and commit test/data/output-digests.json with a changeset that says what is different on a label, and why.`

/** Digests by the names of outputs; for refused ones, the code of the reason. */
type Digests = Readonly<Record<string, string>>

const known = JSON.parse(readFileSync(path, 'utf8')) as Digests
const names = [...OUTPUT_CASES.values()].flat().flatMap(outputNames)
const made: Record<string, string> = {}
const reference: Digests = updating ? made : known

let place = ''
let jobs = 0

beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'claimtag-digests-'))
})

afterAll(() => {
  rmSync(place, { recursive: true, force: true })
  if (!updating) return
  const digests = [...names].sort().map((name) => [name, made[name] ?? known[name]])
  writeFileSync(path, `${JSON.stringify(Object.fromEntries(digests), undefined, 2)}\n`)
})

/** Options of all jobs here. */
async function optionsOf({ options, devices }: OutputCase) {
  const { template, dpi = 203 } = options
  const input = join(place, `${++jobs}.csv`)
  writeFileSync(input, devices)
  const art = template && (await rasteriseArt(template, { dpi, read: () => PICTURE }))
  // Other tests read the labels; these compare bytes.
  return { verify: 'none', workers: 0, skipBadRows: true, ...options, art, input } as const
}

/** Digests of all outputs of one job. */
async function digestsOf(output: OutputCase, how: Partial<BatchOptions> = {}): Promise<Digests> {
  const out = join(place, `labels-${++jobs}`)
  try {
    const summary = await runBatch({ ...(await optionsOf(output)), ...how, out })
    const { as, pack } = output.options
    const kinds = pack === undefined ? as : [pack]
    const digests = kinds.map((kind) => digestOf(filesOf(out, kind), summary))
    return named(output, (index) => digests[index]!)
  } catch (error) {
    const reason = `refused: ${codeOf(error)}`
    return named(output, () => reason)
  }
}

function named(output: OutputCase, digestAt: (index: number) => string): Digests {
  return Object.fromEntries(outputNames(output).map((name, index) => [name, digestAt(index)]))
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: string }
  if (code === undefined) throw error
  return code
}

function endingOf(kind: OutputKind | 'zip'): string {
  return kind === 'zpl-native' ? '.native.zpl' : `.${kind}`
}

type File = readonly [name: string, bytes: Uint8Array]

/**
 * Label files in the order of their names; no manifest and no `job.json`, which hold times and digests by a random
 * key.
 */
function filesOf(out: string, kind: OutputKind | 'zip'): readonly File[] {
  const ending = endingOf(kind)
  return readdirSync(out, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith(ending) && name !== 'refused.csv' && !name.startsWith('.claimtag/'))
    .filter((name) => statSync(join(out, name)).isFile())
    .sort()
    .map((name) => [name, readFileSync(join(out, name))])
}

function digestOf(files: readonly File[], { labelled, refusals }: BatchSummary): string {
  const hash = createHash('sha256')
  for (const [name, bytes] of files) hash.update(`${name} ${bytes.length}\n`).update(bytes)
  const digest = labelled === 0 ? 'no label' : hash.digest('hex').slice(0, 16)
  const refused = new Map<string, number[]>()
  for (const { code, line } of refusals) refused.set(code, [...(refused.get(code) ?? []), line])
  return [digest, ...[...refused].map(([code, lines]) => `${code} in ${spanOf(lines)}`)].join(', ')
}

function spanOf(lines: readonly number[]): string {
  return lines.length < 4 ? lines.join(' ') : `${lines.length} lines`
}

/** Outputs that have changed, each with both digests. */
function changesIn(digests: Digests): readonly string[] {
  return Object.entries(digests)
    .filter(([name, digest]) => reference[name] !== digest)
    .map(([name, digest]) => `${name}: was ${reference[name] ?? 'not known'}, is ${digest}`)
}

function reportOf(changes: readonly string[]): string {
  return changes.length === 0 ? '' : [...changes, '', ON_CHANGE].join('\n')
}

describe('outputs have the bytes that they had', () => {
  test.each([...OUTPUT_CASES])('%s', async (_, cases) => {
    const changes: string[] = []
    for (const output of cases) {
      const digests = await digestsOf(output)
      Object.assign(made, digests)
      changes.push(...changesIn(digests))
    }
    expect(reportOf(changes)).toBe('')
  })

  test('and each of those has a digest, and nothing else has', () => {
    expect(new Set(names).size).toBe(names.length)
    expect(Object.keys(reference).sort()).toEqual([...names].sort())
  })
})

describe('bytes do not depend on', () => {
  test.each([
    ['the rows that are made at once', { chunkRows: 3 }],
    ['the threads that make them', { chunkRows: 4, workers: 2 }],
  ])('%s', async (_, how) => {
    const changes: string[] = []
    for (const output of ALIKE) changes.push(...changesIn(await digestsOf(output, how)))
    expect(reportOf(changes)).toBe('')
  })

  test('whether they leave as a stream', async () => {
    const changes: string[] = []
    for (const output of ALIKE.flatMap(asStreams)) changes.push(...changesIn(await streamDigest(output)))
    expect(reportOf(changes)).toBe('')
  })
})

const UNSTREAMED: ReadonlySet<OutputKind> = new Set(['png', 'svg', 'pdf'])

/** The outputs of a job that can be streams, each as a job of its own. */
function asStreams({ name, options, devices }: OutputCase): readonly OutputCase[] {
  if (options.pack !== undefined) return [{ name, options, devices }]
  const kinds = options.as.filter((kind) => !UNSTREAMED.has(kind))
  return kinds.map((kind) => ({ name, options: { ...options, as: [kind] }, devices }))
}

async function streamDigest(output: OutputCase): Promise<Digests> {
  const parts: Uint8Array[] = []
  const write = async (bytes: Uint8Array) => void parts.push(Uint8Array.from(bytes))
  const summary = await streamBatch({ ...(await optionsOf(output)), chunkRows: 3, write })
  const { as, pack } = output.options
  const file = `labels${endingOf(pack ?? as[0]!)}`
  return named(output, () => digestOf([[file, Buffer.concat(parts)]], summary))
}
