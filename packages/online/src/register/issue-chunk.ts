import { ClaimtagError } from '@claimtag/core'
import { newlyIssued } from '../attempt/issued.ts'
import type { Issued } from '../attempt/issued.ts'
import type { Request } from '../attempt/request.ts'
import { sealedCode, sealedNow } from '../attempt/store-token.ts'
import { writeCode } from '../attempt/write-code.ts'
import { normalDevice } from '../device/device.ts'
import type { DeviceToIssue } from '../device/device.ts'
import type { Settings } from '../options.ts'
import type { Secret } from '../seal/secret.ts'
import type { CodeToInsert } from '../store/code-store.ts'
import { insertedOf, isOwn } from '../store/store-answer.ts'
import type { TokenRequest } from '../source/token-source.ts'
import { DEADLINE_MS, openDeadline } from '../time/deadline.ts'
import type { Deadline, WaitOptions } from '../time/deadline.ts'
import { settled } from '../time/settled.ts'
import type { Outcome } from './issue-many.ts'

type IssueOne = (device: DeviceToIssue, wait: WaitOptions) => Promise<Issued>

/**
 * Issues the codes of a chunk of devices, in their order. Tokens at hand share one deadline and one call of the store,
 * since those of each device took as long as making its code. Whatever is not simply written down is left to
 * `issueOne`.
 */
export async function issueChunk(
  settings: Settings,
  devices: readonly DeviceToIssue[],
  wait: WaitOptions,
  issueOne: IssueOne,
): Promise<readonly Outcome<Issued>[]> {
  const { tokens, store, clock } = settings
  const isAtHand = tokens.isAtHand === true && typeof store.insert === 'function'
  const deadline = isAtHand ? openDeadline(clock, wait) : undefined
  const outcomes: Outcome<Issued>[] = Array.from({ length: devices.length })
  const since = clock.now()
  async function issueAlone(at: number, left: WaitOptions): Promise<void> {
    outcomes[at] = await outcomeOf(() => issueOne(devices[at]!, left))
  }

  try {
    if (deadline !== undefined) await insertTogether(settings, devices, deadline, outcomes)
    // A promise for each of the others alone: for all, they took as long as sealing.
    const others: Promise<void>[] = []
    const left = deadline === undefined ? wait : leftOf(wait, clock.now() - since)
    for (let at = 0; at < devices.length; at += 1) {
      if (outcomes[at] === undefined) others.push(issueAlone(at, left))
    }
    if (others.length > 0) await Promise.all(others)
    return outcomes
  } finally {
    deadline?.close()
  }
}

/** What is left of the time that the caller waits at most: of none, each device says by itself that it is over. */
function leftOf(wait: WaitOptions, tookMs: number): WaitOptions {
  const { deadlineMs = DEADLINE_MS } = wait
  return tookMs > 0 ? { ...wait, deadlineMs: Math.max(deadlineMs - tookMs, LEAST_MS) } : wait
}

const LEAST_MS = 1

/** New codes of a chunk, side by side: an object more for each of them would outlive the collector's first rounds. */
interface Written {
  /** Where the device of each stands in the chunk. */
  readonly places: number[]
  readonly secrets: Secret[]
  readonly codes: CodeToInsert[]
  /** Of all, where the sealer takes its time: the codes are still to be sealed. */
  readonly unsealed: Request[]
}

/**
 * Puts down the new codes of devices; nothing where one stands, or where anything went wrong that asking again may
 * mend or name.
 */
async function insertTogether(
  settings: Settings,
  devices: readonly DeviceToIssue[],
  deadline: Deadline,
  outcomes: Outcome<Issued>[],
): Promise<void> {
  try {
    const { places, secrets, codes, unsealed } = writeAll(settings, devices, deadline)
    if (unsealed.length > 0) codes.push(...(await sealAll(unsealed, secrets)))
    const inserted = await insertAll(settings, codes, deadline)
    for (let number = 0; number < places.length; number += 1) {
      if (inserted[number] !== true) continue
      const issued = newlyIssued(codes[number]!.code, secrets[number]!)
      outcomes[places[number]!] = { ok: true, issued }
    }
  } catch {
    // Each is asked for again, alone.
  }
}

/** The codes of devices whose tokens come at once, each device once. */
function writeAll(settings: Settings, devices: readonly DeviceToIssue[], deadline: Deadline): Written {
  const { format, realm } = settings
  const asked: TokenRequest = {
    attempt: 1,
    format,
    get signal() {
      return deadline.platformSignal
    },
  }
  const seen = new Set<string>()
  const written: Written = { places: [], secrets: [], codes: [], unsealed: [] }
  for (let at = 0; at < devices.length; at += 1) {
    try {
      const device = normalDevice(devices[at])
      const { devEui } = device
      const token = settings.tokens(device, asked)
      // A source that takes its time is asked again by the way that has limits for it.
      if (typeof token !== 'string') forget(token)
      if (typeof token !== 'string' || seen.has(devEui)) continue
      const secret = writeCode(device, token, settings)
      const request: Request = { settings, device, key: { realm, devEui }, deadline }
      if (settings.sealNow === undefined) written.unsealed.push(request)
      else {
        const code = sealedNow(request, 1, secret)
        // The time is up: asked for alone, each says so.
        if (code === undefined) continue
        written.codes.push({ key: request.key, code })
      }
      seen.add(devEui)
      written.places.push(at)
      written.secrets.push(secret)
    } catch {
      // Asked for again, alone, it says what is wrong with it.
    }
  }
  return written
}

/** A promise that is dropped and rejects would end the process. */
function forget(token: unknown): void {
  void settled(() => token).catch(() => undefined)
}

function sealAll(requests: readonly Request[], secrets: readonly Secret[]): Promise<readonly CodeToInsert[]> {
  return Promise.all(
    requests.map(async (request, at) => ({
      key: request.key,
      code: await sealedCode(request, 1, secrets[at]!),
    })),
  )
}

/** Whether each code was written. A store that fails for some says so of these alone. */
async function insertAll(
  { store, holder }: Settings,
  codes: readonly CodeToInsert[],
  deadline: Deadline,
): Promise<readonly boolean[]> {
  const insertMany =
    store.insertMany ??
    ((all) =>
      Promise.all(all.map(async ({ key, code }) => store.insert?.(key, code, holder).catch(() => undefined))))
  const call = () => insertMany(codes, holder)
  return deadline.call('store', call, (given) =>
    (given as readonly unknown[]).map((answer, at) => {
      if (answer === undefined) return false
      const { key, code } = codes[at]!
      // The very object that was handed over needs no check.
      if (isOwn(answer, code)) return true
      const inserted = insertedOf({ during: 'insert', key, given: answer })
      return 'isOurs' in inserted && inserted.isOurs
    }),
  )
}

async function outcomeOf(call: () => Promise<Issued>): Promise<Outcome<Issued>> {
  try {
    return { ok: true, issued: await call() }
  } catch (error) {
    if (!(error instanceof ClaimtagError)) throw error
    return { ok: false, issue: error.issue as { readonly code: string }, message: error.message }
  }
}
