import { nearestName } from '@claimtag/core'
import * as z from 'zod'
import { labelError } from '../issue/label-error.ts'
import type { Template } from './template.ts'

// A label is at most as large as a page of A3, and so is everything on it.
const place = z.number().min(0).max(420).describe('mm from the left or top edge')
const length = z.number().positive().max(420).describe('mm')
const gap = z.number().min(0).max(50).describe('mm')

const base = {
  id: z.string().min(1).max(40).optional().describe('What messages call the element'),
  x: place,
  y: place,
  when: z.string().min(1).optional().describe('Drawn only when this field has a value'),
}

const qr = z.strictObject({
  type: z.literal('qr'),
  ...base,
  size: length.describe('Side of the square for symbol and quiet zone, mm'),
  text: z.string().min(1).optional().describe('{code}, the code of the device, or a pattern with fields'),
  errorCorrection: z.enum(['L', 'M', 'Q', 'H']).optional().describe('The least error correction; default M'),
  version: z.int().min(1).max(40).optional().describe('Of every symbol whose text needs no larger one'),
  sameSize: z
    .boolean()
    .optional()
    .describe('One version and module size in a batch, the largest that any row needs'),
})

const textElement = z.strictObject({
  type: z.literal('text'),
  ...base,
  text: z.string().min(1).max(500).describe('Text with fields in braces, as in {devEui} or {devEui[0:8]}'),
  width: length.describe('Room along the line of writing, mm'),
  size: length.describe('Height of a capital letter, mm'),
  minSize: length.optional().describe('Longer text is made smaller down to this, mm'),
  lines: z.int().min(1).max(20).optional().describe('The most lines that the text is broken into; default 1'),
  group: z.int().min(1).max(16).optional().describe('Field values in groups of so many characters'),
  align: z.enum(['start', 'center', 'end']).optional(),
  font: z
    .union([
      z.enum(['mono', 'sans']),
      z
        .string()
        .max(200)
        .regex(/\.(?:ttf|otf)$/i, 'mono, sans, or a file that ends in .ttf or .otf'),
    ])
    .optional()
    .describe('mono, sans, or a TTF or OTF file, relative to the template'),
  rotate: z.literal([0, 90, 180, 270]).optional().describe('Degrees clockwise'),
})

const barText = z
  .string()
  .min(1)
  .max(500)
  .describe('Printable ASCII with fields in braces, as in {devEui}; never a secret')

const code128 = z.strictObject({
  type: z.literal('code128'),
  ...base,
  text: barText,
  width: length.describe('Room along the bar code with its quiet zones, mm'),
  height: length.describe('Height of the bars, mm'),
  rotate: z.literal([0, 90, 180, 270]).optional().describe('Degrees clockwise'),
})

const datamatrix = z.strictObject({
  type: z.literal('datamatrix'),
  ...base,
  text: barText,
  size: length.describe('Side of the square for symbol and quiet zone, mm'),
})

const image = z.strictObject({
  type: z.literal('image'),
  ...base,
  width: length,
  height: length,
  source: z.string().min(1).describe('SVG or PNG file, relative to the template'),
})

const line = z.strictObject({
  type: z.literal('line'),
  ...base,
  direction: z.enum(['horizontal', 'vertical']),
  length,
  thickness: length,
})

const box = z.strictObject({
  type: z.literal('box'),
  ...base,
  width: length,
  height: length,
  thickness: gap.describe('Of the frame, mm; 0 fills the box'),
  radius: gap.optional(),
})

const sheet = z.strictObject({
  page: z.strictObject({ width: length, height: length }),
  columns: z.int().min(1).max(50),
  rows: z.int().min(1).max(100),
  left: place,
  top: place,
  columnGap: gap,
  rowGap: gap,
})

/** A template document. */
export const templateSchema = z
  .strictObject({
    $schema: z.string().optional(),
    name: z
      .string()
      .min(1)
      .max(60)
      .regex(/^[\w.-]+$/, 'only letters, digits, dot, dash and underscore'),
    title: z.string().max(200).optional(),
    stock: z.strictObject({
      width: length,
      height: length,
      cornerRadius: gap.optional(),
      margin: gap.optional().describe('Kept free of everything but quiet zones, mm'),
      gap: gap.optional().describe('Between one label and the next on the roll, mm; default 3'),
    }),
    elements: z
      .array(z.discriminatedUnion('type', [qr, textElement, code128, datamatrix, image, line, box]))
      .min(1)
      .max(200),
    sheet: sheet.optional(),
  })
  .meta({
    title: 'claimtag label template',
    description: 'A label in millimetres from its top left corner, the same for every printer',
  })

/**
 * Checks a template document from outside.
 *
 * @throws LabelError `bad-template` with the place and the reason
 *
 * @example
 * ```ts
 * import { parseTemplate } from '@claimtag/label/schema'
 *
 * const template = parseTemplate({
 *   name: 'code-20x20',
 *   stock: { width: 20, height: 20 },
 *   elements: [{ type: 'qr', x: 1, y: 1, size: 18 }],
 * })
 * console.log(template.stock.width) // 20
 * ```
 */
export function parseTemplate(document: unknown): Template {
  const result = templateSchema.safeParse(document)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw labelError({ code: 'bad-template', path: pathText(issue.path), problem: problemOf(issue) })
}

/**
 * The schema of templates as JSON Schema, so that editors complete and check a template while it is written.
 *
 * @example
 * ```ts
 * import { templateJsonSchema } from '@claimtag/label/schema'
 *
 * console.log(templateJsonSchema()['type']) // object
 * ```
 */
export function templateJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(templateSchema) as Record<string, unknown>
}

function problemOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'unrecognized_keys') return issue.message.replace(/\.$/, '')
  const [key = ''] = issue.keys
  const nearest = nearestName(key, PROPERTIES)
  return nearest === undefined
    ? `there is no property "${key}"`
    : `there is no property "${key}"; nearest: "${nearest}"`
}

const PROPERTIES = [
  qr,
  textElement,
  code128,
  datamatrix,
  image,
  line,
  box,
  sheet,
  templateSchema,
  templateSchema.shape.stock,
].flatMap((part) => Object.keys(part.shape))

function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  return text.replace(/^\./, '') || 'its root'
}
