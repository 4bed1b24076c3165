import { retrying } from '@claimtag/online'

/** Longer than a token takes, and shorter than a late one. */
export const TIME_LIMIT_MS = 250

/** A source over `startUpstream`: it looks first when another attempt may have got a token. */
export function upstreamSource(address) {
  async function ask(devEui, method, signal) {
    const response = await fetch(`${address}/${devEui}`, { method, signal })
    const text = await response.text()
    if (response.status === 404) return undefined
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
    return text
  }
  const source = async ({ devEui }, { attempt, signal }) =>
    (attempt > 1 ? await ask(devEui, 'GET', signal) : undefined) ?? ask(devEui, 'POST', signal)
  return retrying(Object.assign(source, { lookUp: ({ devEui }, signal) => ask(devEui, 'GET', signal) }), {
    timeLimitMs: TIME_LIMIT_MS,
    tries: 3,
    pauseMs: 20,
    openAfter: 1000,
  })
}
