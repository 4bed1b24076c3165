import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as core from '@claimtag/core'
import { createDecoder } from '@claimtag/decoder'
import { createDecoder as createDocumentDecoder } from '@claimtag/decoder/documents'
import { builtIns, devEuiAppEui, devEuiOnly, thingpark as compiledThingpark } from '@claimtag/decoder/formats'
import { createDecoder as createSingleDecoder } from '@claimtag/decoder/single'
import { createDecoder as createStrictDecoder } from '@claimtag/decoder/strict'
import { compiledFormatsModule } from '../../../.config/compiled-formats.mjs'
import { formatOf } from '../../core/src/format/format.ts'
import { record, sample } from '../../core/test/arbitrary.ts'
import { published, textOf } from '../../core/test/published.ts'

const { builtInFormats, compileFormat, compileFormats, defineFormat, encode, thingpark, tr005 } = core

const texts = published.map(textOf)

const NOT_RECOGNISED = { ok: false, error: { kind: 'foreign', code: 'not-recognised' } }

/** Whether it says what other kind of code a text is. */
function isNamed(result: core.DecodeResult): boolean {
  return !result.ok && ['other-code', 'format-not-loaded', 'unsupported-version'].includes(result.error.code)
}

test('the data that ships is what the built-in formats compile to', () => {
  const shipped = readFileSync(new URL('../src/formats.ts', import.meta.url), 'utf8')
  expect(shipped, 'run node .config/compiled-formats.mjs after the build').toBe(compiledFormatsModule(core))
  expect(builtIns.map(({ id }) => id)).toEqual(builtInFormats.map(({ id }) => id))
})

test('compiled formats are plain data', () => {
  expect(JSON.parse(JSON.stringify(builtIns))).toEqual(builtIns)
})

const change = fc.record({
  at: fc.nat(),
  takes: fc.constantFrom(0, 1),
  puts: fc.constantFrom('', ...Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcz:;%_+/=-. ')),
})
type Change = Readonly<{ at: number; takes: number; puts: string }>

function changed(text: string, { at, takes, puts }: Change): string {
  const i = at % (text.length + 1)
  return text.slice(0, i) + puts + text.slice(i + takes)
}

describe('compiled formats read as documents do', () => {
  const compiled = createDecoder()
  const documents = createDocumentDecoder()

  test('every vector', () => {
    expect(texts.length).toBeGreaterThan(40)
    for (const text of texts) {
      for (const one of [text, text.toLowerCase(), ` ${text}\r\n`, text.slice(1), text.slice(0, -1)])
        expect(compiled.decode(one)).toEqual(documents.decode(one))
    }
  })

  test('whatever is done to a code', () => {
    const code = fc.oneof(
      record('base64').map((fields) => encode(fields, thingpark)),
      record('text').map((fields) => encode(fields, tr005)),
      fc.constantFrom(...texts),
    )
    fc.assert(
      fc.property(code, fc.array(change, { maxLength: 3 }), fc.boolean(), (text, changes, isLower) => {
        const broken = changes.reduce(changed, isLower ? text.toLowerCase() : text)
        expect(compiled.decode(broken)).toEqual(documents.decode(broken))
      }),
      { numRuns: 500 },
    )
  })

  test('random formats, alone and as data that went through JSON', () => {
    fc.assert(
      fc.property(sample, fc.array(change, { maxLength: 2 }), ({ document, fields }, changes) => {
        const format = formatOf(document)
        const text = changes.reduce(changed, encode(fields, format))
        const data = JSON.parse(JSON.stringify(compileFormat(format))) as core.CompiledFormat
        const expected = compileFormats([format]).decode(text)
        const strict = createStrictDecoder([data], { builtIns: [] }).decode(text)
        // The strict one names no codes of other kinds.
        expect(strict).toEqual(isNamed(expected) ? NOT_RECOGNISED : expected)
      }),
      { numRuns: 300 },
    )
  })
})

describe('a single format', () => {
  const document: core.FormatDocument = {
    ...tr005.document,
    id: 'acme',
    fields: [
      ...tr005.document.fields.slice(0, 3),
      { name: 'ownerToken', tag: 'O', required: true, issued: 'hex', bytes: 16 },
    ],
    match: { vendorId: 'AABB' },
  }
  const acme = compileFormat(defineFormat(document))
  const single = createSingleDecoder(acme)
  const device = {
    devEui: '0004A310001AAED6',
    joinEui: '70B3D57ED0000000',
    vendorId: 'AABB',
    vendorProfileId: '0001',
    ownerToken: '00112233445566778899AABBCCDDEEFF',
  }
  const text = encode(device, defineFormat(document))

  test('reads what a decoder of documents reads', () => {
    const documents = compileFormats([defineFormat(document)])
    fc.assert(
      fc.property(fc.array(change, { maxLength: 3 }), (changes) => {
        // What scanners add is not taken off, and codes of other kinds have no name.
        const broken = changes.reduce(changed, text).trim()
        const expected = documents.decode(broken)
        expect(single.decode(broken)).toEqual(isNamed(expected) ? NOT_RECOGNISED : expected)
      }),
      { numRuns: 500 },
    )
  })

  test.each<[unknown, object]>([
    [undefined, { code: 'not-text', kind: 'misuse' }],
    ['', { code: 'empty', kind: 'foreign' }],
    ['MT:YNJV7VSC00CMVH7SR00', { code: 'not-recognised', kind: 'foreign' }],
    ['A'.repeat(5000), { code: 'too-long', kind: 'damaged', length: 5000, expected: '4296' }],
    [`${text}\n`, { code: 'control-character', kind: 'damaged', position: text.length }],
    [`${text}é`, { code: 'non-ascii-character', kind: 'damaged', position: text.length }],
  ])('refuses %j', (given, error) => {
    expect(single.decode(given as string)).toEqual({ ok: false, error })
  })

  test.each([
    [devEuiOnly, '0004A31000XXXXXX', 'devEui', 0],
    [devEuiAppEui, 'XXXXXXXXXXXXXXXX:70B3D57ED0000000', 'devEui', 0],
    [devEuiAppEui, '0004A310001AAED6:XXXXXXXXXXXXXXXX', 'joinEui', 17],
    [compiledThingpark, 'LW:D0:XXXXXXXXXXXXXXXX:0004A310001AAED6:00000000', 'joinEui', 6],
  ])('says that a template is one, as the decoder of many does: $id', (format, template, field, position) => {
    const refused = { ok: false, error: { code: 'placeholder', kind: 'foreign', field, position } }
    expect(createSingleDecoder(format).decode(template)).toEqual(refused)
    expect(createDecoder().decode(template)).toEqual(refused)
  })

  test('among the built-in ones it wins where its match holds', () => {
    expect(createDecoder([acme]).decode(text)).toMatchObject({ ok: true, format: 'acme' })
    const general = encode({ ...device, vendorId: 'AABC' }, tr005)
    expect(createDecoder([acme]).decode(general)).toMatchObject({ ok: true, format: 'tr005' })
  })
})

describe('compiled formats that cannot be loaded together', () => {
  const blunt = compileFormat(defineFormat({ ...tr005.document, id: 'blunt', fields: bluntFields() }))

  test('say so when the decoder is made, as the compiler found out', () => {
    expect(blunt.conflicts).toContain('thingpark')
    const issue = { kind: 'misuse', code: 'ambiguous-formats', format: 'blunt', otherFormat: 'thingpark' }
    expect(() => createDecoder([blunt])).toThrow(expect.objectContaining({ issue }))
    expect(createDecoder([blunt], { builtIns: [] }).formats).toEqual([blunt])
  })

  test('two of one id, and what is no compiled format', () => {
    const issue = { kind: 'misuse', code: 'duplicate-format-id', format: 'blunt' }
    expect(() => createDecoder([blunt, { ...blunt }], { builtIns: [] })).toThrow(
      expect.objectContaining({ issue }),
    )
    for (const wrong of [tr005, tr005.document, { ...blunt, layout: 0 }, undefined]) {
      expect(() => createDecoder([wrong as unknown as core.CompiledFormat])).toThrow(
        expect.objectContaining({ issue: { kind: 'misuse', code: 'not-a-format' } }),
      )
    }
  })

  test('two that were not compared are loaded, and a code that they read differently is refused', () => {
    const positions = tr005.document.fields.slice(0, 3)
    const like = (id: string, name: string): core.CompiledFormat =>
      compileFormat(
        defineFormat({
          id,
          title: id,
          prefix: 'ACME/',
          separator: ':',
          fields: [...positions, { name, tag: 'S' }],
        }),
      )
    const decoder = createDecoder([like('one', 'serialNumber'), like('two', 'lot')], { builtIns: [] })
    const code = 'ACME/70B3D57ED0000000:0004A310001AAED6:00000000'
    expect(decoder.decode(code)).toMatchObject({ ok: true, format: 'one' })
    expect(decoder.decode(`${code}:SA1`)).toMatchObject({
      ok: false,
      error: { code: 'ambiguous-code', format: 'one', otherFormat: 'two' },
    })
  })
})

function bluntFields(): core.FormatDocument['fields'] {
  return [
    ...tr005.document.fields.slice(0, 3),
    { name: 'ownerToken', tag: 'O', required: true, issued: 'hex', bytes: 16 },
  ]
}
