import { encode, thingpark } from '@claimtag/core'
import { expect, test } from 'vitest'
import { createLabelMaker } from '../src/index.ts'

const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002', serialNumber: '26W47-00501' }
const text = encode({ ...device, ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' }, thingpark)
const fields = { ...device, appEui: device.joinEui, lot: 'A' }

test.each([
  ['png', /^\x89PNG/],
  ['svg', /^<svg/],
  ['pdf', /^%PDF[^]*%%EOF\s*$/],
  ['zpl', /^\^XA/],
  ['tspl', /SIZE/],
  ['epl2', /^\nq\d+\nQ/],
  ['escpos', /^\x1b@/],
  ['brother', /^\x00+\x1b@/],
] as const)('a label alone is made as %s, and read back', async (as, head) => {
  const maker = createLabelMaker({ as, dpi: as === 'brother' ? 300 : 203 })
  const first = await maker.make(text, fields)
  expect(Buffer.from(first).toString('latin1')).toMatch(head)
  // The next label leaves it as it is.
  const before = Buffer.from(first)
  await maker.make(text.replace('26W47-00501', '26W47-00502'), fields).catch(() => undefined)
  expect(before.equals(first)).toBe(true)
})

test('a Brother QL has its one resolution and its own media', async () => {
  const make = (options: { readonly dpi: number; readonly media?: string }) =>
    createLabelMaker({ as: 'brother', ...options }).make(text, fields)
  await expect(make({ dpi: 203 })).rejects.toMatchObject({ code: 'brother-resolution' })
  await expect(make({ dpi: 300, media: 'none' })).rejects.toMatchObject({ code: 'brother-stock' })
})
