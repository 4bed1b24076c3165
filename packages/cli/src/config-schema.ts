import { DEVICE_FIELDS } from '@claimtag/core'
import * as z from 'zod'

const field = z.enum(DEVICE_FIELDS)

/** `claimtag.config.json`: what would otherwise be typed each time. Flags win. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  format: z.string().optional().describe('A built-in format, or a file with a format document'),
  template: z.string().optional().describe('A built-in template, or a file with a template'),
  dpi: z.number().optional().describe('Dots per inch of the printer'),
  as: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe('Kinds of output'),
  out: z.string().optional().describe('Folder for the labels'),
  media: z.string().optional().describe('What is loaded in a Brother QL: 62x29, 29 …'),
  to: z.string().optional().describe('Address of a printer, tcp://host:9100'),
  columns: z.partialRecord(field, z.string()).optional().describe("The input's own names of columns"),
  verify: z.string().optional().describe('all, none, or sample:N'),
  workers: z.int().min(0).max(64).optional().describe('Threads; 0 works in one'),
  skipBadRows: z.boolean().optional(),
})

export type Config = z.infer<typeof configSchema>
