import { createLabeller, nativeLabel, type PlacedSymbol, presets, symbolOf } from '@claimtag/label'
import { createPdf } from '@claimtag/label/pdf'
import { renderSvg } from '@claimtag/label/svg'
import { renderTerminal } from '@claimtag/label/terminal'
import { encodeNativeZpl } from '@claimtag/label/zpl'
import { expect, test } from 'vitest'
import { CODE, FIELDS } from '../samples.ts'

/** In one mode, in several, and in several of a version whose length fields are longer. */
const CODES = [CODE, `${CODE}:Pb32 mixed case 1234567890123`, `${CODE}abc`.repeat(3)]
const labeller = createLabeller(presets['device-100x50']!, { dpi: 300 })

test.each(CODES)('a placed label is data: what another thread gets of it is drawn alike', (code) => {
  const placed = labeller.place(code, FIELDS)
  const sent = structuredClone(placed)
  expect(sent).toEqual(placed)
  expect(JSON.parse(JSON.stringify(placed))).toEqual(placed)
  expect(renderSvg(sent)).toBe(renderSvg(placed))
  expect(renderTerminal(sent)).toBe(renderTerminal(placed))
  const [one, other] = [createPdf(labeller.template), createPdf(labeller.template)]
  expect([one.add(sent), ...one.end()]).toEqual([other.add(placed), ...other.end()])
  expect(encodeNativeZpl(nativeLabel(sent))).toEqual(encodeNativeZpl(nativeLabel(placed)))
})

test('a symbol is made once, however many outputs draw it', () => {
  const [symbol] = labeller.place(CODE, FIELDS).items.filter((item) => item.type === 'symbol')
  const placed = symbol as PlacedSymbol
  expect(symbolOf(placed)).toBe(symbolOf(placed))
  expect(symbolOf(placed)).toMatchObject({ version: placed.version, size: placed.modules })
})
