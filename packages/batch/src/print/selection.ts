import { BatchError } from '../issue.ts'
import { manifestEntries } from '../ledger/finished.ts'
import type { JobFolder } from '../ledger/folder.ts'
import { whoPrints } from './audit.ts'
import type { DeliveryLog } from './delivery-log.ts'
import type { SentBeside } from './jobs-beside.ts'

/**
 * What happens to labels that may or may not be on paper: a person decides later (`hold`), they are sent again
 * (`reprint`), or a person has looked and they are on paper (`printed`).
 */
export type UncertainDecision = 'hold' | 'reprint' | 'printed'

/** The labels of a job that are to be printed. */
interface Selection {
  readonly devEuis?: readonly string[] | undefined
  readonly reprint?: { readonly reason: string } | undefined
  readonly uncertain?: UncertainDecision
}

type Decision = 'print' | 'skip' | 'beside' | 'pass'
export type Wanted = (devEui: string) => Decision

/** Decides about every label, after checking that the requested devices exist and may be printed. */
export async function select(
  folder: JobFolder,
  { devEuis, reprint, uncertain }: Selection,
  deliveries: DeliveryLog,
  elsewhere: SentBeside,
): Promise<Wanted> {
  const chosen = devEuis === undefined ? undefined : new Set(devEuis)
  if (chosen !== undefined) await assertKnown(folder, chosen)
  const doubtful = [...deliveries.doubtful()].filter((devEui) => chosen?.has(devEui) ?? true)
  const open = new Set(uncertain === 'reprint' ? doubtful : [])
  const seen = new Set(uncertain === 'printed' ? doubtful : [])
  const before = (devEui: string): boolean =>
    deliveries.timesSent(devEui) > 0 && !open.has(devEui) && !seen.has(devEui)
  const refused = reprint === undefined ? devEuis?.find(before) : undefined
  if (refused !== undefined) throw new BatchError({ code: 'printed-before', detail: refused })
  const [otherwise] =
    reprint === undefined ? (devEuis ?? []).filter((one) => elsewhere(one) !== undefined) : []
  if (otherwise !== undefined)
    throw new BatchError({ code: 'printed-before', detail: otherwise, path: elsewhere(otherwise) ?? '' })
  if (seen.size > 0) deliveries.record({ state: 'confirmed', ids: [...seen], by: whoPrints() })
  return (devEui) => {
    if (chosen?.has(devEui) === false) return 'pass'
    if (seen.has(devEui)) return 'skip'
    if (before(devEui) && chosen === undefined) return 'skip'
    return reprint === undefined && !open.has(devEui) && elsewhere(devEui) !== undefined ? 'beside' : 'print'
  }
}

async function assertKnown(folder: JobFolder, devEuis: ReadonlySet<string>): Promise<void> {
  const missing = new Set(devEuis)
  for await (const { devEui } of manifestEntries(folder)) missing.delete(devEui)
  const [unknown] = missing
  if (unknown !== undefined)
    throw new BatchError({ code: 'unknown-device', path: folder.out, detail: unknown })
}
