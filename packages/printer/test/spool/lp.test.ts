import { describe, expect, test } from 'vitest'
import type { CommandResult } from '../../src/spool/command.ts'
import { createLpQueue } from '../../src/spool/lp.ts'

/** Output of CUPS 2.4.2, with names changed. */
const job = (id: string, alerts: string): string =>
  `${id.padEnd(24)}someone           1024   Fri Nov 27 11:15:30 2026\n\tStatus: \n\tAlerts: ${alerts}\n\tqueued for Zebra\n`

function queueThatSays(answers: Readonly<Record<string, Partial<CommandResult> | Error>>) {
  const calls: (readonly string[])[] = []
  const lp = createLpQueue(
    'Zebra',
    async (command, args) => {
      calls.push([command, ...args])
      const key = args.includes('completed')
        ? 'ended'
        : args.includes('-o') && command === 'lpstat'
          ? 'open'
          : command
      const answer = answers[key] ?? {}
      if (answer instanceof Error) throw answer
      return { code: 0, stdout: '', stderr: '', ...answer }
    },
    new AbortController().signal,
  )
  return { lp, calls }
}

describe('a queue', () => {
  test.each([
    ['idle', { stdout: 'printer Zebra is idle.  enabled since Fri Nov 27 11:15:30 2026\n' }, 'open'],
    ['printing', { stdout: 'printer Zebra now printing Zebra-2.  enabled since Fri …\n' }, 'open'],
    ['disabled', { stdout: 'printer Zebra disabled since Fri Nov 27 11:15:34 2026 -\n\tPaused\n' }, 'paused'],
    ['not there', { code: 1, stderr: 'lpstat: Invalid destination name in list "Zebra".\n' }, 'missing'],
    ['without its service', { code: 1, stderr: 'lpstat: Scheduler is not running.\n' }, 'away'],
    ['that does not answer in time', { code: undefined as never }, 'away'],
    ['without CUPS', new Error('spawn lpstat ENOENT'), 'missing'],
  ] as const)('%s', async (_, answer, state) => {
    expect(await queueThatSays({ lpstat: answer }).lp.state()).toBe(state)
  })
})

describe('a job', () => {
  test.each([
    ['in the queue', job('Zebra-1', 'none') + job('Zebra-12', 'job-printing'), '', 'waiting'],
    ['ended well', job('Zebra-1', 'none'), job('Zebra-12', 'job-completed-successfully'), 'done'],
    ['ended well, as CUPS 2.4 says it', '', job('Zebra-12', 'processing-to-stop-point'), 'done'],
    ['cancelled', '', job('Zebra-12', 'job-canceled-by-user'), 'lost'],
    ['given up', '', job('Zebra-12', 'aborted-by-system'), 'lost'],
    ['with an end that it does not say', '', job('Zebra-12', ''), 'lost'],
    ['that it knows no longer', job('Zebra-1', 'none'), job('Zebra-121', 'none'), 'lost'],
  ])('%s', async (_, open, ended, state) => {
    const { lp } = queueThatSays({ open: { stdout: open }, ended: { stdout: ended } })
    expect(await lp.job('Zebra-12')).toBe(state)
  })

  test('is not lost while the service does not answer', async () => {
    expect(await queueThatSays({ open: { code: 1 } }).lp.job('Zebra-12')).toBe('away')
    expect(await queueThatSays({ ended: { code: 1 } }).lp.job('Zebra-12')).toBe('away')
  })

  test('is raw, and its title says nothing of it', async () => {
    const { lp, calls } = queueThatSays({ lp: { stdout: 'request id is Zebra-12 (0 file(s))\n' } })
    expect(await lp.submit(Buffer.from('^XA^XZ'))).toEqual({ job: 'Zebra-12' })
    expect(calls).toEqual([['lp', '-d', 'Zebra', '-o', 'raw', '-t', 'claimtag']])
  })

  test.each([
    [
      { code: 1, stderr: 'lp: Destination "Zebra" is not accepting jobs.\nmore\n' },
      'lp: Destination "Zebra" is not accepting jobs.',
    ],
    [{ code: 1, stderr: 'lp: \u001b[31mno\u0007' }, 'lp: [31mno'],
    [{ code: 1 }, 'lp gave no reason'],
    [new Error('spawn lp ENOENT'), 'lp is not installed'],
  ])('that is refused says why', async (answer, refusal) => {
    expect(await queueThatSays({ lp: answer }).lp.submit(Buffer.from(''))).toEqual({ refusal })
  })
})
