import * as fc from 'fast-check'
import type { DeviceFields, FormatDocument, IssuedForm, WireForm } from '@claimtag/core'

const UPPER_HEX = '0123456789ABCDEF'
const characters = (set: string) => fc.constantFrom(...Array.from(set))

const eui64 = fc.string({ unit: characters(UPPER_HEX), minLength: 16, maxLength: 16 })
const hex4 = fc
  .string({ unit: characters(UPPER_HEX), minLength: 4, maxLength: 4 })
  .filter((text) => text !== '0000')
const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const serial = fc.string({ unit: characters(`${letters}-./`), minLength: 1, maxLength: 20 })

const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 }).map((one) => Buffer.from(one))

const tokens: Readonly<Record<IssuedForm, fc.Arbitrary<string>>> = {
  base64: bytes.map((one) => one.toString('base64')),
  base64url: bytes.map((one) => one.toString('base64url')),
  hex: bytes.map((one) => one.toString('hex').toUpperCase()),
  'hex-lower': bytes.map((one) => one.toString('hex')),
  text: fc.string({ unit: characters(`${letters}#"&'()<=>?@[]^{}`), minLength: 1, maxLength: 40 }),
}

const profile = fc.option(fc.record({ vendorId: hex4, vendorProfileId: hex4 }), { nil: {} })

export function record(issued: IssuedForm): fc.Arbitrary<DeviceFields> {
  return fc
    .tuple(
      fc.record(
        {
          devEui: eui64,
          joinEui: eui64,
          ownerToken: tokens[issued],
          serialNumber: serial,
          proprietary: serial,
        },
        { requiredKeys: ['devEui', 'joinEui', 'ownerToken'] },
      ),
      profile,
    )
    .map(([fields, ids]) => ({ ...fields, ...ids }))
    .filter(({ proprietary }) => !/^B32(-|$)/.test(proprietary ?? ''))
}

interface Sample {
  readonly document: FormatDocument
  readonly fields: DeviceFields
}

const WIRES: readonly WireForm[] = ['base64', 'base64url', 'hex', 'base32']

/** A random format document, and a device that it can carry. */
export const sample: fc.Arbitrary<Sample> = fc
  .record({
    issued: fc.constantFrom<IssuedForm>('base64', 'base64url', 'hex', 'hex-lower', 'text'),
    wire: fc.constantFrom(...WIRES, undefined),
    prefix: fc.constantFrom('', 'ACME:', 'acme/', 'LW:D0:', 'HTTPS://ACME.EXAMPLE/'),
    separator: fc.constantFrom(':', ';', '|', '~', '::'),
    tagSeparator: fc.constantFrom(undefined, '%', ','),
    open: fc.constantFrom(undefined, '!'),
    runTogether: fc.boolean(),
    tokenIsTagged: fc.boolean(),
    serialFirst: fc.boolean(),
    required: fc.boolean(),
    unknown: fc.boolean(),
    checksum: fc.constantFrom(undefined, { required: true }, { required: false }),
    mark: fc.constantFrom(undefined, 'Q7'),
    absent: fc.boolean(),
    exactMatch: fc.boolean(),
  })
  .chain((shape) =>
    fc
      .record({
        devEui: eui64,
        joinEui: eui64,
        ownerToken: tokens[shape.issued],
        serialNumber: fc.string({ unit: characters(letters), minLength: 1, maxLength: 12 }),
        proprietary: fc.string({ unit: characters(letters), minLength: 1, maxLength: 12 }),
        vendorId: hex4,
        vendorProfileId: hex4,
        sku: fc.string({ unit: characters(letters), minLength: 5, maxLength: 5 }),
        without: fc.subarray(['proprietary', 'ids', 'ownerToken', 'sku']),
      })
      .map((device) => sampleOf(shape, device)),
  )

interface Shape {
  readonly issued: IssuedForm
  readonly wire: WireForm | undefined
  readonly prefix: string
  readonly separator: string
  readonly tagSeparator: string | undefined
  readonly open: string | undefined
  readonly runTogether: boolean
  readonly tokenIsTagged: boolean
  readonly serialFirst: boolean
  readonly required: boolean
  readonly unknown: boolean
  readonly checksum: { readonly required: boolean } | undefined
  readonly mark: string | undefined
  readonly absent: boolean
  readonly exactMatch: boolean
}

interface Device {
  readonly devEui: string
  readonly joinEui: string
  readonly ownerToken: string
  readonly serialNumber: string
  readonly proprietary: string
  readonly vendorId: string
  readonly vendorProfileId: string
  readonly sku: string
  readonly without: readonly string[]
}

function sampleOf(shape: Shape, device: Device): Sample {
  const has = (name: string): boolean => !device.without.includes(name)
  const tokenIsTagged = shape.tokenIsTagged
  const withToken = !tokenIsTagged || shape.required || has('ownerToken')
  const withIds = !shape.absent || has('ids')
  const token = { name: 'ownerToken', issued: shape.issued, wire: shape.wire }
  const serialNumber = { name: 'serialNumber', charset: 'A-Za-z0-9' }
  const identity = shape.runTogether
    ? [{ run: [{ name: 'devEui' }, { name: 'joinEui' }] }]
    : [{ name: 'joinEui' }, { name: 'devEui' }]
  const ids = {
    run: [{ name: 'vendorId' }, { name: 'vendorProfileId' }],
    ...(shape.absent ? { absent: '00000000' } : {}),
  }
  const mark = {
    run: [{ literal: shape.mark ?? 'Q' }, { name: 'proprietary', lead: '-' }],
    tag: 'P',
    required: true,
  }
  const { devEui, joinEui, ownerToken, vendorId, vendorProfileId, sku, proprietary } = device
  return {
    document: {
      id: 'random',
      title: 'Random',
      prefix: shape.prefix === '' ? undefined : shape.prefix,
      separator: shape.separator,
      fields: [
        ...(shape.serialFirst ? [serialNumber] : []),
        ...identity,
        ids,
        ...(tokenIsTagged ? [] : [token]),
        ...(tokenIsTagged ? [{ ...token, tag: 'O', required: shape.required }] : []),
        ...(shape.serialFirst ? [] : [{ ...serialNumber, tag: 'S' }]),
        ...(shape.mark === undefined ? [{ name: 'proprietary', tag: 'P' }] : [mark]),
        { name: 'sku', tag: 'K', length: 5 },
      ],
      tags: { open: shape.open, separator: shape.tagSeparator, unknown: shape.unknown },
      ...(shape.checksum === undefined
        ? {}
        : { checksum: { algorithm: 'crc16-modbus', tag: 'C', ...shape.checksum } }),
      ...(shape.exactMatch ? { match: { devEui: `${devEui.slice(0, 6)}*` } } : {}),
    },
    fields: {
      devEui,
      joinEui,
      serialNumber: device.serialNumber,
      ...(withToken ? { ownerToken } : {}),
      ...(withIds ? { vendorId, vendorProfileId } : {}),
      ...(has('proprietary') ? { proprietary } : {}),
      ...(has('sku') ? { extra: { sku } } : {}),
    },
  }
}
