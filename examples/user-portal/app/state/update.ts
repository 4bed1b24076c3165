import { signal } from '@preact/signals'
import { scriptUrl } from '@claimtag/decoder/camera'

/** A new version of the app that waits for the person. */
export const waiting = signal<ServiceWorker | undefined>(undefined)

/** Starts the service worker; a new version is offered, and never takes over by itself. */
export async function watchForUpdates(): Promise<void> {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  const registration = await navigator.serviceWorker.register(scriptUrl('/sw.js') as string)
  const note = (): void => {
    if (registration.waiting !== null && navigator.serviceWorker.controller !== null)
      waiting.value = registration.waiting
  }
  note()
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', note)
  })
}

export function useUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload())
  waiting.value?.postMessage('take over')
}
