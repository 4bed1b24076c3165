import { listenForText } from '@claimtag/decoder/page'
import { effect } from '@preact/signals'
import { render } from 'preact'
import './style/tokens.css'
import './style/base.css'
import './style/controls.css'
import './style/frame.css'
import './style/tag.css'
import './style/scan.css'
import './style/device.css'
import './style/wide.css'
import { isEnded } from './state/api.ts'
import { listen, send, stopListening } from './state/devices.ts'
import { openQueue } from './state/queue.ts'
import { go, route } from './state/route.ts'
import { loadSession, mustLogIn, phase, session } from './state/session.ts'
import { watchForUpdates } from './state/update.ts'
import { Account } from './screens/account.tsx'
import { Device } from './screens/device.tsx'
import { History } from './screens/history.tsx'
import { Login } from './screens/login.tsx'
import { Review } from './screens/review.tsx'
import { loadScanner, Scan } from './screens/scan.tsx'
import { words } from './words/words.ts'

function App() {
  if (phase.value === 'loading') return null
  if (mustLogIn.value) return <Login />
  const { screen, devEui = '' } = route.value
  switch (screen) {
    case 'review':
      return <Review />
    case 'device':
      return <Device devEui={devEui} key={devEui} />
    case 'devices':
      return <History />
    case 'account':
      return <Account />
    default:
      return <Scan />
  }
}

effect(() => {
  const { app, nav } = words.value
  const { screen } = route.value
  document.title = screen in nav ? `${nav[screen as 'scan']} · ${app}` : app
})

// Whoever is logged in has a queue of their own, and hears of their devices.
let open: string | undefined
effect(() => {
  const tenant = phase.value === 'in' ? session.value?.tenant : undefined
  const isAway = isEnded.value
  if (tenant !== undefined && !isAway) {
    void openQueue(tenant).then(listen)
    open = tenant
  } else if (open !== undefined) {
    stopListening()
    open = undefined
  }
})

// What is scanned by hand, pasted or dropped on any screen goes into the tray.
effect(() => {
  if (mustLogIn.value || phase.value !== 'in') return undefined
  return listenForText({
    onText: (text) =>
      void loadScanner().then(({ takeText }) => takeText(text).then(() => go({ screen: 'scan' }))),
    onFile: (file) => void loadScanner().then(({ takePhoto }) => takePhoto(file)),
  })
})

window.addEventListener('online', () => void loadSession().then(send))

render(<App />, document.querySelector('#app')!)
void loadSession()
void watchForUpdates()
