import { planLabel, type Template } from '@claimtag/label'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CODE, FIELDS, templateWith, text, thrownBy } from '../samples.ts'

const plan = (template: Template, dpi = 203) => planLabel(template, { dpi, text: CODE, fields: FIELDS })

/** What planning says, as it would be shown. */
function issueOf(template: Template, dpi = 203): Record<string, unknown> {
  return thrownBy(() => {
    plan(template, dpi)
    throw Object.assign(new Error('fine'), { issue: { code: 'fine' } })
  })
}

const onSmall = (size: number, width: number, height: number): Template => ({
  name: 'small',
  stock: { width, height },
  elements: [{ type: 'qr', id: 'code', x: 0, y: 0, size }],
})

describe('nothing is suggested that does not go onto the stock', () => {
  test('a symbol that no room is left for', () => {
    const issue = issueOf(onSmall(12, 12, 12))
    expect(issue).toMatchObject({ code: 'symbol-too-small' })
    expect(issue).not.toHaveProperty('nearest')
    expect(issue['message']).not.toContain('Nearest')
    expect(issueOf(onSmall(12, 17, 20))).toMatchObject({ nearest: { property: 'size', value: 16.88 } })
    // 17 mm are there, but the text begins at 13.
    const beside = text({ x: 13, y: 0, width: 4, size: 1, text: 'A' })
    const crowded = { ...onSmall(12, 17, 20), elements: [...onSmall(12, 17, 20).elements, beside] }
    expect(issueOf(crowded)).not.toHaveProperty('nearest')
  })

  test('a symbol that would be better larger', () => {
    const [warning] = plan(onSmall(17, 20, 20)).warnings
    expect(warning).toMatchObject({ code: 'few-dots', dots: 3 })
    expect(warning).not.toHaveProperty('nearest')
    expect(warning?.message).toBe('code (qr) has 3 dots a module; 4 or more are read more surely.')
    expect(plan(onSmall(17, 23, 23)).warnings[0]).toMatchObject({
      nearest: { property: 'size', value: 22.5 },
    })
  })

  test('a text that is too long for the label may be smaller, as far as it is readable then', () => {
    const long = (words: string) => issueOf(templateWith(text({ text: words, size: 2 })))
    const issue = long('W'.repeat(34))
    expect(issue).toMatchObject({ code: 'text-too-long', nearest: { property: 'minSize' } })
    const { value } = issue['nearest'] as { value: number }
    expect(issueOf(templateWith(text({ text: 'W'.repeat(34), size: 2, minSize: value })))['code']).toBe(
      'fine',
    )
    expect(long('W'.repeat(200))).not.toHaveProperty('nearest')
    // Where the label has room, the text may be as large as it was meant to be.
    const narrow = text({ text: 'W'.repeat(10), width: 8 })
    expect(issueOf(templateWith(narrow))).toMatchObject({ nearest: { property: 'width' } })
  })

  test('a move into the margin, for anything but a quiet zone', () => {
    const template = templateWith(text({ x: 25, width: 33 }), text({ id: 'more', x: 25, y: 2.5, width: 33 }))
    const withMargin = { ...template, stock: { ...template.stock, margin: 1.9 } }
    expect(issueOf(template)).toMatchObject({ code: 'overlap', nearest: { property: 'y' } })
    const { nearest } = issueOf(withMargin) as { nearest?: { property: string; value: number } }
    expect(nearest?.value).toBeGreaterThan(1.9)
  })
})

const mm = (most: number) => fc.integer({ min: 0, max: most * 10 }).map((tenths) => tenths / 10)
const size = (most: number) => fc.integer({ min: 4, max: most * 10 }).map((tenths) => tenths / 10)

test('whatever is suggested lies on the stock, and clear of the rest', () => {
  const templates = fc.record({
    stock: fc.record({ width: size(70), height: size(40), margin: mm(2) }),
    code: fc.record({ x: mm(30), y: mm(20), size: size(30) }),
    words: fc.record({ x: mm(60), y: mm(30), width: size(40), size: size(4), length: fc.nat(60) }),
    rotate: fc.constantFrom(0 as const, 90 as const),
  })
  fc.assert(
    fc.property(templates, fc.constantFrom(203, 300, 600), ({ stock, code, words, rotate }, dpi) => {
      const { length, ...place } = words
      const template: Template = {
        name: 'any',
        stock,
        elements: [
          { type: 'qr', id: 'code', ...code },
          { type: 'text', id: 'words', ...place, rotate, text: 'W'.repeat(length + 1) },
        ],
      }
      const issue = issueOf(template, dpi)
      const warnings = issue['code'] === 'fine' ? plan(template, dpi).warnings : []
      for (const said of [issue, ...warnings] as { code: string; element: string; nearest?: Nearest }[]) {
        const { nearest } = said
        if (nearest === undefined) continue
        const name = nearest.element ?? said.element
        const elements = template.elements.map((one) =>
          name.startsWith(`${one.id} `) ? { ...one, [nearest.property]: nearest.value } : one,
        )
        const after = issueOf({ ...template, elements }, dpi)
        if (after['element'] !== name) continue
        expect(['off-label', 'overlap', 'in-quiet-zone', said.code]).not.toContain(after['code'])
      }
    }),
    { numRuns: 3000 },
  )
})

interface Nearest {
  readonly element?: string
  readonly property: string
  readonly value: number
}
