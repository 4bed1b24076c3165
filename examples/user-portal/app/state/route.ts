import { effect, signal } from '@preact/signals'

/** The screens, and the device of the one that shows one. */
export interface Route {
  readonly screen: 'scan' | 'review' | 'device' | 'devices' | 'account'
  readonly devEui?: string
}

function parse(path: string): Route {
  const [, screen = '', devEui] = path.split('/')
  if (screen === 'device' && devEui !== undefined) return { screen, devEui }
  return screen === 'review' || screen === 'devices' || screen === 'account' ? { screen } : { screen: 'scan' }
}

function pathOf({ screen, devEui }: Route): string {
  return screen === 'scan' ? '/' : screen === 'device' ? `/device/${devEui ?? ''}` : `/${screen}`
}

/** What is on the screen. Paths and no hashes: iPhones ask for the camera again when a hash changes. */
export const route = signal<Route>(parse(location.pathname))

export function go(next: Route, replaces = false): void {
  if (pathOf(next) === location.pathname) return
  history[replaces ? 'replaceState' : 'pushState'](null, '', pathOf(next))
  route.value = next
}

window.addEventListener('popstate', () => (route.value = parse(location.pathname)))

/** Whether two columns fit. */
const wide = window.matchMedia('(min-width: 900px)')
export const isWide = signal(wide.matches)
wide.addEventListener('change', () => (isWide.value = wide.matches))

// A new screen begins at its top, and its heading has the focus, so that screen readers say where one is.
let shown = route.peek()
effect(() => {
  const next = route.value
  if (next === shown) return
  shown = next
  requestAnimationFrame(() => {
    window.scrollTo(0, 0)
    document.querySelector('h1')?.focus()
  })
})
