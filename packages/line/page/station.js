// The page of a station. All words come from the station; nothing here is shown as markup.
const byId = (id) => document.getElementById(id)
const LANGUAGES = ['en', 'de', 'fr', 'zh']
const ANSWERS = { yes: 'printed', no: 'not-printed', again: 'again' }

const asked = new URLSearchParams(location.search).get('lang') ?? navigator.language.slice(0, 2)
let language = LANGUAGES.includes(asked) ? asked : 'en'
let screen
/** What the text is for: a reason, a name, or a device. */
let prompt
let said = ''
let events
let tones

function post(path, body) {
  return fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Claimtag-Line': '1' },
    body: JSON.stringify(body),
  }).catch(() => undefined)
}

function draw() {
  const { page } = screen
  document.documentElement.lang = language
  document.title = `${screen.mark} ${screen.headline} – ${page.title}`
  const texts = {
    title: page.title,
    'language-name': page.language,
    sound: page.sound,
    send: page.send,
    cancel: page.cancel,
    prompt: prompt === undefined ? screen.prompt : screen.prompts[prompt],
    mark: screen.mark,
    headline: screen.headline,
    short: screen.short,
    sentence: screen.sentence,
    'of-shift': screen.facts[0][0],
    'of-all': screen.facts[1][0],
  }
  // Only what changes is written, or a screen reader would say all of it again.
  for (const [id, text] of Object.entries(texts))
    if (byId(id).textContent !== text) byId(id).textContent = text
  byId('banner').dataset.tone = screen.tone
  byId('cancel').hidden = prompt === undefined
  drawKeys()
  byId('facts').replaceChildren(
    ...screen.facts.map(([name, value]) => {
      const fact = document.createElement('div')
      fact.append(element('dt', name), element('dd', value))
      return fact
    }),
  )
  byId('sums').replaceChildren(
    ...screen.totals.map(([name, shift, all]) => {
      const row = document.createElement('tr')
      const heading = element('th', name)
      heading.scope = 'row'
      row.append(heading, element('td', shift), element('td', all))
      return row
    }),
  )
  sound()
}

function drawKeys() {
  const keys = screen.keys.filter(({ command }) => command !== 'quit')
  const shown = [...byId('keys').children].map((button) => button.dataset.of)
  if (shown.join() === keys.map(({ name, command }) => `${command} ${name}`).join()) return
  const focused = document.activeElement?.dataset?.of
  byId('keys').replaceChildren(
    ...keys.map(({ key, name, command }) => {
      const button = element('button', name)
      button.type = 'button'
      button.dataset.of = `${command} ${name}`
      button.setAttribute('aria-keyshortcuts', key)
      if (command === 'totals') button.setAttribute('aria-expanded', String(!byId('totals').hidden))
      button.prepend(element('kbd', key))
      button.addEventListener('click', () => choose(command))
      return button
    }),
  )
  for (const button of byId('keys').children) if (button.dataset.of === focused) button.focus()
}

function element(name, text) {
  const made = document.createElement(name)
  made.textContent = String(text)
  return made
}

/** A low tone, once for each thing that needs a person. */
function sound() {
  const now = `${screen.tone} ${screen.sentence}`
  if (now === said) return
  said = now
  if (!screen.isLoud || byId('sound').getAttribute('aria-pressed') !== 'true') return
  if (!navigator.userActivation?.hasBeenActive) return
  tones ??= new AudioContext()
  const tone = tones.createOscillator()
  tone.type = 'square'
  tone.frequency.value = screen.tone === 'stop' ? 220 : 440
  tone.connect(tones.destination)
  tone.start()
  tone.stop(tones.currentTime + (screen.tone === 'stop' ? 1 : 0.25))
}

function choose(command) {
  if (command in ANSWERS) void post('act', { type: 'answer', answer: ANSWERS[command] })
  else if (command === 'carton' || command === 'pallet') void post('act', { type: command })
  else if (command === 'totals') {
    byId('totals').hidden = !byId('totals').hidden
    if (!byId('totals').hidden) byId('totals').scrollIntoView({ block: 'nearest' })
    for (const button of byId('keys').children)
      if (button.hasAttribute('aria-expanded'))
        button.setAttribute('aria-expanded', String(!byId('totals').hidden))
  } else ask(command)
  if (command !== 'totals') byId('input').focus()
}

function ask(what) {
  prompt = what
  byId('input').value = ''
  draw()
}

byId('form').addEventListener('submit', (event) => {
  event.preventDefault()
  const text = byId('input').value
  byId('input').value = ''
  if (prompt === undefined) {
    if (text.trim() !== '') void post('arrive', { text })
    return
  }
  const type = prompt
  ask(undefined)
  void post('act', type === 'operator' ? { type, name: text } : { type, reason: text })
})
byId('cancel').addEventListener('click', () => {
  ask(undefined)
  byId('input').focus()
})
byId('sound').addEventListener('click', () => {
  const isOn = byId('sound').getAttribute('aria-pressed') === 'true'
  byId('sound').setAttribute('aria-pressed', String(!isOn))
})
byId('language').addEventListener('change', () => {
  language = byId('language').value
  listen()
})
document.addEventListener('keydown', (event) => {
  const key = screen?.keys.find((one) => one.key === event.key)
  if (key !== undefined && key.command !== 'quit') {
    event.preventDefault()
    choose(key.command)
  } else if (event.key === 'Escape') ask(undefined)
  // A scanner types wherever the focus is.
  else if (event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey) {
    if (event.target === document.body || (event.target instanceof HTMLButtonElement && event.key !== ' '))
      byId('input').focus()
  }
})

function listen() {
  events?.close()
  events = new EventSource(`events?lang=${language}`)
  events.addEventListener('message', ({ data }) => {
    screen = JSON.parse(data)
    draw()
  })
  // The browser tries again by itself.
  events.addEventListener('error', () => {
    if (screen === undefined) return
    byId('banner').dataset.tone = 'lost'
    byId('mark').textContent = '!'
    // What it said last may no longer be so.
    byId('headline').textContent = screen.page.away
    byId('short').textContent = ''
    document.title = `! ${screen.page.away} – ${screen.page.title}`
    byId('sentence').textContent = screen.page.lost
  })
}

byId('language').value = language
listen()
byId('input').focus()
