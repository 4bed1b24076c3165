import { effect, signal } from '@preact/signals'
import { call, endsAt } from './api.ts'

/** Milliseconds since 1970, once a second while somebody looks. */
export const now = signal(Date.now())
window.setInterval(() => {
  if (!document.hidden) now.value = Date.now()
}, 1000)

const WARNING_MS = 120_000

/** Whether the session ends within two minutes. */
export const isEnding = signal(false)
effect(() => {
  const left = (endsAt.value ?? Infinity) - now.value
  isEnding.value = left > 0 && left < WARNING_MS
})

export async function stayLoggedIn(): Promise<void> {
  await call('GET', '/api/session')
}
