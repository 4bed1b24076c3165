import { expect, test } from 'vitest'
import { openPrinter } from '../src/printer.ts'
import { startLine } from './line.ts'

const TOKEN = 'QkVBUkVSU0VDUkVU'

test('nothing of a label gets into an event, a journal entry, a state or an error', async () => {
  // The printer sends back what it was sent, as some do in a diagnostic mode.
  let echo = false
  const line = await startLine({
    garble: (answer) => [echo ? Buffer.from(`\u0002${TOKEN}\u0003${TOKEN}`) : answer],
  })
  const errors: unknown[] = []
  const printer = await openPrinter(line.printer.url, { ...line.options, giveUpMs: 100, statusTimeoutMs: 20 })
  echo = true
  const bytes = Buffer.from(`^XA^FD${TOKEN}^FS^XZ`)
  const outcomes = await Promise.allSettled(['a', 'b'].map((id) => printer.print({ id, bytes })))
  await printer.print({ id: 'c', bytes }).catch((error: unknown) => errors.push(error))
  await printer.close()
  await line.printer.close()
  expect(errors).toMatchObject([{ code: 'status-unreadable' }])
  const [error] = errors as Error[]
  const everything = [
    line.events,
    line.journal,
    printer.state(),
    outcomes,
    error,
    error?.message,
    error?.stack,
  ]
  const text = everything.map((part) => JSON.stringify(part) ?? '').join('\n')
  expect(text).toContain('status-unreadable')
  for (let at = 0; at + 6 <= TOKEN.length; at += 1) expect(text).not.toContain(TOKEN.slice(at, at + 6))
})
