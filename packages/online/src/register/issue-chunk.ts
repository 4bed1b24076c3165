import { ClaimtagError } from '@claimtag/core'
import { issuedOf } from '../attempt/issued.ts'
import type { Issued } from '../attempt/issued.ts'
import type { Request } from '../attempt/request.ts'
import { accessStore } from '../attempt/store-access.ts'
import { sealedCode } from '../attempt/store-token.ts'
import { writeCode } from '../attempt/write-code.ts'
import { normalDevice } from '../device/device.ts'
import type { DeviceToIssue } from '../device/device.ts'
import type { Settings } from '../options.ts'
import { openDeadline } from '../time/deadline.ts'
import type { Deadline, WaitOptions } from '../time/deadline.ts'
import type { Outcome } from './issue-many.ts'

type IssueOne = (device: DeviceToIssue, wait: WaitOptions) => Promise<Issued>

/**
 * Issues the codes of a chunk of devices, in their order. Tokens at hand share one deadline, since opening one for each
 * device took as long as making its code. Whatever is not simply written down is left to `issueOne`.
 */
export async function issueChunk(
  settings: Settings,
  devices: readonly DeviceToIssue[],
  wait: WaitOptions,
  issueOne: IssueOne,
): Promise<readonly Outcome<Issued>[]> {
  const { tokens, store, clock } = settings
  if (tokens.isAtHand !== true || typeof store.insert !== 'function')
    return Promise.all(devices.map((device) => outcomeOf(() => issueOne(device, wait))))
  const deadline = openDeadline(clock, wait)
  try {
    return await Promise.all(
      devices.map((device) =>
        outcomeOf(
          async () => (await insertAtOnce(settings, device, deadline)) ?? (await issueOne(device, wait)),
        ),
      ),
    )
  } finally {
    deadline.close()
  }
}

/**
 * The new code of a device; nothing where one stands, or where anything went wrong that asking again may mend or
 * name.
 */
async function insertAtOnce(
  settings: Settings,
  asked: DeviceToIssue,
  deadline: Deadline,
): Promise<Issued | undefined> {
  const { tokens, format, realm } = settings
  const device = normalDevice(asked)
  const request: Request = { settings, device, key: { realm, devEui: device.devEui }, deadline }
  try {
    const token = tokens(device, {
      attempt: 1,
      format,
      get signal() {
        return deadline.platformSignal
      },
    })
    // A source that takes its time is waited for by the way that has limits for it.
    if (typeof token !== 'string') return undefined
    const secret = writeCode(device, token, settings)
    const code = await sealedCode(request, 1, secret)
    const inserted = await accessStore(settings, request.key, deadline).insert(code)
    return 'isOurs' in inserted && inserted.isOurs ? await issuedOf(request, { code, secret }) : undefined
  } catch {
    return undefined
  }
}

async function outcomeOf(call: () => Promise<Issued>): Promise<Outcome<Issued>> {
  try {
    return { ok: true, issued: await call() }
  } catch (error) {
    if (!(error instanceof ClaimtagError)) throw error
    return { ok: false, issue: error.issue as { readonly code: string }, message: error.message }
  }
}
