import type { ComponentChildren } from 'preact'
import { assertive, polite } from '../state/announce.ts'
import { isOnline } from '../state/api.ts'
import { isEnding, stayLoggedIn } from '../state/clock.ts'
import { queued } from '../state/devices.ts'
import { route, type Route } from '../state/route.ts'
import { useUpdate, waiting } from '../state/update.ts'
import { words } from '../words/words.ts'
import { Icon, type IconName } from './icons.tsx'
import { Key } from './key.tsx'

const TABS = [
  { screen: 'scan', icon: 'scan' },
  { screen: 'devices', icon: 'devices' },
  { screen: 'account', icon: 'account' },
] as const satisfies readonly { readonly screen: Route['screen']; readonly icon: IconName }[]

/** What is around every screen: the bar, the live regions, and at the foot the tabs or the keys of a task. */
export function Frame({
  children,
  actions,
  hasTabs = true,
}: {
  readonly children: ComponentChildren
  readonly actions?: ComponentChildren
  readonly hasTabs?: boolean
}) {
  const { app, skip, online, offline, offlineWaiting, banner } = words.value
  const count = queued.value.length
  return (
    <>
      <a class="skip" href="#content">
        {skip}
      </a>
      <header class="bar">
        <span class="brand">
          <Icon name="tag" /> {app}
        </span>
        {hasTabs && <Tabs class="top" />}
        <span class={isOnline.value ? 'chip' : 'chip is-off'} title={isOnline.value ? online : offline}>
          {isOnline.value ? <span class="dot" /> : <Icon name="offline" />}
          <span>{isOnline.value ? online : offline}</span>
        </span>
      </header>
      {!isOnline.value && count > 0 && <p class="banner is-warn">{offlineWaiting(count)}</p>}
      {isEnding.value && (
        <p class="banner is-warn" role="alert">
          {banner.ending}
          <Key class="quiet" onClick={() => void stayLoggedIn()} text={banner.stay} />
        </p>
      )}
      {waiting.value !== undefined && (
        <p class="banner">
          {banner.update}
          <Key class="quiet" onClick={useUpdate} text={banner.reload} />
        </p>
      )}
      <div class="page">
        <main id="content">{children}</main>
        {actions !== undefined && <footer class="actions">{actions}</footer>}
      </div>
      {actions === undefined && hasTabs && <Tabs class="bottom" />}
      <div class="unseen">
        <p role="status">{polite}</p>
        <p role="alert">{assertive}</p>
      </div>
    </>
  )
}

function Tabs({ class: place }: { readonly class: string }) {
  const { nav } = words.value
  return (
    <nav class={`tabs ${place}`} aria-label={nav.label}>
      {TABS.map(({ screen, icon }) => (
        <Key
          icon={icon}
          class="plain"
          aria-current={route.value.screen === screen ? 'page' : undefined}
          to={{ screen }}
          text={nav[screen]}
        />
      ))}
    </nav>
  )
}
