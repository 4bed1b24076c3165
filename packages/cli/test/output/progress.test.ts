import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { Io } from '../../src/output/io.ts'
import { plainEvents } from '../../src/batch-report.ts'
import { createProgress } from '../../src/output/progress.ts'
import { openSession } from '../../src/session.ts'

function terminal(isTTY: boolean, env: Io['env'] = {}, columns?: number) {
  const written: string[] = []
  const sink = { isTTY, columns, write: (text: string | Uint8Array) => written.push(String(text)) }
  const io = openSession({
    argv: [],
    env,
    cwd: '/',
    stdin: Readable.from([]),
    stdout: sink,
    stderr: sink,
    signal: new AbortController().signal,
  })
  return { io, written }
}

describe('a bar', () => {
  test('shows rate and time left, and goes when it is done', () => {
    const { io, written } = terminal(true, { NO_COLOR: '1' })
    let now = 1000
    const progress = createProgress(io, false, () => now)
    progress.update(1000, 100_000)
    now += 2000
    progress.update(3000, 100_000)
    expect(written.at(-1)).toBe(
      '\r\u001B[K━━━━━━━━━━━━━━━━━━━━━━━━ 3,000 of 100,000 labels, 1,000 a second, 1 min 37 s left',
    )
    progress.clear()
    expect(written.at(-1)).toBe('\r\u001B[K')
  })

  test('is not redrawn for every label', () => {
    const { io, written } = terminal(true)
    const progress = createProgress(io, false, () => 1000)
    for (let labels = 0; labels < 500; labels++) progress.update(labels, 1000)
    expect(written).toHaveLength(1)
  })

  test('is shown on a terminal that does not know its size', () => {
    const { io, written } = terminal(true, { NO_COLOR: '1' }, 0)
    createProgress(io, false, () => 1000).update(5, 10)
    expect(written.at(-1)).toContain('━ 5 of 10 labels')
  })

  test.each([120, 80, 60, 20, 1])(
    'never wraps on %i columns, since it could not be taken away',
    (columns) => {
      const { io, written } = terminal(true, { NO_COLOR: '1' }, columns)
      let now = 0
      const progress = createProgress(io, false, () => (now += 1000))
      for (const labels of [0, 7000, 1_234_567]) progress.update(labels, 12_345_678)
      for (const line of written)
        expect(line.replace('\r\u001B[K', '').length).toBeLessThan(Math.max(columns, 1))
      expect(written.at(-1)).toContain('1,234,567 of 12,345'.slice(0, Math.max(columns - 2, 0)))
    },
  )

  test('says that rows are checked, and gives way to what is said about them', () => {
    const { io, written } = terminal(true, { NO_COLOR: '1' })
    const progress = createProgress(io, false, () => 1000)
    progress.check(500_000)
    expect(written).toEqual(['\r\u001B[Kchecking, 500,000 rows so far'])
    plainEvents(io, false, progress)({ type: 'warning', issue: { line: 2, code: 'x', reason: 'Strange.' } })
    expect(written.slice(1)).toEqual(['\r\u001B[K', 'warning line 2: Strange. (x)\n'])
    progress.clear()
    expect(written).toHaveLength(3)
  })

  test.each([
    ['in a pipe', false, false],
    ['when asked to be quiet', true, true],
  ])('is silent %s', (_, isTTY, quiet) => {
    const { io, written } = terminal(isTTY)
    const progress = createProgress(io, quiet)
    progress.update(1, 2)
    progress.clear()
    expect(written).toEqual([])
  })

  test('is coloured only where colour is wanted', () => {
    const [coloured, plain] = [terminal(true), terminal(true, { NO_COLOR: '1' })]
    createProgress(coloured.io, false).update(1, 2)
    createProgress(plain.io, false).update(1, 2)
    expect(coloured.written.join('')).toContain('\u001B[32m')
    expect(plain.written.join('')).not.toContain('\u001B[32m')
  })
})
