// The page of a fleet: asks for the state of the queue, and steers it. Nothing here is shown as markup.
const byId = (id) => document.getElementById(id)
const LOOK_MS = 2000
/** Longer than the server waits for the queue. */
const ANSWER_MS = 10_000
const PAGE = 50
const SENTENCES = {
  running: ['Running', 'Workers take what is due.'],
  paused: ['Paused', 'Workers end what they hold, and take nothing.'],
  draining: ['Draining', 'Nothing is added any more, and workers end when nothing is left.'],
}
const NAMES = ['waiting', 'delayed', 'active', 'done', 'dead']
const AWAY = 'The queue does not answer, or refuses. It is asked again.'
const UNKNOWN = 'The queue does not answer, or refuses. What you asked for may still be done.'

let from = 0
let counts
/** An answer that comes after that of a later question is not shown. */
let [asked, answered] = [0, 0]
/** A queue that is slow is not asked again before it has answered. */
let open = 0

function element(name, text, className = '') {
  const made = document.createElement(name)
  made.textContent = String(text)
  if (className !== '') made.className = className
  return made
}

/** Only what changes is written, or a screen reader would say all of it again. */
function write(id, text) {
  if (byId(id).textContent !== text) byId(id).textContent = text
}

async function get(path) {
  const reply = await fetch(path, { signal: AbortSignal.timeout(ANSWER_MS) })
  if (!reply.ok) throw new Error(String(reply.status))
  return reply.json()
}

async function act(action, said) {
  try {
    const reply = await fetch('act', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Claimtag-Fleet': '1' },
      body: JSON.stringify(action),
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    if (!reply.ok) throw new Error(String(reply.status))
    write('said', said(await reply.json()))
  } catch {
    write('said', UNKNOWN)
  }
  await look()
}

function plural(number, one) {
  return `${number.toLocaleString('en')} ${one}${number === 1 ? '' : 's'}`
}

function time(seconds) {
  if (seconds < 90) return plural(Math.ceil(seconds), 'second')
  if (seconds < 5400) return plural(Math.round(seconds / 60), 'minute')
  if (seconds < 172_800) return plural(Math.round(seconds / 3600), 'hour')
  return plural(Math.round(seconds / 86_400), 'day')
}

function paceOf({ perSecond, leftSeconds }) {
  if (perSecond === undefined) return 'How fast devices are done is known after some seconds.'
  const left = leftSeconds === undefined ? '' : `, about ${time(leftSeconds)} left`
  return perSecond === 0
    ? 'No device was done lately.'
    : `${perSecond.toLocaleString('en')} devices a second are done${left}.`
}

function draw(now) {
  const [name, sentence] = SENTENCES[now.mode]
  byId('banner').dataset.tone = now.mode
  write('mode', name)
  write('sentence', sentence)
  write('realm', now.realm)
  document.title = `${name} – Fleet ${now.realm}`.trimEnd()
  byId('pause').disabled = now.mode === 'paused'
  byId('resume').disabled = now.mode === 'running'
  byId('drain').disabled = now.mode === 'draining'
  ;({ counts } = now)
  byId('counts').replaceChildren(
    ...NAMES.map((state) => {
      const tile = document.createElement('div')
      if (state === 'dead' && counts.dead > 0) tile.className = 'bad'
      tile.append(element('dt', state), element('dd', counts[state].toLocaleString('en')))
      return tile
    }),
  )
  const all = NAMES.reduce((sum, state) => sum + counts[state], 0)
  byId('progress').value = all === 0 ? 0 : (counts.done + counts.dead) / all
  write('pace', paceOf(now))
  const servers = now.servers.map(({ server, blockedMs }) =>
    blockedMs > 0
      ? element(
          'li',
          `${server}: left alone for ${time(blockedMs / 1000)}, as it asked or because it fails`,
          'bad',
        )
      : element('li', `${server}: is asked at the rate of the workers`),
  )
  byId('servers').replaceChildren(
    ...(servers.length > 0 ? servers : [element('li', 'None was asked yet.', 'quiet')]),
  )
}

function rowOf({ devEui, attempts, sentence }, isDead) {
  const row = document.createElement('tr')
  const name = document.createElement('td')
  name.append(element('code', devEui))
  const number = element('td', attempts, 'number')
  number.dataset.number = attempts
  const toDo = element('td', '', 'do')
  if (isDead) {
    const button = element('button', 'Try again')
    button.type = 'button'
    button.setAttribute('aria-label', `Try again ${devEui}`)
    button.addEventListener('click', () =>
      act({ type: 'retry', devEuis: [devEui] }, ({ requeued }) =>
        requeued === 1 ? `${devEui} will be tried again.` : `${devEui} is not dead any more.`,
      ),
    )
    toDo.append(button)
  }
  row.append(name, number, element('td', sentence ?? '', 'why'), toDo)
  return row
}

function drawList({ devices, isMore }, state) {
  const isDead = state === 'dead'
  // A button that is focused must not go away under the finger while nothing has changed.
  const shown = devices.map((device) => JSON.stringify([state, device])).join()
  if (byId('rows').dataset.shown !== shown) {
    byId('rows').replaceChildren(...devices.map((device) => rowOf(device, isDead)))
    byId('rows').dataset.shown = shown
  }
  byId('list').hidden = devices.length === 0
  byId('none').hidden = devices.length > 0
  byId('retry-all').hidden = !isDead || devices.length === 0
  byId('before').disabled = from === 0
  byId('after').disabled = !isMore
}

async function look() {
  const own = (asked += 1)
  const [state, first] = [byId('state').value, from]
  open += 1
  try {
    const [now, list] = await Promise.all([get('look'), get(`devices?state=${state}&from=${first}`)])
    if (own < answered) return
    answered = own
    draw(now)
    if (state === byId('state').value && first === from) drawList(list, state)
  } catch {
    if (own < answered) return
    answered = own
    byId('banner').dataset.tone = 'away'
    write('mode', 'Not known')
    write('sentence', AWAY)
    for (const id of ['pause', 'resume', 'drain']) byId(id).disabled = true
  } finally {
    open -= 1
  }
}

function lookAgain() {
  if (!document.hidden && open === 0) void look()
}

for (const [id, mode] of [
  ['pause', 'paused'],
  ['resume', 'running'],
])
  byId(id).addEventListener('click', () => act({ type: 'mode', mode }, () => ''))
byId('drain').addEventListener('click', () => {
  if (confirm('Nothing can be added then, and workers end when nothing is left. Drain the queue?'))
    void act({ type: 'mode', mode: 'draining' }, () => '')
})
byId('retry-all').addEventListener('click', () => {
  if (confirm(`Try ${plural(counts?.dead ?? 0, 'dead device')} again?`))
    void act({ type: 'retry' }, ({ requeued }) => `${plural(requeued, 'device')} will be tried again.`)
})
function turn(to) {
  from = Math.max(0, to)
  void look()
}
byId('state').addEventListener('change', () => turn(0))
byId('before').addEventListener('click', () => turn(from - PAGE))
byId('after').addEventListener('click', () => turn(from + PAGE))
document.addEventListener('visibilitychange', lookAgain)
setInterval(lookAgain, LOOK_MS)
void look()
