import { expect, test } from 'vitest'
import { DEVICE_FIELDS, LABEL_FIELDS, labelFields } from '@claimtag/core'

const fields = {
  devEui: '70B3D57ED00A0004',
  joinEui: '70B3D57ED0000002',
  ownerToken: 'ecQSH8YIV9/+/HS5mcyF8Q==',
  vendorId: 'AABB',
  vendorProfileId: '0001',
  serialNumber: 'S1',
  proprietary: 'REVB',
}

test('a label may print every field but the token, and the JoinEUI under either name', () => {
  expect(labelFields({ fields })).toEqual({
    devEui: '70B3D57ED00A0004',
    joinEui: '70B3D57ED0000002',
    appEui: '70B3D57ED0000002',
    vendorId: 'AABB',
    vendorProfileId: '0001',
    serialNumber: 'S1',
    proprietary: 'REVB',
  })
  expect(Object.keys(labelFields({ fields })).sort()).toEqual([...LABEL_FIELDS].sort())
  expect(LABEL_FIELDS).toHaveLength(DEVICE_FIELDS.length)
})

test("a format's own fields and columns may be printed, too, and never stand for a field of the device", () => {
  const columns = { lot: '26W47', devEui: 'not this one' }
  expect(labelFields({ fields, columns })).toMatchObject({ lot: '26W47', devEui: fields.devEui })
  const device = { fields: { ...fields, extra: { sku: 'S100', joinEui: 'nor this' } }, columns }
  expect(labelFields(device)).toMatchObject({ sku: 'S100', lot: '26W47', joinEui: fields.joinEui })
  expect(JSON.stringify(labelFields(device))).not.toContain('ecQSH8')
})
