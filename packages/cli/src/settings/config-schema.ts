import * as z from 'zod'

const column = z.string().exactOptional()

const columns = z.strictObject({
  devEui: column,
  joinEui: column,
  appEui: column.describe('Another name of joinEui'),
  ownerToken: column,
  vendorId: column,
  vendorProfileId: column,
  serialNumber: column,
  proprietary: column,
})

/** `claimtag.config.json`: flags that would otherwise be typed each time. Flags win. */
export const configSchema = z
  .strictObject({
    $schema: z.string().exactOptional(),
    format: z.string().exactOptional().describe('A built-in format, or a file with a format document'),
    template: z.string().exactOptional().describe('A built-in template, or a file with a template'),
    dpi: z.number().exactOptional().describe('Dots per inch of the printer'),
    as: z
      .union([z.string(), z.array(z.string())])
      .exactOptional()
      .describe('Kinds of output'),
    out: z.string().exactOptional().describe('Folder for the labels'),
    headDots: z
      .union([z.int().positive(), z.enum(['58mm', '80mm'])])
      .exactOptional()
      .describe("Dots across that the printer's head prints: wider labels are refused"),
    media: z.string().exactOptional().describe('What is loaded in a Brother QL: 62x29, 29 …'),
    to: z.string().exactOptional().describe('Address of a printer, tcp://host:9100'),
    ids: z.enum(['hex', 'decimal']).exactOptional().describe('How IDs of vendor and profile are written'),
    columns: columns.exactOptional().describe("The input's own names of columns"),
    verify: z.string().exactOptional().describe('all, none, or sample:N'),
    workers: z.int().min(0).exactOptional().describe('Threads; 0 works in one'),
    skipBadRows: z.boolean().exactOptional().describe('Label the sound rows although others are refused'),
    csvGuard: z
      .boolean()
      .exactOptional()
      .describe('Whether cells of payload CSV that a spreadsheet would run get an apostrophe'),
    visible: z.boolean().exactOptional().describe('Leave hidden rows and sheets of a workbook out'),
  })
  .meta({
    title: 'claimtag configuration',
    description: 'Flags of the command claimtag that would otherwise be typed each time',
  })

export type Config = z.infer<typeof configSchema>
export type ConfigIssue = z.core.$ZodIssue

/** The JSON Schema (draft 2020-12) of a configuration, for editors that complete and check it. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(configSchema, { target: 'draft-2020-12' })
}

/** Known keys by their place: `''` is the root. */
export const CONFIG_KEYS: ReadonlyMap<string, readonly string[]> = new Map([
  ['', Object.keys(configSchema.shape)],
  ['columns', Object.keys(columns.shape)],
])
