import { describe, expect, test } from 'vitest'
import {
  builtInFormats,
  ClaimtagError,
  defineFormat,
  encode,
  thingpark,
  thingparkBase64,
  tr005,
} from '@claimtag/core'
import { createDecoder as createSmallDecoder, explain } from '@claimtag/decoder'
import { createDecoder } from '@claimtag/decoder/documents'
import { builtIns } from '@claimtag/decoder/formats'

test('compiled formats and documents read every built-in format alike', () => {
  const [compiled, documents] = [createSmallDecoder(), createDecoder()]
  expect(compiled.formats).toEqual(builtIns)
  expect(builtIns.map(({ id }) => id)).toEqual(builtInFormats.map(({ id }) => id))
  for (const format of [thingpark, thingparkBase64, tr005]) {
    const text = encode(device, format)
    for (const one of [text, text.slice(1), text.toLowerCase(), ` ${text}`, text.replace('A', 'B')])
      expect(compiled.decode(one)).toEqual(documents.decode(one))
  }
})

const device = {
  devEui: '0004A310001AAED6',
  joinEui: '70B3D57ED0000000',
  ownerToken: 'ABEiM0RVZneImaq7zN3u/w==',
}
const published = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:SYYWWNNNNNN:PFOOBAR:CAF2C'
const acme = defineFormat({
  ...tr005.document,
  id: 'acme',
  fields: [
    ...tr005.document.fields.slice(0, 3),
    { name: 'ownerToken', tag: 'O', required: true, issued: 'hex', bytes: 16 },
  ],
  match: { vendorId: 'AABB' },
})

describe('told nothing, it reads every built-in format', () => {
  const decoder = createDecoder()

  test('the published example keeps its token as it stands', () => {
    expect(decoder.decode(published)).toMatchObject({
      ok: true,
      format: 'tr005',
      record: { ownerToken: 'AABBCCDDEEFF', serialNumber: 'YYWWNNNNNN', proprietary: 'FOOBAR' },
      warnings: [],
    })
  })

  test.each([
    [thingpark, 'thingpark'],
    // The same record, under the name of the more general format.
    [thingparkBase64, 'tr005'],
    [tr005, 'tr005'],
  ])('$id', (format, readBy) => {
    const result = decoder.decode(encode(device, format))
    expect(result).toEqual({ ok: true, record: device, format: readBy, warnings: [] })
  })

  test('its formats are known and fixed', () => {
    expect(decoder.formats).toEqual(builtInFormats)
    expect(Object.isFrozen(decoder.formats)).toBe(true)
  })
})

test('an app has the sentences from here', () => {
  const result = createDecoder().decode('MT:YNJV7VSC00CMVH7SR00')
  expect(result.ok ? '' : explain(result.error)).toMatch(/Matter/)
})

describe('a maker’s own format', () => {
  const decoder = createDecoder([acme])
  const own = { devEui: device.devEui, joinEui: device.joinEui, vendorId: 'AABB', vendorProfileId: '0001' }

  test('wins where its match holds, and leaves the rest alone', () => {
    const ownerToken = '00112233445566778899AABBCCDDEEFF'
    const text = encode({ ...own, ownerToken }, acme)
    expect(decoder.decode(text)).toMatchObject({ ok: true, format: 'acme', record: { ownerToken } })
    const other = encode({ ...device, vendorId: 'AABC', vendorProfileId: '0001' }, tr005)
    expect(decoder.decode(other)).toMatchObject({ ok: true, format: 'tr005' })
  })

  test('has its codes to itself: what it cannot read is refused, not read by another', () => {
    const text = encode({ ...own, ownerToken: 'A1' }, tr005)
    expect(createDecoder().decode(text)).toMatchObject({ ok: true })
    expect(decoder.decode(text)).toMatchObject({
      ok: false,
      error: { code: 'wrong-length', kind: 'damaged', field: 'ownerToken' },
    })
  })

  test('comes first, and may be a built-in one', () => {
    expect(decoder.formats[0]).toBe(acme)
    const byName = createDecoder([thingparkBase64]).decode(encode(device, thingparkBase64))
    expect(byName).toMatchObject({ ok: true, format: 'thingpark-base64' })
  })
})

describe('formats that could read one code in two ways', () => {
  const blunt = defineFormat({ ...acme.document, match: undefined })

  test('are refused when the decoder is made', () => {
    expect(() => createDecoder([blunt])).toThrow(ClaimtagError)
    expect(() => createDecoder([blunt])).toThrow(
      expect.objectContaining({
        issue: { code: 'ambiguous-formats', kind: 'misuse', format: 'acme', otherFormat: 'thingpark' },
      }),
    )
  })

  test('may be used one without the other', () => {
    const text = encode({ ...device, ownerToken: '00112233445566778899AABBCCDDEEFF' }, blunt)
    const decoder = createDecoder([blunt], { builtIns: [] })
    expect(decoder.formats).toEqual([blunt])
    expect(decoder.decode(text)).toMatchObject({ ok: true, format: 'acme' })
  })

  test('two documents with one id are refused as well', () => {
    const twin = defineFormat({ ...acme.document, title: 'Another' })
    expect(() => createDecoder([acme, twin])).toThrow(/Two different formats have the id acme/)
  })
})
