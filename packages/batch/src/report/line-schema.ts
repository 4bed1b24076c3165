import * as z from 'zod'

const count = z.number().int().nonnegative()

const totalsSchema = z.object({
  /** Devices that got a good label, each once. */
  labelled: count,
  /** Labels of devices that were sent once more. */
  reprinted: count,
  voided: count,
  /** Scans that showed the label of another device. */
  mixUps: count,
  /** Scans of a printed label that could not be read, or were not of the label. */
  unreadable: count,
  /** Devices that arrived and got no label, by the reason. */
  refused: z.record(z.string(), count),
  cartons: count,
  pallets: count,
})

/** At most a thousand of each are listed; `line.ndjson` has all. */
function listOf<T extends z.ZodRawShape>(shape: T) {
  return z.object({
    count,
    listed: z.array(z.object({ at: z.string(), by: z.string(), ...shape })).readonly(),
  })
}

const stationSchema = z.object({
  /** The name of its folder. */
  folder: z.string(),
  from: z.string(),
  to: z.string(),
  operators: z.array(z.string()).readonly(),
  /** Labels of devices and packs that were sent to each. */
  printers: z.array(z.object({ printer: z.string(), sent: count })).readonly(),
  /** Labels that a printer said are on paper, and that a queue or a file only took. */
  confirmed: z.object({ printed: count, delivered: count }),
  /** Labels that were scanned back on their device. */
  checked: count,
  totals: totalsSchema,
  /** Those in which something happened. */
  shifts: z
    .array(
      z.object({
        from: z.string(),
        to: z.string(),
        by: z.array(z.string()).readonly(),
        totals: totalsSchema,
      }),
    )
    .readonly(),
  voids: listOf({ devEui: z.string(), reason: z.string() }),
  /** `label`: a DevEUI, or the name of a pack. */
  reprints: listOf({ label: z.string(), printer: z.string(), reason: z.string() }),
  mixUps: listOf({ devEui: z.string(), scanned: z.string() }),
  /** Labels of which a person has said whether they are on paper. */
  answers: listOf({ label: z.string(), answer: z.string() }),
  /** The label that is still to be scanned, or to be looked for. */
  unfinished: z.string().exactOptional(),
  /** Of `line.ndjson` as it was read, which holds no token. */
  file: z.object({ bytes: count, sha256: z.string() }),
})

/** What stations at a production line did, of which some or all devices are of the job. */
export const lineReportSchema = z.object({
  /** Devices of the job with a good label of one of the stations. */
  labelled: count,
  notLabelled: count,
  /** The first hundred without one. */
  missing: z.array(z.string()).readonly(),
  stations: z.array(stationSchema).readonly(),
})

export type LineReport = z.infer<typeof lineReportSchema>
