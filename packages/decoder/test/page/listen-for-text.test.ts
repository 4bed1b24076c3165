import { listenForText } from '@claimtag/decoder/page'
import { expect, onTestFinished, test } from 'vitest'

const CODE = 'LW:D0:0011223344556677'

const given = (text: string, ...all: File[]): object => ({
  files: all,
  types: all.length > 0 ? ['Files'] : ['text/plain'],
  getData: () => text,
})

/** Where an event goes through a field: what was hit, the field, and its custom element. */
const FIELD = { composedPath: () => [{ matches: () => false }, { matches: () => true }, new EventTarget()] }

/** A page that is a target for events alone, and what was heard there. */
function page() {
  const document = new EventTarget()
  const texts: string[] = []
  const files: File[] = []
  const stop = listenForText({
    onText: (text) => texts.push(text),
    onFile: (file) => files.push(file),
    document,
  })
  onTestFinished(stop)
  let time = 0

  function send(type: string, members: object): Event {
    const event = new Event(type, { cancelable: true })
    for (const [name, value] of Object.entries(members)) Object.defineProperty(event, name, { value })
    document.dispatchEvent(event)
    return event
  }

  const press = (key: string, pause = 10, more: object = {}): Event =>
    send('keydown', { key, timeStamp: (time += pause), ...more })
  const type = (text: string, pause = 10): void => {
    for (const key of text) press(key, pause)
  }
  return { texts, files, stop, send, press, type }
}

test.each(['Enter', 'Tab'])('a hand scanner that ends with %s is heard', (end) => {
  const { texts, type, press } = page()
  type(CODE)
  expect(press(end).defaultPrevented).toBe(true)
  expect(texts).toEqual([CODE])
  type('12345678')
  press(end)
  expect(texts).toEqual([CODE, '12345678'])
})

test('what a person strikes is not: slowly, shortly, with a modifier or into a field', () => {
  const { texts, type, press } = page()
  type(CODE, 500)
  press('Enter')
  type('1234567')
  press('Enter', 400)
  for (const key of CODE) press(key, 10, { ctrlKey: true })
  press('Enter')
  for (const key of CODE) press(key, 10, FIELD)
  press('Enter')
  expect(texts).toEqual([])
})

test('keys of a text press nothing on the page; a first one may', () => {
  const { press } = page()
  expect(press(' ').defaultPrevented).toBe(false)
  expect(press(' ').defaultPrevented).toBe(true)
})

test('texts and files that are pasted or dropped are heard, and a file goes before its name', () => {
  const { texts, files, send } = page()
  const photo = new File(['x'], 'label.png')
  send('paste', { clipboardData: given(CODE) })
  send('drop', { dataTransfer: given('label.png', photo) })
  expect(send('dragover', {}).defaultPrevented).toBe(true)
  send('paste', { clipboardData: given(''), target: null })
  expect(texts).toEqual([CODE])
  expect(files).toEqual([photo])
})

test('fields have what is typed, pasted and dropped there, but no file', () => {
  const { texts, files, press, send } = page()
  for (const key of CODE) expect(press(key, 10, FIELD).defaultPrevented).toBe(false)
  send('paste', { clipboardData: given(CODE), ...FIELD })
  expect(send('drop', { dataTransfer: given(CODE), ...FIELD }).defaultPrevented).toBe(false)
  const photo = new File(['x'], 'label.png')
  expect(send('drop', { dataTransfer: given('', photo), ...FIELD }).defaultPrevented).toBe(true)
  expect(texts).toEqual([])
  expect(files).toEqual([photo])
})

test('a short code is no part of the next one, and a key that is held down none of any', () => {
  const { texts, type, press } = page()
  type('AB12')
  press('Enter')
  type(CODE)
  press('Enter')
  for (let times = 0; times < 20; times++) press('a', 10, { repeat: true })
  press('Enter')
  expect(texts).toEqual([CODE])
})

test('once ended, nothing is heard', () => {
  const { texts, stop, type, press } = page()
  stop()
  type(CODE)
  press('Enter')
  expect(texts).toEqual([])
})
