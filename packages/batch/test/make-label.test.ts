import { encode, thingpark } from '@claimtag/core'
import { expect, test } from 'vitest'
import { createLabelMaker } from '../src/index.ts'

const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002', serialNumber: '26W47-00501' }
const text = encode({ ...device, ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' }, thingpark)
const fields = { ...device, appEui: device.joinEui, lot: 'A' }

test.each([
  ['png', '\x89PNG'],
  ['svg', '<svg'],
  ['pdf', '%PDF'],
  ['zpl', '^XA'],
  ['tspl', '\r\nSIZE'],
  ['epl2', '\nq'],
  ['escpos', '\x1b@'],
  ['brother', '\0'.repeat(200)],
] as const)('a label alone is made as %s, and read back', async (as, head) => {
  const maker = createLabelMaker({ as, dpi: as === 'brother' ? 300 : 203 })
  const first = await maker.make(text, fields)
  expect(Buffer.from(first).toString('latin1').slice(0, head.length)).toBe(head)
  // The next label leaves it as it is.
  const before = Buffer.from(first)
  await maker.make(text.replace('26W47-00501', '26W47-00502'), fields).catch(() => undefined)
  expect(before.equals(first)).toBe(true)
})

test('labels that are asked for at once do not meet', async () => {
  const maker = createLabelMaker({ as: 'png' })
  const devices = Array.from({ length: 12 }, (_, at) => ({ ...device, devEui: `70B3D57ED00A00${at + 10}` }))
  const labelOf = (one: typeof device, by: typeof maker) =>
    by.make(encode({ ...one, ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==' }, thingpark), {
      ...one,
      appEui: one.joinEui,
    })
  const together = await Promise.all(devices.map((one) => labelOf(one, maker)))
  for (const [at, one] of devices.entries())
    expect(Buffer.from(together[at] ?? []).equals(await labelOf(one, createLabelMaker({ as: 'png' })))).toBe(
      true,
    )
})

test('a PDF of one label is whole', async () => {
  const pdf = Buffer.from(await createLabelMaker({ as: 'pdf' }).make(text, fields)).toString('latin1')
  expect(pdf.trimEnd().endsWith('%%EOF')).toBe(true)
})

test('a Brother QL has its one resolution and its own media', async () => {
  await expect(make({ dpi: 203 })).rejects.toMatchObject({ code: 'brother-resolution' })
  await expect(make({ dpi: 300, media: 'none' })).rejects.toMatchObject({ code: 'brother-stock' })
})

async function make(options: { readonly dpi: number; readonly media?: string }): Promise<Uint8Array> {
  return createLabelMaker({ as: 'brother', ...options }).make(text, fields)
}
