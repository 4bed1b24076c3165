import * as z from 'zod'

const stamp = { at: z.string(), by: z.string(), printer: z.string() }
const devEui = z.string().regex(/^[0-9A-F]{16}$/)
const pack = z.string().regex(/^(?:carton|pallet)-\d{5,}$/)
const attempt = z.number().int().min(1)
const reason = z.string().exactOptional()
const label = [{ devEui }, { pack }] as const

function ofLabel<T extends z.ZodRawShape>(shape: T) {
  const [device, packed] = label
  return [z.object({ ...stamp, ...shape, ...device }), z.object({ ...stamp, ...shape, ...packed })] as const
}

/** A line of `line.ndjson`. */
export const lineEntrySchema = z.union([
  z.object({ ...stamp, result: z.enum(['opened', 'shift']) }),
  z.object({ ...stamp, result: z.literal('sending'), devEui, attempt, reason }),
  z.object({
    ...stamp,
    result: z.literal('packing'),
    pack,
    devEuis: z.array(devEui).readonly().exactOptional(),
    packs: z.array(pack).readonly().exactOptional(),
    onPallet: z.boolean().exactOptional(),
    devices: z.number().int().min(0),
    attempt,
    reason,
  }),
  ...ofLabel({
    result: z.literal('printed'),
    confirms: z.enum(['printed', 'delivered']),
    check: z.boolean(),
  }),
  ...ofLabel({ result: z.literal('uncertain') }),
  ...ofLabel({
    result: z.literal('answered'),
    answer: z.enum(['printed', 'not-printed', 'again']),
    check: z.boolean(),
  }),
  z.object({
    ...stamp,
    result: z.literal('checked'),
    devEui,
    scan: z.enum(['good', 'other-device', 'unreadable', 'not-the-label']),
    scanned: devEui.exactOptional(),
  }),
  z.object({
    ...stamp,
    result: z.literal('refused'),
    because: z.enum([
      'unknown-device',
      'refused-device',
      'wrong-product',
      'printed-before',
      'unreadable',
      'unusable-label',
    ]),
    devEui: devEui.exactOptional(),
    detail: z.string().exactOptional(),
  }),
  z.object({ ...stamp, result: z.literal('voided'), devEui, reason: z.string() }),
])
