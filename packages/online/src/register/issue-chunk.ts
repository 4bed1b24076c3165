import { ClaimtagError, labelFields } from '@claimtag/core'
import type { Issued } from '../attempt/issued.ts'
import { writeCode } from '../attempt/write-code.ts'
import { normalDevice } from '../device/device.ts'
import type { DeviceToIssue, NormalDevice } from '../device/device.ts'
import type { Settings } from '../options.ts'
import type { Secret } from '../seal/secret.ts'
import { directSealing, sealSecret } from '../seal/seal-code.ts'
import type { CodeToInsert } from '../store/code-store.ts'
import { insertedOf, isOwn } from '../store/store-answer.ts'
import type { TokenRequest } from '../source/token-source.ts'
import { openDeadline } from '../time/deadline.ts'
import type { Deadline, WaitOptions } from '../time/deadline.ts'
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
  try {
    const written = deadline === undefined ? [] : await insertTogether(settings, devices, deadline)
    const outcomes: (Outcome<Issued> | undefined)[] = devices.map((_, at) => {
      const issued = written[at]
      return issued === undefined ? undefined : { ok: true, issued }
    })
    // A promise for each of the others alone: for all, they took as long as sealing.
    const others = devices.flatMap((_, at) => (outcomes[at] === undefined ? [at] : []))
    await Promise.all(
      others.map(async (at) => (outcomes[at] = await outcomeOf(() => issueOne(devices[at]!, wait)))),
    )
    return outcomes as readonly Outcome<Issued>[]
  } finally {
    deadline?.close()
  }
}

interface Drawn {
  readonly device: NormalDevice
  readonly secret: Secret
}

/**
 * The new codes of devices; nothing where one stands, or where anything went wrong that asking again may mend or name.
 */
async function insertTogether(
  settings: Settings,
  devices: readonly DeviceToIssue[],
  deadline: Deadline,
): Promise<readonly (Issued | undefined)[]> {
  const seen = new Set<string>()
  const { format } = settings
  const request: TokenRequest = {
    attempt: 1,
    format,
    get signal() {
      return deadline.platformSignal
    },
  }
  const drawn = devices.map((asked) => {
    const one = draw(settings, asked, request)
    if (one === undefined || seen.has(one.device.devEui)) return undefined
    seen.add(one.device.devEui)
    return one
  })
  const places = drawn.flatMap((one, at) => (one === undefined ? [] : [{ ...one, at }]))
  try {
    const codes = await sealAll(settings, places, deadline)
    const answers = await insertAll(settings, codes, deadline)
    const issued: (Issued | undefined)[] = devices.map(() => undefined)
    for (const [number, { at, device, secret }] of places.entries()) {
      if (answers[number] !== true) continue
      const fields = labelFields({ fields: device, columns: device.columns })
      issued[at] = { ...secret, fields, isNew: true, version: 1 }
    }
    return issued
  } catch {
    return []
  }
}

function draw(settings: Settings, asked: DeviceToIssue, request: TokenRequest): Drawn | undefined {
  try {
    const device = normalDevice(asked)
    const token = settings.tokens(device, request)
    // A source that takes its time is waited for by the way that has limits for it.
    if (typeof token !== 'string') return undefined
    return { device, secret: writeCode(device, token, settings) }
  } catch {
    return undefined
  }
}

async function sealAll(
  { sealer, realm, format }: Settings,
  drawn: readonly Drawn[],
  deadline: Deadline,
): Promise<readonly CodeToInsert[]> {
  const keys = drawn.map(({ device: { devEui } }) => ({ realm, devEui }))
  const seal = directSealing(sealer)
  const sealed =
    seal === undefined
      ? await Promise.all(drawn.map(({ secret }, at) => sealSecret(sealer, keys[at]!, 1, secret, deadline)))
      : drawn.map(({ secret }, at) => seal(keys[at]!, 1, secret))
  return drawn.map(({ device }, at) => ({
    key: keys[at]!,
    code: { device, format: format.id, version: 1, status: 'issued', ...sealed[at]! },
  }))
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
