import * as z from 'zod'

const count = z.number().int().nonnegative()

/** A line of the journal: all chunks before `next` are on the disk, and the files have these sizes. */
export const journalLineSchema = z.object({
  next: count,
  labels: count,
  verified: count,
  sizes: z.record(z.string(), count),
})

export type JournalLine = z.infer<typeof journalLineSchema>

/** What must not change between two runs of one job; compared as text. */
const identitySchema = z.record(z.string(), z.string())

/** A file about the labels, as it was when the job ended. */
const recordFileSchema = z.object({ file: z.string(), bytes: count, digest: z.string() })

export type RecordFile = z.infer<typeof recordFileSchema>

/** A file of devices as it was given. The digest is keyed: the file may be one device with a short token. */
const inputFileSchema = z.object({ name: z.string(), bytes: count, digest: z.string() })

export type InputFile = z.infer<typeof inputFileSchema>

const rowsSchema = z.object({
  read: z.number(),
  sound: z.number(),
  refused: z.number(),
  repeated: z.number(),
})

/** A run that added labels to a finished job. Paths and counts are those of its own input. */
const additionSchema = z.object({
  /** The job itself is the first run. */
  number: z.number().int().min(2),
  identity: identitySchema,
  verify: z.string(),
  /** `sound`: rows without a label of an earlier run. */
  rows: rowsSchema,
  /** The files of devices, in their order. */
  inputs: z.array(inputFileSchema).readonly().exactOptional(),
  /** Rows whose label an earlier run has made. */
  before: count,
  /** Devices with a label that have no row in its input any more. */
  vanished: count,
  labelled: count,
  verified: count,
  startedAt: z.string(),
  finishedAt: z.string().exactOptional(),
  /** The lengths of the files that it continues, when it began. */
  continued: z.record(z.string(), count),
})

export type AdditionRecord = z.infer<typeof additionSchema>

const stockSchema = z.object({
  width: z.number(),
  height: z.number(),
  cornerRadius: z.number().optional(),
  margin: z.number().optional(),
  gap: z.number().optional(),
})

/** Labels side by side on the roll. */
const acrossSchema = z.object({ columns: count.min(2), columnGap: z.number() })

const printingSchema = z.object({
  copies: z.union([count, z.object({ column: z.string() })]).exactOptional(),
  darkness: count.exactOptional(),
  speed: count.exactOptional(),
  turn: z.literal(180).exactOptional(),
  finish: z.enum(['tear', 'peel', 'cut']).exactOptional(),
  cutEvery: count.exactOptional(),
  sensing: z.enum(['gap', 'mark']).exactOptional(),
})

/** `job.json`. */
export const jobRecordSchema = z.object({
  claimtag: z.string(),
  state: z.enum(['running', 'done']),
  identity: identitySchema,
  format: z.string(),
  /** The whole format, so that codes can be read without asking for it. Absent in jobs of the first version. */
  formatDocument: z.unknown().exactOptional(),
  template: z.string(),
  stock: stockSchema,
  across: acrossSchema.exactOptional(),
  dpi: z.number(),
  outputs: z.array(z.string()),
  pack: z.string().exactOptional(),
  media: z.string().exactOptional(),
  printing: printingSchema.exactOptional(),
  /** The date on the labels, when they show one. */
  date: z.string().exactOptional(),
  /** Of the symbols, by their place in the template, when they have one size in the whole job. */
  versions: z.array(count).exactOptional(),
  /** The header of the payload CSV, and whether its cells are guarded. */
  payload: z.object({ header: z.string(), guard: z.boolean() }).exactOptional(),
  /** How devices are packed, and the number of carton labels of all runs that are finished. */
  cartons: z
    .object({
      size: count.min(1),
      template: z.string(),
      stock: stockSchema,
      across: acrossSchema.exactOptional(),
      labels: count,
    })
    .exactOptional(),
  verify: z.string(),
  /** Of the first run. */
  rows: rowsSchema,
  /** The files of devices of the first run, in their order. Absent in jobs of before. */
  inputs: z.array(inputFileSchema).readonly().exactOptional(),
  /** Of all runs that are finished. */
  labelled: count,
  verified: count,
  startedAt: z.string(),
  finishedAt: z.string().exactOptional(),
  /** How the digests of the manifest are made. Absent: 1. */
  digests: z.literal([2, 3]).exactOptional(),
  /** Runs that added to the job. The last one is unfinished when it has no `finishedAt`. */
  additions: z.array(additionSchema).readonly().exactOptional(),
  /** Of a finished job: the manifest, and the list of PDFs if there are any. */
  records: z.array(recordFileSchema).readonly().exactOptional(),
  /** Keyed digest of everything else in this record. */
  seal: z.string().exactOptional(),
})

export type JobRecord = z.infer<typeof jobRecordSchema>

/** A symbol of version 1 has 21 modules on a side, one of version 40 has 177 (ISO/IEC 18004, 6.3.1). */
const modules = z.number().int().min(21).max(177)
/** No label is a million dots wide; a larger number would only cost memory. */
const place = z.number().int().min(0).max(1_000_000)

const symbolSchema = z.object({
  version: z.number().int().min(1).max(40),
  errorCorrection: z.string(),
  modules,
  dots: z.number().int().min(1).max(1000),
  x: place,
  y: place,
  digest: z.string(),
})

const barcodeSchema = z.object({
  kind: z.enum(['code128', 'datamatrix']),
  x: place,
  y: place,
  width: place.min(1),
  height: place.min(1),
  digest: z.string(),
})

/** A path inside the job's folder, even if a manifest was forged. */
const inside = z.string().refine((path) => !/^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\0/.test(path))

const fileSchema = z.object({
  as: z.string(),
  file: inside,
  entry: z.string().exactOptional(),
  offset: count.exactOptional(),
  page: count.exactOptional(),
  place: count.exactOptional(),
  /** No label has a gigabyte. */
  bytes: count.max(1 << 30),
  digest: z.string(),
})

/** A line of `manifest.ndjson`. */
export const manifestEntrySchema = z.object({
  row: count,
  line: count,
  addition: count.exactOptional(),
  devEui: z.string().regex(/^[0-9A-F]{16}$/),
  joinEui: z.string().exactOptional(),
  serialNumber: z.string().exactOptional(),
  input: z.string().exactOptional(),
  format: z.string(),
  symbols: z.array(symbolSchema),
  barcodes: z.array(barcodeSchema).readonly().exactOptional(),
  copies: count.exactOptional(),
  files: z.array(fileSchema),
  verifiedBy: z.string().exactOptional(),
})

/** A line of `manifest.ndjson` about a carton. */
const cartonEntrySchema = z.object({
  carton: count.min(1),
  devices: count.min(1),
  row: count,
  line: count,
  addition: count.exactOptional(),
  input: z.string().exactOptional(),
  symbols: z.array(symbolSchema),
  barcodes: z.array(barcodeSchema).readonly().exactOptional(),
  files: z.array(fileSchema),
  verifiedBy: z.string().exactOptional(),
})

/** Any line of `manifest.ndjson`. */
export const manifestLineSchema = z.union([manifestEntrySchema, cartonEntrySchema])

/** A line of `volumes.ndjson`: a PDF as a whole; its labels are in the manifest. */
export const volumeRecordSchema = z.object({
  file: inside,
  labels: count,
  pages: count,
  bytes: count,
  digest: z.string(),
})

export type VolumeRecord = z.infer<typeof volumeRecordSchema>
