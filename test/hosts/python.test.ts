import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import {
  builtInFormats,
  compileFormat,
  crc16Modbus,
  defineFormat,
  encode,
  type Format,
  type FormatDocument,
} from '@claimtag/core'
import { type ConformanceVector, conformanceVectors } from '@claimtag/core/vectors'
import { type CompiledFormat, createDecoder } from '@claimtag/decoder/single'
import { afterAll, describe, expect, test } from 'vitest'
import { sample } from '../../packages/core/test/arbitrary.ts'
import { acmeDocument } from '../../packages/decoder/test/acme.ts'
import { claimtag, emptyFolder } from '../../packages/cli/test/command.ts'
import { requireTool } from '../tools.ts'

const example = fileURLToPath(new URL('../../examples/python-decoder/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'claimtag-python-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What the built-in formats lack: text behind a lead, a constant behind a free value, an opening before the tags. */
const others: readonly FormatDocument[] = [
  acmeDocument,
  {
    id: 'led-and-marked',
    title: 'Led and marked',
    prefix: 'https://acme.example/#',
    separator: '~',
    fields: [
      { run: [{ name: 'lot', length: [2, 9] }, { literal: '-' }, { name: 'devEui' }] },
      { name: 'joinEui', absent: '-' },
      { run: [{ name: 'vendorId' }, { name: 'sku', lead: '+', charset: '0-9A-F.-' }] },
      { name: 'ownerToken', tag: 'T', issued: 'text', wire: 'base64url', bytes: [1, 20], required: true },
      { name: 'serialNumber', tag: 'S', not: ['X*', 'none'] },
    ],
    tags: { open: '?', separator: '&', unknown: true },
    checksum: { algorithm: 'crc16-modbus', tag: 'K' },
    match: { vendorId: ['AC*', '0102'] },
  },
]

/** A file as `claimtag vectors` writes it. */
interface Vectors {
  readonly format: FormatDocument
  readonly compiled: CompiledFormat
  readonly vectors: readonly ConformanceVector[]
}

function check(files: readonly Vectors[]) {
  return checkFiles(
    files.map((file, i) => {
      const path = join(folder, `${i}-${file.format.id}.json`)
      writeFileSync(path, JSON.stringify(file))
      return path
    }),
  )
}

function checkFiles(paths: readonly string[]) {
  const { status, stdout, stderr } = spawnSync('python3', ['-B', join(example, 'check.py'), ...paths], {
    encoding: 'utf8',
  })
  return { status, stderr, lines: stdout.trim().split('\n') }
}

function vectorsOf(format: Format): Vectors {
  return { format: format.document, compiled: compileFormat(format), vectors: conformanceVectors(format) }
}

describe.skipIf(!requireTool('python3'))('the Python decoder', () => {
  const formats = [...builtInFormats, ...others.map((document) => defineFormat(document))]

  test('passes what claimtag vectors writes', async () => {
    const cwd = emptyFolder()
    writeFileSync(join(cwd, 'acme.json'), JSON.stringify(acmeDocument))
    await claimtag(['vectors', 'acme.json', '--out', 'acme.vectors.json'], { cwd })
    const { status, lines } = checkFiles([join(cwd, 'acme.vectors.json')])
    expect(lines).toEqual(['acme: 70 vectors'])
    expect(status).toBe(0)
  })

  test('passes the vectors of every format', () => {
    const { status, stderr, lines } = check(formats.map(vectorsOf))
    expect({ stderr, lines }).toEqual({
      stderr: '',
      lines: formats.map((format) => `${format.id}: ${conformanceVectors(format).length} vectors`),
    })
    expect(status).toBe(0)
  })

  test('reads random codes of random formats alike, and what becomes of them when they are changed', () => {
    const random = fc.sample(sample, { seed: 14, numRuns: 40 }).flatMap(({ document, fields }) => {
      const format = defineFormat(document)
      return [changedCodes(format, encode(fields, format))]
    })
    const fixed = formats.map((format) => {
      const sound = conformanceVectors(format).filter((vector) => 'record' in vector)
      return changedCodes(format, ...sound.map(({ text }) => text).filter((text) => text.length < 200))
    })
    const { status, stderr, lines } = check([...random, ...fixed])
    expect({ stderr, faults: lines.filter((line) => !line.endsWith(' vectors')) }).toEqual({
      stderr: '',
      faults: [],
    })
    expect(status).toBe(0)
  })

  test('a wrong answer is named', () => {
    const { vectors, ...file } = vectorsOf(formats[0]!)
    const wrong = vectors.map((vector, i) => (i === 3 ? { ...vector, text: `${vector.text}0` } : vector))
    const { status, lines } = check([{ ...file, vectors: wrong }])
    expect(status).toBe(1)
    expect(lines[0]).toContain(`thingpark, ${vectors[3]!.about}: `)
  })

  test('is small, and needs nothing that is not in Python', () => {
    const program = readFileSync(join(example, 'decoder.py'), 'utf8')
    const imports = [...program.matchAll(/^(?:import|from) (\w+)/gm)].map(([, name]) => name)
    expect(imports).toEqual(['re'])
    const lines = program.trimEnd().split('\n')
    expect(lines.length).toBeLessThanOrEqual(150)
    expect(lines.filter((line) => line.length > 100 || line.includes(';'))).toEqual([])
  })
})

/** Codes of a format and what damage makes of them, each with what the reader of this project says. */
function changedCodes(format: Format, ...codes: readonly string[]): Vectors {
  const { decode } = createDecoder(compileFormat(format))
  const { prefix = '', separator = '', checksum } = format.document
  const texts = new Set<string>(codes)
  for (const code of codes) {
    // What hides a checksum: its edge lost, its tag changed, a character between the two.
    const [front, sum] = [code.slice(0, -5), code.slice(-5)]
    if (checksum !== undefined)
      texts
        .add(front.slice(0, -1) + sum)
        .add(`${front}Z${sum.slice(1)}`)
        .add(`${front}Z${sum}`)
    for (const at of fc.sample(fc.nat({ max: Math.max(0, code.length - 1 - prefix.length) }), {
      seed: 7,
      numRuns: 12,
    })) {
      const place = prefix.length + at
      const [before, after] = [code.slice(0, place), code.slice(place)]
      texts
        .add(before + after.slice(1))
        .add(`${before}Z${after.slice(1)}`)
        .add(`${before}${separator}${after}`)
      texts
        .add(before)
        .add(`${before}x${after}`)
        .add(before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2))
      if (checksum === undefined) continue
      const body = `${before}%${after.slice(1)}`.slice(0, -5)
      const digits = (crc16Modbus(body.slice(0, -1)) + 0x10000).toString(16).slice(1).toUpperCase()
      texts.add(`${body.slice(0, -1)}${code.slice(-6, -4)}${digits}`)
    }
  }
  const vectors = [...texts].map((text): ConformanceVector => {
    const result = decode(text)
    if (result.ok)
      return { about: text, text, record: result.record, warnings: result.warnings.map(({ code }) => code) }
    const { code, field, position } = result.error
    return {
      about: text,
      text,
      error: {
        code,
        ...(field === undefined ? {} : { field }),
        ...(position === undefined ? {} : { position }),
      },
    }
  })
  return { format: format.document, compiled: compileFormat(format), vectors }
}
