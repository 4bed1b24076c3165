import { type BatchOptions, reportRefused, type RowIssue, runBatch } from '@claimtag/batch'
import { ClaimtagError, counted } from '@claimtag/core'
import { randomTokens } from '@claimtag/online'
import { webcrypto } from 'node:crypto'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { jsonEvents, plainEvents, printSummary, STREAM } from './batch-report.ts'
import { openCodes } from './codes/open-codes.ts'
import { openOnlineDevices } from './codes/online-devices.ts'
import { createRefusedRows } from './codes/refused-rows.ts'
import { EXIT, type ExitCode } from './exit-code.ts'
import { createProgress } from './output/progress.ts'
import { prose } from './output/prose.ts'
import type { Invocation } from './program.ts'
import type { Session } from './session.ts'
import type { Settings } from './settings/settings.ts'

type Job = Omit<BatchOptions, 'input' | 'out' | 'onEvent'> & Pick<Settings, 'format' | 'columns' | 'visible'>

/** What the labels are made of, in the end. */
type Ready = Pick<BatchOptions, 'input' | 'ids' | 'add' | 'dryRun'>

/**
 * `generate --online`: the devices get the tokens of their codes in the store. All rows are checked before the first
 * code is issued. Codes that were issued are found again, so the same command goes on with the same bytes.
 *
 * @param make makes the labels
 */
export async function labelOnline(
  { input, out, ...job }: Job & Pick<BatchOptions, 'out'> & { readonly input: string | Readable },
  { flags }: Pick<Invocation, 'flags'>,
  io: Session,
  make: (ready: Ready) => Promise<ExitCode>,
): Promise<ExitCode> {
  const { format, skipBadRows } = job
  const json = flags['json'] === true
  const quiet = flags['quiet'] === true
  const devices = await openOnlineDevices(input, { ...job, ids: job.ids })
  const { ids } = devices
  try {
    const draft = { input: Readable.from(devices.draft()), ids, add: false, dryRun: true }
    if (job.dryRun === true) return await make(draft)
    const issues: RowIssue[] = []
    const without = new Set<number>()
    /** The file that a batch writes of rows that it refuses itself. */
    const reportAll = async (more: readonly RowIssue[] = []): Promise<void> => {
      if (out === STREAM) return
      const all = [...issues, ...more].sort((one, other) => one.line - other.line)
      await reportRefused({ ...job, input: [], out }, all)
    }
    const progress = createProgress(io, quiet || json)
    const say = json ? jsonEvents(io) : plainEvents(io, quiet, progress)
    const checked = await runBatch({
      ...job,
      ...draft,
      out: io.cwd,
      onEvent(event) {
        if (event.type === 'refused') {
          issues.push(event.issue)
          without.add(event.issue.line)
        }
        if (event.type === 'refused' || event.type === 'causes' || event.type === 'checking') say(event)
      },
    }).finally(() => progress.clear())
    if (checked.refused > 0 && skipBadRows !== true) {
      await reportAll()
      const summary = { ...checked, state: 'refused' as const, out }
      if (json) io.stdout.json(summary)
      else printSummary(summary, io, quiet)
      return EXIT.refused
    }
    return await labelIssued()

    async function labelIssued(): Promise<ExitCode> {
      const tokens = randomTokens((bytes) => webcrypto.getRandomValues(bytes))
      const { issuer, close } = await openCodes({ flags }, io, { format, tokens, create: true })
      const refused = createRefusedRows(json, io)
      async function* rows(): AsyncGenerator<string> {
        yield* devices.issued({ issuer, without, refused, signal: io.signal })
        refused.end()
        // Before the first label is made: the batch reads all rows first.
        if (refused.count() > 0 && skipBadRows !== true) throw new RowsRefused()
      }
      try {
        const code = await make({ input: Readable.from(rows()), ids })
        // The rows of an addition are told, but the run that had the number of their file is over.
        if (job.add !== true && without.size + refused.count() > 0) await reportAll(refused.all())
        return code === EXIT.done && without.size + refused.count() > 0 ? EXIT.refused : code
      } catch (error) {
        if (!(error instanceof RowsRefused)) throw error
        await reportAll(refused.all())
        if (!quiet && !json) {
          const seen = out === STREAM ? '' : ` (see ${join(out, 'refused.csv')})`
          io.stderr.print(
            prose`The store refuses ${counted(refused.count(), 'row')}${seen}, so no label was made; --skip-bad-rows labels the others.\n`,
          )
        }
        return EXIT.refused
      } finally {
        await close()
      }
    }
  } finally {
    await devices.dispose()
  }
}

/** Ends the reading of the rows. */
class RowsRefused extends ClaimtagError<{ readonly code: 'rows-refused' }> {
  override readonly name = 'RowsRefused'

  constructor() {
    super({ code: 'rows-refused' }, 'The store refuses rows.')
  }
}
