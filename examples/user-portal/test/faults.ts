import type { Simulator } from 'claimtag-example-thingpark-simulator'

type Fault = Parameters<Simulator['inject']>
/** Of the check before the claim, and of the four steps. */
const STEPS = ['find', 'claim', 'join-server', 'network-server', 'application-server'] as const
export const FAULTS: Readonly<Record<string, Fault[1]>> = {
  'a fault of the server': { kind: 'status', status: 500 },
  'a server that is closed for a while': { kind: 'status', status: 503, retryAfterSeconds: 30 },
  'a server with too much to do': { kind: 'status', status: 429 },
  'a gateway that did not wait': { kind: 'status-after', status: 504 },
  'the page of a network that asks to sign in': { kind: 'text', text: '<html>sign in' },
  'a connection that is cut before': { kind: 'drop-before' },
  'an answer that is lost': { kind: 'drop-after' },
  'half an answer': { kind: 'half' },
}
export const cases = STEPS.flatMap((step) => Object.keys(FAULTS).map((fault) => ({ step, fault })))
