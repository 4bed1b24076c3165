import * as z from 'zod'

/** A line of the journal: everything before `next` is on the disk, and the files have these sizes. */
export const journalLineSchema = z.object({
  next: z.number().int().nonnegative(),
  labels: z.number().int().nonnegative(),
  verified: z.number().int().nonnegative(),
  sizes: z.record(z.string(), z.number().int().nonnegative()),
})

export type JournalLine = z.infer<typeof journalLineSchema>

/** What may not change between two runs of one job; texts are compared as they are. */
const identitySchema = z.record(z.string(), z.string())

/** `job.json`. */
export const jobRecordSchema = z.object({
  claimtag: z.string(),
  state: z.enum(['running', 'done']),
  identity: identitySchema,
  format: z.string(),
  template: z.string(),
  stock: z.object({ width: z.number(), height: z.number(), gap: z.number().optional() }),
  dpi: z.number(),
  outputs: z.array(z.string()),
  pack: z.string().optional(),
  media: z.string().optional(),
  verify: z.string(),
  rows: z.object({
    read: z.number(),
    sound: z.number(),
    refused: z.number(),
    repeated: z.number(),
  }),
  labelled: z.number(),
  verified: z.number(),
  startedAt: z.string(),
  finishedAt: z.string().optional(),
})

export type JobRecord = z.infer<typeof jobRecordSchema>

const symbolSchema = z.object({
  version: z.number(),
  errorCorrection: z.string(),
  modules: z.number(),
  dots: z.number(),
  x: z.number(),
  y: z.number(),
  digest: z.string(),
})

const fileSchema = z.object({
  as: z.string(),
  file: z.string(),
  entry: z.string().optional(),
  offset: z.number().optional(),
  page: z.number().optional(),
  place: z.number().optional(),
  bytes: z.number(),
  digest: z.string(),
})

/** A line of `manifest.ndjson`. */
export const manifestEntrySchema = z.object({
  row: z.number(),
  line: z.number(),
  devEui: z.string(),
  joinEui: z.string().optional(),
  format: z.string(),
  symbols: z.array(symbolSchema),
  files: z.array(fileSchema),
  verifiedBy: z.string().optional(),
})

/** A line of `volumes.ndjson`: a PDF as a whole, whose labels stand in the manifest. */
export const volumeRecordSchema = z.object({
  file: z.string(),
  labels: z.number(),
  pages: z.number(),
  bytes: z.number(),
  digest: z.string(),
})

export type VolumeRecord = z.infer<typeof volumeRecordSchema>
