import { createWorkflow, explain, type Failure, type Workflow } from '@claimtag/provisioning'
import type { BatchReport, ProvisioningJob } from '@claimtag/provisioning/batch'
import { isUnopened } from '../decoding/found-code.ts'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { text, wholeNumber } from '../flags/flag-value.ts'
import { prose } from '../output/prose.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { UsageError } from '../usage-error.ts'
import { choiceOf } from './choose.ts'
import { jobsOf } from './jobs-of.ts'
import { loadPortal } from './load-portal.ts'
import { openWorkflow, type OpenWorkflow } from './open-workflow.ts'
import { provisionDevices } from './provision-devices.ts'
import {
  failureJson,
  jsonEvent,
  plainEvent,
  printReport,
  reportJson,
  sentenceOf,
} from './provisioning-report.ts'
import { recordsOf } from './records-of.ts'
import { exitCodeOfFailure, worstOf } from './step-failed.ts'

type Checked = Extract<Awaited<ReturnType<Workflow['check']>>, { readonly ok: true }>

/** Devices at once, of a file of them. */
const CONCURRENCY = 4
const ATTEMPTS = 8

/** Takes the devices of codes through Join Server, Network Server and Application Server. */
export async function provision(invocation: Invocation, io: Session): Promise<ExitCode> {
  try {
    const code = await provisionCodes(invocation, io)
    if (!io.signal.aborted) return code
  } catch (error) {
    if (!io.signal.aborted) throw error
  }
  // The command line is not repeated, as elsewhere: there may be a code in it. What was begun is in the store.
  if (invocation.flags['json'] !== true)
    io.stderr.print(prose`Stopped. The same command goes on from here.\n`)
  return EXIT.interrupted
}

async function provisionCodes(invocation: Invocation, io: Session): Promise<ExitCode> {
  const { args, flags } = invocation
  const json = flags['json'] === true
  const quiet = flags['quiet'] === true
  const loaded = loadPortal(text(flags['config']), invocation, io)
  const concurrency = numberOf('--concurrency', flags['concurrency'], CONCURRENCY)
  const attempts = numberOf('--attempts', flags['attempts'], ATTEMPTS)
  const records: ProvisioningJob['record'][] = []
  const refused: { readonly place: string; readonly code: string; readonly message: string }[] = []
  for await (const read of recordsOf(invocation, io)) {
    if ('record' in read) records.push(read.record)
    else {
      refused.push(read)
      if (json) io.stderr.json({ type: 'refused', ...read })
      else {
        // The sentence of a file that could not be opened names it.
        const place = isUnopened(read.code) ? 'claimtag' : read.place
        io.stderr.print(prose`${place}: ${read.message}\n`)
      }
    }
  }
  const refusals = refused.map(({ code }) => (isUnopened(code) ? EXIT.usage : EXIT.refused))
  if (records.length === 0) {
    if (json) io.stdout.json(reportJson({ done: 0, wereDone: 0, failed: [], left: [] }, refused))
    return refusals.length > 0 ? worstOf(refusals) : EXIT.refused
  }
  const choice = await choiceOf(loaded.portal.configuration, invocation, io)
  if (choice.name !== undefined && records.length > 1)
    throw new UsageError('--name is for one device; without it, each is named by its DevEUI.')
  if (flags['queue'] !== undefined) {
    if (flags['dryRun'] === true)
      throw new UsageError('--dry-run checks devices here, and adds none to a queue: leave --queue out.')
    // Loaded for this alone: a database's driver takes its time.
    const { addDevices } = await import('../fleet/add-devices.ts')
    return worstOf([await addDevices(records, choice, loaded, invocation, io), ...refusals])
  }
  const isRehearsal = flags['dryRun'] === true
  const open = await openWorkflow(loaded, io, isRehearsal)
  const jobs = await jobsOf(records, choice, open, io, args)
  if (isRehearsal) return worstOf([...(await rehearse(jobs, open, io, { json, quiet })), ...refusals])

  const again = flags['again'] === true
  const all = jobs.map((job) => ({ ...job, again }))
  const report = await provisionDevices(all, {
    ...open,
    concurrency,
    most: { attempts },
    signal: io.signal,
    onEvent: (event) => (json ? jsonEvent(event, io) : quiet ? undefined : plainEvent(event, io)),
  })
  if (json) io.stdout.json(reportJson(report, refused))
  // Who has stopped it knows that what was on its way is not done.
  else if (!io.signal.aborted) {
    sayReport(report, io, quiet)
    const { networkServer } = loaded.portal
    if (networkServer.kind === 'ns-file' && report.done > 0 && !quiet)
      io.stderr.print(prose`Now ${networkServer.file} is to be imported at the Network Server.\n`)
  }
  return worstOf([
    ...report.failed.map(({ failure }) => exitCodeOfFailure(failure)),
    ...(report.left.length > 0 ? [EXIT.output] : []),
    ...refusals,
  ])
}

function sayReport(report: BatchReport, io: Session, quiet: boolean): void {
  // The other failures were said when they came about.
  const unsaid = report.failed.filter(({ failure }) => quiet || failure.code === 'state-moved-on')
  for (const { devEui, failure } of unsaid) io.stderr.print(prose`${devEui}  ${sentenceOf(failure)}\n`)
  if (!quiet && report.done + report.failed.length + report.left.length > 1) printReport(report, io)
}

/** All that can be known before a claim, of each device; nothing is changed. */
async function rehearse(
  jobs: readonly ProvisioningJob[],
  { ports, session, store }: OpenWorkflow,
  io: Session,
  { json, quiet }: { readonly json: boolean; readonly quiet: boolean },
): Promise<readonly ExitCode[]> {
  const workflow = createWorkflow(ports)
  const codes: ExitCode[] = []
  const all: object[] = []
  for (const { record, choice } of jobs) {
    const { devEui } = record
    const state = (await store.load(devEui))?.state
    // Of a device that was begun, the claim may be spent: there is nothing to check before it.
    const isBegun = state !== undefined && state.release === undefined && state.step !== 'claim'
    const checked = isBegun
      ? { ok: true as const, state }
      : await workflow.check(session, record, choice, { signal: io.signal })
    if (io.signal.aborted) return []
    if (!checked.ok) codes.push(exitCodeOfFailure(checked))
    all.push({ devEui, ...jsonOfCheck(checked) })
    if (json || (quiet && checked.ok)) continue
    io.stderr.print(prose`${devEui}  ${checked.ok ? sentenceOfCheck(checked) : explain(checked)}\n`)
  }
  if (json) io.stdout.json({ dryRun: true, devices: all })
  return codes
}

function jsonOfCheck(checked: Checked | Failure): object {
  if (!checked.ok) return { ok: false, ...failureJson(checked) }
  const { state, ...facts } = checked
  return { ...facts, next: state.step }
}

function sentenceOfCheck({ state, claimStatus, isAtNetworkServer, freeSlots }: Checked): string {
  if (state.step === 'done') return 'is provisioned already'
  if (state.step !== 'claim') return `was begun; next is ${state.step}`
  const facts = [
    ...(claimStatus === undefined
      ? []
      : [claimStatus === 'ours' ? 'claimed by this account' : 'not claimed']),
    ...(isAtNetworkServer === undefined ? [] : [isAtNetworkServer ? 'on the Network Server' : 'new there']),
    ...(freeSlots === undefined ? [] : [`${freeSlots} places left in its plan`]),
  ]
  return `nothing stands in the way of its claim${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`
}

function numberOf(name: string, given: Invocation['flags'][string], otherwise: number): number {
  if (given === undefined) return otherwise
  const number = wholeNumber(name, given)
  if (number < 1 || number > 64) throw new UsageError(`${name} takes 1 to 64.`)
  return number
}
