import * as z from 'zod'
import type { FormatDocument } from './format/document.ts'
import { LONGEST_CODE, MOST_PARTS, MOST_PATTERNS } from './limits.ts'
import { parseEui64 } from './record/eui64.ts'
import { namedRecord } from './record/named-record.ts'
import { DEVICE_FIELDS, type DeviceRecord } from './record/record.ts'

const count = z.int().min(1).max(LONGEST_CODE)
const span = z.union([count, z.tuple([count, count])])
const visible = z.string().regex(/^[ -~]{1,512}$/, 'printable ASCII text is expected')
const tag = z.string().regex(/^[A-Z]$/, 'one capital letter is expected')

const fieldShape = {
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9]{0,31}$/, 'letters and digits are expected')
    .meta({
      description: "A field of the record, or a name of the format's own",
      examples: [...DEVICE_FIELDS, 'sku'],
    }),
  length: span.optional().describe('Characters of a text field: a number, or the least and the most'),
  charset: visible.optional().describe('Characters a text field may have, with ranges: 0-9A-Z$*+./-'),
  lead: visible.optional().describe('Text before the last value of a run, absent with it'),
  not: z
    .array(visible)
    .max(MOST_PATTERNS)
    .optional()
    .describe('Values that mark another format: exact, or with * at the end'),
  issued: z
    .enum(['base64', 'base64url', 'hex', 'hex-lower', 'text'])
    .optional()
    .describe('Only for ownerToken: the form in which it was issued'),
  wire: z
    .enum(['base64', 'base64url', 'hex', 'base32', 'text'])
    .optional()
    .describe(
      'Only for ownerToken: the form in which the code carries it; base32 and hex keep symbols small',
    ),
  bytes: span.optional().describe('Only for ownerToken: its size in bytes'),
}

const elementShape = {
  tag: tag.optional().describe('Makes the element optional and known by this first letter'),
  required: z.boolean().optional().describe('A tagged element that must be there'),
  absent: visible.optional().describe('What stands in an element without a tag when it has no value'),
}

const part = z.union([z.strictObject(fieldShape), z.strictObject({ literal: visible })])

const element = z.union([
  z.strictObject({ ...fieldShape, ...elementShape }),
  z
    .strictObject({ run: z.array(part).min(1).max(MOST_PARTS), ...elementShape })
    .describe('Several values run together; at most one has a free length'),
])

/**
 * A format document as it comes from a file. Checks its shape, with a message for each fault; `defineFormat` checks
 * what it means as well.
 */
export const formatDocumentSchema: z.ZodType<FormatDocument> = z
  .strictObject({
    $schema: z.string().optional(),
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower case, digits and dashes are expected'),
    title: z.string().regex(/^[^\p{Cc}]{1,200}$/u, 'text is expected'),
    readOnly: z.boolean().optional().describe('Only read, never written'),
    prefix: visible.optional().describe('What every code begins with'),
    separator: visible.optional().describe('Stands between elements'),
    fields: z.array(element).min(1).max(MOST_PARTS).describe('Elements in order: those without a tag first'),
    tags: z
      .strictObject({
        open: visible.optional().describe('Stands once before the first tagged element'),
        separator: visible
          .optional()
          .describe('Stands before each tagged element; as separator when left out'),
        damaged: visible.optional().describe('How that looks after a scanner has damaged it'),
        unknown: z.boolean().optional().describe('Accept unknown tags with a warning'),
      })
      .optional(),
    checksum: z
      .strictObject({
        algorithm: z.literal('crc16-modbus'),
        tag,
        required: z.boolean().optional().describe('Refuse codes without it'),
      })
      .optional(),
    match: z
      .record(z.string(), z.union([visible, z.array(visible).min(1).max(MOST_PATTERNS)]))
      .optional()
      .describe('Claims the codes whose fields have these values: exact, or with * at the end'),
  })
  .meta({
    title: 'claimtag format document',
    description: 'How a device record stands in the text of a code',
  })

const eui64 = z.string().transform((text, context) => {
  const eui = parseEui64(text)
  if (eui === undefined) context.addIssue({ code: 'custom', message: '16 hex digits are expected' })
  return eui ?? z.NEVER
})
const hex4 = z
  .string()
  .regex(/^[0-9A-Fa-f]{4}$/, '4 hex digits are expected')
  .toUpperCase()
const filled = z.string().min(1).max(LONGEST_CODE)

/**
 * A device record that comes from outside: a request, a row, a store. Takes EUIs in either case and gives them in
 * upper case. Its messages never quote a value.
 */
export const deviceRecordSchema: z.ZodType<DeviceRecord> = z.preprocess(
  withoutUndefined,
  z.strictObject({
    devEui: eui64,
    joinEui: eui64.exactOptional(),
    ownerToken: filled.exactOptional(),
    vendorId: hex4.exactOptional(),
    vendorProfileId: hex4.exactOptional(),
    serialNumber: filled.exactOptional(),
    proprietary: filled.exactOptional(),
    extra: z.record(z.string(), z.string()).exactOptional(),
  }),
)

/** A caller may hand on a field that it has no value of; the record that it gets lacks the field. */
function withoutUndefined(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input
  return namedRecord(Object.entries(input).filter(([, value]) => value !== undefined))
}

/**
 * The JSON Schema (draft 2020-12) of a format document, for editors that complete and check `acme.json`.
 *
 * @example
 * ```ts
 * import { formatJsonSchema } from '@claimtag/core/schema'
 *
 * console.log(formatJsonSchema()['type']) // object
 * ```
 */
export function formatJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(formatDocumentSchema, { target: 'draft-2020-12' })
}
