// The service worker: keeps the app, so that it opens without a network. It never touches /api, where tokens go.
interface Fetching extends Event {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface Lasting extends Event {
  waitUntil(work: Promise<unknown>): void
}
declare const SHELL: readonly string[]
declare const BUILD: string

const worker = self as unknown as EventTarget & {
  skipWaiting(): Promise<void>
  readonly clients: { claim(): Promise<void> }
}
const NAME = `claimtag-${BUILD}`
const PAGE = '/'
const PATIENCE_MS = 3000

worker.addEventListener('install', (event) =>
  (event as Lasting).waitUntil(caches.open(NAME).then((cache) => cache.addAll([PAGE, ...SHELL]))),
)

worker.addEventListener('activate', (event) => (event as Lasting).waitUntil(tidy()))

worker.addEventListener('message', ({ data }: Event & { readonly data?: unknown }) => {
  if (data === 'take over') void worker.skipWaiting()
})

worker.addEventListener('fetch', (event) => {
  const { request } = event as Fetching
  const { pathname, origin } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin || pathname.startsWith('/api/')) return
  ;(event as Fetching).respondWith(request.mode === 'navigate' ? page(request) : file(request))
})

async function tidy(): Promise<void> {
  for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name)
  await worker.clients.claim()
}

/** The network first, for three seconds; then the page of this build. */
async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) })
  } catch {
    return (await caches.match(PAGE)) ?? Response.error()
  }
}

/** Files have the hash of what is in them in their names: what is kept is right. */
async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request)
  if (kept !== undefined) return kept
  const answer = await fetch(request)
  if (answer.ok && new URL(request.url).pathname.startsWith('/assets/'))
    await (await caches.open(NAME)).put(request, answer.clone())
  return answer
}
