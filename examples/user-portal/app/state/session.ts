import { computed, signal } from '@preact/signals'
import type { PortalSettings } from '../../server/configuration.ts'
import { call, endsAt, isEnded, type Result } from './api.ts'

interface Choice {
  readonly id: string
  readonly name: string
  readonly isDefault: boolean
  readonly freeSlots?: number
}

/** What the portal is made for: its servers, and what they ask of people. */
interface PortalInfo {
  readonly servers: PortalSettings['servers']
  readonly asks: PortalSettings['asks']
}

/** What the server tells a person who is logged in. Nothing in it is secret. */
export interface SessionInfo extends PortalInfo {
  readonly tenant: string
  readonly clientId?: string
  readonly kmSubscription?: string
  readonly endsAt: string
  readonly routingProfiles: readonly Choice[]
  readonly connectivityPlans: readonly Choice[]
  readonly connectivityPlanId?: string
  readonly deviceProfiles: Readonly<Record<string, { readonly name: string }>>
  readonly deviceProfileByJoinEui: Readonly<Record<string, string>>
  /** An AppEUI that is not in it is not set up. */
  readonly isMapClosed: boolean
}

type Answer = ({ readonly isLoggedIn: true } & SessionInfo) | ({ readonly isLoggedIn: false } & PortalInfo)

/** Of today, or, without a network, of the last time. */
export const session = signal<SessionInfo | undefined>(undefined)
/** `loading` until it is known whether someone is logged in. */
export const phase = signal<'loading' | 'out' | 'in'>('loading')
export const portal = signal<PortalInfo | undefined>(undefined)
/** The person is asked to log in: at first, or over the page when the session has ended. */
export const mustLogIn = computed(() => phase.value === 'out' || isEnded.value)

const REMEMBERED = 'claimtag-session'

/** Asks who is logged in. Without a network it is taken to be the one of the last time. */
export async function loadSession(): Promise<void> {
  const answer = await call<Answer>('GET', '/api/session')
  if (!answer.ok) {
    portal.value ??= session.value ??= remembered()
    if (phase.value === 'loading') phase.value = session.value === undefined ? 'out' : 'in'
    return
  }
  const { value } = answer
  portal.value = value
  if (value.isLoggedIn) {
    session.value = value
    endsAt.value = Date.parse(value.endsAt)
    isEnded.value = false
    phase.value = 'in'
    localStorage.setItem(REMEMBERED, JSON.stringify(value))
    return
  }
  // Someone was logged in: what they had begun stays, and goes on when they are back.
  session.value ??= remembered()
  isEnded.value = session.value !== undefined
  phase.value = session.value === undefined ? 'out' : 'in'
}

export async function logIn(credentials: object): Promise<Result<object>> {
  const answer = await call<object>('POST', '/api/login', credentials)
  if (answer.ok) await loadSession()
  return answer
}

/** Ends the session here and on the server. */
export async function logOut(): Promise<void> {
  await call('POST', '/api/logout')
  forgetSession()
}

function forgetSession(): void {
  localStorage.removeItem(REMEMBERED)
  session.value = undefined
  isEnded.value = false
  endsAt.value = undefined
  phase.value = 'out'
}

function remembered(): SessionInfo | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}') as SessionInfo
    // An earlier version of this app kept less.
    return 'servers' in kept ? kept : undefined
  } catch {
    return undefined
  }
}
