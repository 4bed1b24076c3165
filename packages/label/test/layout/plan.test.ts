import { planLabel, presets, type Template } from '@claimtag/label'
import { parseTemplate } from '@claimtag/label/schema'
import { describe, expect, test } from 'vitest'
import { CODE, FIELDS, templateWith, text, thrownBy } from '../samples.ts'

const plan = (template: Template, dpi = 203) => planLabel(template, { dpi, text: CODE, fields: FIELDS })

test('the default label at 203 dpi, in whole dots', () => {
  const { symbols, widthDots, heightDots, dotsPerMm, warnings } = plan(presets['device-50x25']!)
  expect({ widthDots, heightDots, dotsPerMm, warnings }).toEqual({
    widthDots: 400,
    heightDots: 200,
    dotsPerMm: 8,
    warnings: [],
  })
  expect(symbols).toEqual([
    {
      element: 'code (qr)',
      version: 5,
      errorCorrection: 'M',
      modules: 37,
      quietZone: 4,
      dotsPerModule: 4,
      module: 0.5,
      size: 22.5,
      room: 23,
      // 0.5 mm × 1920 / (1.274 × 3.2 pixels)
      readingDistance: 235,
    },
  ])
})

test('a plan is plain data', () => {
  const made = plan(presets['device-25x25']!)
  expect(JSON.parse(JSON.stringify(made))).toEqual(made)
})

test.each([
  // Version 3, 29 + 8 modules: 13.9 mm for 3 dots and 18.5 mm for 4 at 203 dpi, 9.4 and 12.5 mm at 300 dpi.
  [203, 13.88, 3],
  [203, 18.4, 3],
  [203, 18.5, 4],
  [300, 9.4, 3],
  [300, 12.4, 3],
  [300, 12.54, 4],
])('at %i dpi a symbol of version 3 in %f mm has %i dots a module', (dpi, size, dots) => {
  const minimal = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122'
  const at = (mm: number) =>
    planLabel(
      { name: 't', stock: { width: 30, height: 30 }, elements: [{ type: 'qr', x: 0, y: 0, size: mm }] },
      { dpi, text: minimal },
    ).symbols[0]!
  expect(at(size).dotsPerModule).toBe(dots)
})

test('error correction rises as far as it costs no dot, and no further', () => {
  const letters = 'ABCDEF'.repeat(8)
  const at = (size: number) =>
    planLabel(
      { name: 't', stock: { width: 40, height: 40 }, elements: [{ type: 'qr', x: 0, y: 0, size }] },
      { dpi: 203, text: letters },
    ).symbols[0]!
  // Versions 3 (L, M) and 4 (Q, H): 37 and 41 modules with their quiet zones. 20.5 mm are 164 dots = 4 × 41.
  expect(at(20.4)).toMatchObject({ version: 3, errorCorrection: 'M', dotsPerModule: 4 })
  expect(at(20.5)).toMatchObject({ version: 4, errorCorrection: 'H', dotsPerModule: 4 })
})

describe('refusals name the element, what is wrong and a value that works', () => {
  const rule = {
    type: 'line',
    id: 'rule',
    x: 26,
    y: 10,
    direction: 'horizontal',
    length: 30,
    thickness: 0.3,
  } as const
  test.each<[code: string, element: string, template: Template, data?: object]>([
    ['symbol-too-small', 'code (qr)', withQr({ size: 14 }), { nearest: { property: 'size', value: 16.88 } }],
    [
      'off-label',
      'code (qr)',
      withQr({ x: 40 }),
      { side: 'right', by: 4, nearest: { property: 'x', value: 36 } },
    ],
    [
      'off-label',
      'code (qr)',
      withQr({ size: 32 }),
      { side: 'bottom', nearest: { property: 'size', value: 30 } },
    ],
    [
      'off-label',
      'words (text)',
      templateWith(text({ x: 30 })),
      { by: 4, nearest: { property: 'x', value: 26 } },
    ],
    ['off-label', 'words (text)', templateWith(text({ y: 29 })), { nearest: { property: 'y', value: 27.4 } }],
    [
      'off-label',
      'words (text)',
      templateWith(text({ rotate: 90, x: 30, y: 0 })),
      { nearest: { property: 'width', value: 30 } },
    ],
    [
      'in-quiet-zone',
      'words (text)',
      templateWith(text({ x: 23 })),
      { other: 'code (qr)', nearest: { property: 'x', value: 24 } },
    ],
    [
      'overlap',
      'more (text)',
      templateWith(text(), text({ id: 'more', y: 3 })),
      { other: 'words (text)', nearest: { property: 'y', value: 4.6 } },
    ],
    ['overlap', 'words (text)', templateWith(rule, text({ y: 9 })), { other: 'rule (line)' }],
    [
      'text-too-long',
      'words (text)',
      templateWith(text({ width: 12 })),
      { room: 12, nearest: { property: 'width', value: 26 } },
    ],
    [
      'text-too-small',
      'words (text)',
      templateWith(text({ size: 0.6 })),
      { dots: 5, nearest: { property: 'size', value: 0.75 } },
    ],
    [
      'min-size-above-size',
      'words (text)',
      templateWith(text({ minSize: 3 })),
      { nearest: { property: 'minSize', value: 2 } },
    ],
    [
      'too-thin',
      'rule (line)',
      templateWith({ ...rule, thickness: 0.05 }),
      { nearest: { property: 'thickness', value: 0.07 } },
    ],
    [
      'unknown-field',
      'words (text)',
      templateWith(text({ text: '{serialNumbr}' })),
      { nearest: { property: 'text', value: '{serialNumber}' } },
    ],
    [
      'unknown-field',
      'words (text)',
      templateWith(text({ when: 'dev_eui' })),
      { nearest: { property: 'when', value: 'devEui' } },
    ],
    ['secret-field', 'words (text)', templateWith(text({ text: '{ownerToken}' })), { field: 'ownerToken' }],
    ['secret-field', 'words (text)', templateWith(text({ text: '{claim_authentication_code}' }))],
    ['secret-field', 'words (text)', templateWith(text({ text: '{code}' }))],
    ['secret-field', 'words (text)', templateWith(text({ text: '{App Key}' }))],
    ['bad-pattern', 'words (text)', templateWith(text({ text: 'a {devEui' })), { position: 2 }],
    ['missing-glyph', 'words (text)', templateWith(text({ text: 'Gerät 温' })), { character: '温' }],
  ])('%s of %s', (code, element, template, data = {}) => {
    const issue = thrownBy(() => plan(template))
    expect(issue).toMatchObject({ code, kind: 'misuse', element, ...data })
    expect(issue['message']).toContain(element)
    const nearest = issue['nearest'] as { property: string; value: number } | undefined
    if (nearest === undefined) return
    expect(issue['message']).toContain(`"${nearest.property}": ${JSON.stringify(nearest.value)}`)
    // The nearest value that works has to work.
    const elements = template.elements.map((one) =>
      element.startsWith(`${one.id} `) ? { ...one, [nearest.property]: nearest.value } : one,
    )
    expect(
      thrownBy(() => {
        plan({ ...template, elements })
        throw labelIsFine()
      }),
    ).toMatchObject({ code: 'fine' })
  })

  test('when a symbol is too large for what stands beside it, its size is what gives way', () => {
    const { elements, ...rest } = templateWith(text({ x: 22, width: 38 }))
    const template = {
      ...rest,
      elements: [{ ...elements[0]!, size: 30 } as Template['elements'][number], elements[1]!],
    }
    const issue = thrownBy(() => plan(template))
    expect(issue).toMatchObject({
      code: 'in-quiet-zone',
      nearest: { element: 'code (qr)', property: 'size', value: 22 },
    })
  })

  test('two elements of one id', () => {
    expect(thrownBy(() => plan(templateWith(text(), text({ y: 8 }))))).toMatchObject({
      code: 'duplicate-id',
      element: 'elements[2] (text)',
      id: 'words',
      nearest: { property: 'id', value: 'words-2' },
    })
  })

  test('a resolution that no printer has', () => {
    expect(thrownBy(() => plan(presets['device-50x25']!, 72))).toMatchObject({
      code: 'bad-resolution',
      dpi: 72,
    })
    expect(thrownBy(() => plan(presets['device-50x25']!, Number.NaN))).toMatchObject({
      code: 'bad-resolution',
    })
  })

  test('a text that no symbol holds', () => {
    const long = 'x'.repeat(3000)
    const issue = thrownBy(() => planLabel(presets['device-100x50']!, { dpi: 600, text: long }))
    expect(issue).toMatchObject({ code: 'code-too-long', length: 3000 })
    expect(issue['message']).not.toContain('xx')
  })
})

describe('warnings', () => {
  test('below 4 dots a module, with the size that has 4', () => {
    const { warnings } = plan(withQr({ size: 17 }))
    expect(warnings).toMatchObject([
      { code: 'few-dots', dots: 3, nearest: { property: 'size', value: 22.5 } },
    ])
    expect(plan(withQr({ size: 22.5 })).warnings).toEqual([])
  })

  test('below 0.25 mm a module', () => {
    const { warnings } = plan(withQr({ size: 10 }), 600)
    expect(warnings).toMatchObject([{ code: 'small-modules', module: 0.21 }])
    const [{ nearest }] = warnings as [(typeof warnings)[number]]
    expect(plan(withQr({ size: nearest?.value }), 600).warnings).toEqual([])
  })

  test('text that is hard to read', () => {
    expect(plan(templateWith(text({ size: 0.8 }))).warnings).toMatchObject([
      { code: 'small-text', capHeight: 0.75 },
    ])
  })
})

test('every preset is a valid document', () => {
  for (const preset of Object.values(presets)) {
    expect(parseTemplate(JSON.parse(JSON.stringify(preset)))).toEqual(JSON.parse(JSON.stringify(preset)))
  }
})

function withQr(overrides: object): Template {
  const template = templateWith()
  return {
    ...template,
    elements: [{ ...template.elements[0]!, ...overrides }],
  }
}

function labelIsFine(): Error {
  return Object.assign(new Error('fine'), { issue: { code: 'fine' } })
}
