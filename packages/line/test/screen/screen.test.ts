import { expect, test } from 'vitest'
import {
  createKeyboard,
  LANGUAGES,
  type Notice,
  screenOf,
  type StationView,
  terminalRows,
} from '../../src/index.ts'
import { widthOf } from '../../src/screen/terminal.ts'

const devEui = '70B3D57ED00A0004'
const zero = { labelled: 7, reprinted: 1, voided: 0, mixUps: 2, unreadable: 3, cartons: 1, pallets: 0 }
const refused = {
  'unknown-device': 4,
  'refused-device': 0,
  'wrong-product': 0,
  'printed-before': 0,
  unreadable: 5,
  'unusable-label': 0,
}
const view: StationView = {
  phase: 'ready',
  printer: { name: 'tcp://192.0.2.7:9100' },
  operator: 'Ada',
  source: { name: 'labels', devices: 500 },
  labelled: 7,
  carton: { number: 2, devices: 3, size: 10 },
  shift: { ...zero, refused },
  total: { ...zero, labelled: 70, refused },
  waiting: 0,
}
const look = { columns: 80, rows: 30, prompt: '>', input: '70B3', showsTotals: false }
const languages = Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[]

const NOTICES: readonly Notice[] = [
  { code: 'labelled', devEui, checked: true },
  { code: 'unknown-device', devEui, source: 'labels' },
  { code: 'wrong-product', devEui, found: '0A1B0042' },
  { code: 'printed-before', devEui },
  { code: 'unreadable' },
  { code: 'voided', devEui },
  { code: 'packed', pack: 'carton-00003', devices: 10 },
  { code: 'answered', label: 'pallet-00001', answer: 'again' },
  { code: 'not-sent', label: devEui, reason: 'It was interrupted.' },
  { code: 'operator', name: 'Grace' },
]

test.each(languages)('in %s, every phase and notice has words and a sign of its own', (language) => {
  const { words } = LANGUAGES[language]
  const screens = [
    screenOf(view, words),
    screenOf({ ...view, phase: 'printing', label: devEui }, words),
    screenOf({ ...view, phase: 'printing', label: devEui, printer: { name: '', wait: 'paper-out' } }, words),
    screenOf({ ...view, phase: 'check', label: devEui }, words),
    screenOf({ ...view, phase: 'stopped', label: devEui, scanned: '70B3D57ED00A000B' }, words),
    screenOf({ ...view, phase: 'ask', label: 'carton-00003' }, words),
    ...NOTICES.map((notice) => screenOf({ ...view, notice }, words)),
  ]
  expect(screens.map(({ tone }) => tone)).toEqual([
    'ready',
    'busy',
    'wait',
    'check',
    'stop',
    'ask',
    'good',
    'no',
    'no',
    'no',
    'no',
    'ready',
    'good',
    'ready',
    'no',
    'ready',
  ])
  // Nothing of one screen is taken for another, in black and white.
  const said = screens.map(({ headline, sentence }) => `${headline} ${sentence}`)
  expect(new Set(said).size).toBe(said.length)
  expect(screens[4]).toMatchObject({ short: '0004', mark: '✗' })
  expect(screens[4]?.sentence).toContain('70B3D57ED00A000B')
  expect(screens[5]).toMatchObject({
    short: '3',
    keys: [{ key: 'F2', command: 'yes' }, {}, {}, { key: 'F9' }],
  })
  expect(screens[0]?.totals.find(([name]) => name === words.totals.unreadable)).toEqual([
    words.totals.unreadable,
    8,
    8,
  ])
  for (const screen of screens) {
    const rows = terminalRows(screen, look)
    expect(rows).toHaveLength(30)
    expect(rows.filter(({ text }) => widthOf(text) > 80)).toEqual([])
    const text = rows.map((row) => row.text).join('\n')
    for (const { key, name } of screen.keys) expect(text).toContain(`${key} ${name}`)
    expect(text).toContain('> 70B3')
    expect(terminalRows(screen, { ...look, rows: 16 })).toHaveLength(16)
  }
})

test('large letters are drawn where a label has them', () => {
  const rows = terminalRows(screenOf(view, LANGUAGES.en.words), look).filter(
    ({ style }) => style === 'banner-bold',
  )
  expect(rows.length).toBeGreaterThan(5)
  expect(rows[2]?.text).toMatch(/[▀▄█]/)
  const chinese = terminalRows(screenOf(view, LANGUAGES.zh.words), look).map(({ text }) => text)
  expect(chinese.join('\n')).toContain('下 一 台 设 备')
})

test('totals take the place of the banner', () => {
  const screen = screenOf(view, LANGUAGES.en.words)
  const text = terminalRows(screen, { ...look, showsTotals: true }).map((row) => row.text)
  expect(text).toContainEqual(expect.stringMatching(/^ {2}labelled +7 +70$/))
  expect(text).toContainEqual(expect.stringMatching(/^ {2}unknown devices +4 +4$/))
})

test('keys, and a scanner that types between them', () => {
  const keyboard = createKeyboard(
    (key) => ({ F2: 'reprint', F3: 'no', F6: 'totals', F4: 'carton' })[key] as never,
  )
  const feed = (text: string) => keyboard.feed(Buffer.from(text))
  expect(feed('70b3')).toEqual([])
  expect(feed('d57\u007F7é\r\n')).toEqual([{ type: 'arrive', text: '70b3d57é' }])
  expect(feed('\u001BOQ')).toEqual([])
  expect(keyboard.typed).toMatchObject({ prompt: 'reprint', input: '' })
  expect(feed('torn\r')).toEqual([{ type: 'act', action: { type: 'reprint', reason: 'torn' } }])
  expect(feed('\u001B[1')).toEqual([])
  expect(feed('7~')).toEqual([])
  expect(keyboard.typed.showsTotals).toBe(true)
  expect(feed('\u001B')).toEqual([])
  expect(keyboard.typed.showsTotals).toBe(false)
  expect(feed('\u001B[[C\u001B[14~\u001B[A')).toEqual([
    { type: 'act', action: { type: 'answer', answer: 'not-printed' } },
    { type: 'act', action: { type: 'carton' } },
  ])
  expect(feed('abc\u0003')).toEqual([{ type: 'quit' }])
  expect(feed('a\u0000b\r')).toEqual([{ type: 'arrive', text: 'abcab' }])
})

test('a headline says what is to be done, and only keys that do something are there', () => {
  const { words } = LANGUAGES.en
  const check = { ...view, phase: 'check', label: devEui, subject: devEui } as const
  const shown = (more: Partial<StationView>) => {
    const { headline, sentence, keys, prompts } = screenOf({ ...view, ...more }, words)
    return { headline, sentence, keys: keys.map(({ command }) => command).join(' '), prompts }
  }
  const usual = 'reprint void carton totals operator quit'
  expect(shown({})).toMatchObject({ headline: 'NEXT DEVICE', keys: usual, prompts: words.prompts })
  expect(shown({ notice: { code: 'printed-before', devEui } })).toMatchObject({ headline: 'HAS ITS LABEL' })
  expect(shown({ notice: { code: 'nothing-to-do' } })).toMatchObject({ headline: 'NOT DONE' })
  expect(shown({ notice: { code: 'unreadable' } })).toMatchObject({ headline: 'SCAN AGAIN' })
  expect(shown({ ...check, notice: { code: 'label-unreadable', devEui } })).toMatchObject({
    headline: 'SCAN AGAIN',
    keys: 'reprint void totals operator quit',
    prompts: { reprint: `Reprint ${devEui}: Why once more?`, operator: 'Who takes over?' },
  })
  expect(shown({ phase: 'printing', label: devEui })).toMatchObject({ keys: 'totals operator quit' })
  expect(shown({ ...check, notice: { code: 'finish-first', label: devEui } }).sentence).toBe(
    `First finish ${devEui}. Stick the label on ${devEui}, and scan it.`,
  )
  const stopped = { ...check, phase: 'stopped', scanned: '70B3D57ED00A000B' } as const
  expect(shown({ ...stopped, notice: { code: 'no-reason' } }).sentence).toMatch(/^Type a few words.*Take the/)
  const { prompts } = shown(check)
  const asked = { ...look, prompt: prompts.void, input: '', keys: '↵ Enter   Esc Cancel' }
  const rows = terminalRows(screenOf(view, words), asked).map(({ text }) => text)
  expect(rows.at(-1)).toBe(' ↵ Enter   Esc Cancel')
  expect(rows.join()).not.toContain('F9')
})
