import * as z from 'zod'
import { lineReportSchema } from './line-schema.ts'

const count = z.number().int().nonnegative()

/** `first` and `last` as the list of devices has them; `lowest` and `highest` as people sort them. */
const rangeSchema = z.object({
  count,
  first: z.string().exactOptional(),
  last: z.string().exactOptional(),
  lowest: z.string().exactOptional(),
  highest: z.string().exactOptional(),
})

const codeCount = z.object({ code: z.string(), count })

const refusalSchema = z.object({
  run: count.min(1),
  /** As in `refused.csv`: of a file of one line a device. */
  line: count,
  /** The file of several that the line is in. */
  file: z.string().exactOptional(),
  field: z.string().exactOptional(),
  code: z.string(),
  reason: z.string(),
})

const runSchema = z.object({
  /** The job itself is 1; additions count from 2. */
  run: count.min(1),
  startedAt: z.string(),
  finishedAt: z.string().exactOptional(),
  read: count,
  labelled: count,
  refused: count,
  /** Rows that repeat another one of the list. */
  repeated: count,
  /** Rows whose label an earlier run has made. */
  before: count,
  /** Devices with a label that the list no longer had. */
  vanished: count,
  verified: count,
  /** Files of devices. The digest is keyed with the job's key: the file holds tokens. */
  inputs: z.array(z.object({ name: z.string(), bytes: count, digest: z.string() })).readonly(),
})

/** What `claimtag report` writes as JSON. It never contains a token. */
export const jobReportSchema = z
  .object({
    /** Version of this document. */
    report: z.literal(1),
    madeAt: z.string(),
    /** The user of the operating system. */
    madeBy: z.string(),
    /** The version that wrote the report. */
    claimtag: z.string(),
    job: z.object({
      folder: z.string(),
      /** The version that began the job. */
      claimtag: z.string(),
      format: z.string(),
      template: z.string(),
      stock: z.string(),
      dpi: z.number(),
      outputs: z.array(z.string()).readonly(),
      pack: z.string().exactOptional(),
      date: z.string().exactOptional(),
      verify: z.string(),
      /** What decides the bytes of the labels, by names that people know: a digest or a setting each. */
      identity: z.record(z.string(), z.string()),
    }),
    runs: z.array(runSchema).readonly(),
    devices: z.object({
      labelled: count,
      /** Labels of cartons, when devices are packed. */
      cartons: count.exactOptional(),
      devEuis: rangeSchema,
      serialNumbers: rangeSchema,
      /** The first twenty of them. */
      joinEuis: z.array(z.object({ joinEui: z.string(), count })).readonly(),
    }),
    refused: z.object({
      count,
      byCode: z.array(codeCount).readonly(),
      /** The first thousand; `refused.csv` has all. */
      listed: z.array(refusalSchema).readonly(),
      /** Files of refused rows that are missing, or that somebody has edited, so that they were not read. */
      unread: z.array(z.string()).readonly(),
    }),
    printing: z.object({
      /** Labels that were sent to a printer, each counted once. */
      sent: count,
      neverSent: count,
      /** Times that one of them was sent again. */
      again: count,
      /** Entries of labels that the printer said are on paper, and that a queue or a file only took. */
      confirmed: z.object({ printed: count, delivered: count }),
      /** Labels that may or may not be on paper. */
      uncertain: count,
      /** When, by whom and where to: each run that sent something, as far as the job has recorded it. */
      sessions: z.array(z.object({ at: z.string(), by: z.string(), printer: z.string() })).readonly(),
    }),
    reprints: z.object({
      count,
      /** The first thousand; `audit.ndjson` has all. */
      listed: z
        .array(
          z.object({
            at: z.string(),
            devEui: z.string(),
            reason: z.string(),
            by: z.string(),
            printer: z.string(),
          }),
        )
        .readonly(),
    }),
    /** What the stations of `claimtag line` did, when it was asked for. */
    line: lineReportSchema.exactOptional(),
    verification: z.object({
      /** `not-run`: it was not asked for. */
      result: z.enum(['sound', 'faulty', 'not-run']),
      /** Labels that were read again for this report. */
      labels: count,
      faults: count,
      /** The first hundred. */
      listed: z.array(z.string()).readonly(),
    }),
    /** The records of the job. None holds a token, so that these digests (SHA-256) may be shown to anyone. */
    files: z.array(z.object({ file: z.string(), bytes: count, sha256: z.string() })).readonly(),
  })
  .meta({
    title: 'claimtag report',
    description: 'What an auditor or a customer asks of a finished job, without a token',
  })

/**
 * The JSON Schema (draft 2020-12) of the report, for programs that read it.
 *
 * @example
 * ```ts
 * import { jobReportJsonSchema } from '@claimtag/batch/report-schema'
 *
 * console.log(jobReportJsonSchema()['title']) // claimtag report
 * ```
 */
export function jobReportJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(jobReportSchema, { target: 'draft-2020-12' })
}

export type JobReport = z.infer<typeof jobReportSchema>
export type Range = JobReport['devices']['devEuis']
export type Refusal = JobReport['refused']['listed'][number]
export type JobRun = JobReport['runs'][number]
