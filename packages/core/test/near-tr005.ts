import * as fc from 'fast-check'
import {
  type DeviceFields,
  type ElementDocument,
  type FormatDocument,
  formatToken,
  type IssuedForm,
  tr005,
} from '@claimtag/core'

const ids = tr005.document.fields.slice(0, 3)
const device = { devEui: '0004A310001AAED6', joinEui: '70B3D57ED0000000' }
const bytes = Uint8Array.from({ length: 16 }, (_, i) => 17 * i)

const upper = fc.string({
  unit: fc.constantFrom(...Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-')),
  minLength: 1,
  maxLength: 9,
})
/** Documents in the frame of TR005, and near it, with a device for each. */
export const nearTr005: fc.Arbitrary<{ readonly one: FormatDocument; readonly fields: DeviceFields }> = fc
  .record({
    issued: fc.constantFrom<IssuedForm>('base64', 'base64url', 'hex', 'hex-lower', 'text'),
    wire: fc.constantFrom(undefined, undefined, 'base32' as const, 'hex' as const, 'base64' as const),
    size: fc.constantFrom(undefined, 16),
    guard: fc.constantFrom(undefined, undefined, '0', '0', '1'),
    mark: fc.constantFrom(undefined, undefined, 'B32', 'B32-H', 'B32-L', 'B32-U', 'B32-L-SKU', 'SKU'),
    serial: fc.constantFrom(...Array<string>(6).fill('serialNumber'), 'sku', 'proprietary'),
    absent: fc.constantFrom(undefined, '00000000', '00000000', 'FFFF0000'),
    withIds: fc.boolean(),
    checksumTag: fc.constantFrom(...Array<string>(6).fill('C'), 'S', 'K'),
    unknown: fc.boolean(),
    value: upper,
    text: upper,
  })
  .map((shape) => {
    const issued = shape.wire === undefined && shape.issued === 'text' ? 'hex' : shape.issued
    const own: ElementDocument = {
      name: 'ownerToken',
      issued,
      wire: shape.wire,
      bytes: issued === 'text' ? undefined : shape.size,
    }
    const tag = { tag: 'O', required: true }
    const mark = shape.mark === undefined ? [] : [{ literal: shape.mark }]
    const extra = shape.serial === 'proprietary' ? 'sku' : 'proprietary'
    const fields: readonly ElementDocument[] = [
      ids[0]!,
      ids[1]!,
      { ...ids[2]!, absent: shape.absent },
      shape.guard === undefined ? { ...own, ...tag } : { run: [{ literal: shape.guard }, own], ...tag },
      ...(shape.checksumTag === 'S' ? [] : [{ name: shape.serial, tag: 'S' }]),
      {
        run: [...mark, { name: extra, ...(mark.length > 0 && extra === 'proprietary' ? { lead: '-' } : {}) }],
        tag: 'P',
        required: true,
      },
    ]
    const values = new Map([
      [shape.serial, shape.value],
      [extra, shape.text],
    ])
    const sku = values.get('sku')
    const withSerial = shape.checksumTag !== 'S'
    const named = (name: string): object =>
      values.has(name) && (withSerial || name !== shape.serial) ? { [name]: values.get(name) } : {}
    const withIds = shape.withIds || shape.absent === undefined
    return {
      one: {
        id: 'near',
        title: 'Near TR005',
        prefix: 'LW:D0:',
        separator: ':',
        fields,
        tags: { unknown: shape.unknown },
        checksum: { algorithm: 'crc16-modbus' as const, tag: shape.checksumTag },
      },
      fields: {
        ...device,
        ownerToken: formatToken(bytes, issued),
        ...(withIds ? { vendorId: 'AC3E', vendorProfileId: '0001' } : {}),
        ...named('serialNumber'),
        ...named('proprietary'),
        ...(sku === undefined || (!withSerial && shape.serial === 'sku') ? {} : { extra: { sku } }),
      },
    }
  })
