import { afterEach, describe, expect, test } from 'vitest'
import { type PrinterOptions, type SimulatedPrinter, startPrinter } from '../src/index.ts'
import { callPrinter, picture, until } from './host.ts'

const started: SimulatedPrinter[] = []
afterEach(async () => {
  for (const printer of started.splice(0)) await printer.close()
})

async function start(options: PrinterOptions = {}) {
  const [labels, spoilt, hows]: [(readonly string[])[], (readonly string[])[], string[]] = [[], [], []]
  const printer = await startPrinter({
    ...options,
    onLabel(label, { column, finish, isCut }) {
      labels.push(picture(label))
      hows.push(`${column} ${finish}${isCut ? ' cut' : ''}`)
    },
    onSpoilt: (label) => spoilt.push(picture(label)),
  })
  started.push(printer)
  return { printer, labels, spoilt, hows, host: await callPrinter(printer) }
}

/** Two columns of dots in a row of 16: F0 on the left label, 0F on the right one. */
const zplRow = (more = '', rows = 4): string =>
  `^XA${more}^PW16^LL${rows}^FO0,0^GFA,${rows * 2},${rows * 2},2,${'F00F'.repeat(rows)}^FS^XZ`
const tsplRow = (more: string): Buffer =>
  Buffer.concat([
    Buffer.from(`SIZE 16 dot,1 dot\r\n${more}CLS\r\nBITMAP 0,0,2,1,0,`),
    Buffer.of(0x0f, 0xf0),
    Buffer.from('\r\nPRINT 1\r\n'),
  ])

describe('languages without a status', () => {
  test('EPL2, cut at every byte, with copies', async () => {
    const { host, labels } = await start({ language: 'epl2' })
    const stream = Buffer.concat([
      Buffer.from('\nq8\nQ3,24\nN\nGW0,0,1,3,'),
      // A line break among the dots.
      Buffer.of(0x01, 0x0a, 0x01),
      Buffer.from('\nP2\n'),
    ])
    for (const byte of stream) host.write(Buffer.of(byte))
    await until(() => labels.length === 2)
    expect(labels).toEqual([labels[0], ['#######.', '####.#.#', '#######.']])
  })

  test('ESC/POS: a label ends at the cutter, and what the head has not is lost', async () => {
    const { printer, host, labels, hows } = await start({ language: 'escpos', headDots: 8, paper: 1 })
    const rows = Buffer.from('1b401d7630000200020081ff18ff1b4a011d564200', 'hex')
    for (const byte of rows) host.write(Buffer.of(byte))
    await until(() => labels.length === 1)
    expect(labels).toEqual([['#......#', '...##...', '........']])
    expect(hows).toEqual(['0 cut cut'])
    const asked: string[] = []
    for (const question of ['100401', '100402', '100404']) {
      host.write(Buffer.from(question, 'hex'))
      asked.push(Buffer.from(await host.read(1), 'latin1').toString('hex'))
    }
    expect(asked).toEqual(['1a', '32', '72'])
    printer.loadPaper(5)
    host.write(rows.subarray(0, 14))
    host.write(Buffer.from('100401', 'hex'))
    await host.read(1)
    host.end()
    await until(() => labels.length === 2)
    expect(labels[1]).toEqual(['#......#', '...##...'])
  })
})

describe('how a label is burnt', () => {
  const TURNED = ['####........####']
  test.each([
    ['ZPL', zplRow('~SD30', 1), ['#####.......####']],
    ['ZPL', zplRow('~SD02', 1), ['#.#.........#.#.']],
    ['ZPL', zplRow('~SD15', 1), ['####........####']],
    ['TSPL', tsplRow('DENSITY 15\r\n'), ['#####.......####']],
    ['TSPL', tsplRow('DENSITY 0\r\n'), ['#.#.........#.#.']],
    ['TSPL', tsplRow('DIRECTION 1\r\n'), TURNED],
  ])('%s', async (_, stream, label) => {
    const { host, labels } = await start()
    host.write(stream)
    await until(() => labels.length === 1)
    expect(labels).toEqual([label])
  })

  test('^POI turns the label', async () => {
    const { host, labels } = await start()
    host.write('^XA^POI^PW8^LL2^FO0,0^GFA,2,2,1,E001^FS^XZ')
    await until(() => labels.length === 1)
    expect(labels).toEqual([['#.......', '.....###']])
  })
})

describe('the roll', () => {
  test('labels side by side come out together', async () => {
    const { host, labels, hows } = await start({ media: { across: 2, columnGap: 2 } })
    host.write(zplRow('', 1))
    await until(() => labels.length === 2)
    expect([labels, hows]).toEqual([
      [['####...'], ['...####']],
      ['0 tear', '1 tear'],
    ])
  })

  test('a head that stops in a row spoils all of it, and prints it again', async () => {
    const breaks = [{ row: 2, afterDots: 1, by: 'head' }] as const
    const { printer, host, labels, spoilt } = await start({ media: { across: 2 }, breaks })
    host.write(zplRow().repeat(2))
    await until(() => spoilt.length === 2)
    expect(spoilt.map((label) => label.join())).toEqual([
      '####....,........,........,........',
      '....####,........,........,........',
    ])
    expect(labels).toHaveLength(2)
    host.write('~HS')
    expect((await host.read(82)).split('\r\n')[1]?.split(',')[2]).toBe('1')
    printer.closeHead()
    await until(() => labels.length === 4)
    expect(labels[3]).toEqual(labels[1])
  })

  test('when the power fails in a row, the rest is forgotten', async () => {
    const breaks = [{ row: 1, afterDots: 2, by: 'power' }] as const
    const { printer, host, labels, spoilt } = await start({ breaks })
    host.write(zplRow().repeat(3))
    await host.closed
    await printer.powerOn()
    const next = await callPrinter(printer)
    next.write(zplRow('^MMT'))
    await until(() => labels.length === 1)
    expect(spoilt.map((label) => label.filter((row) => row.includes('#')).length)).toEqual([2])
  })

  test.each([
    ['ZPL', zplRow('^MNM'), '~HS', 82, '\u0002030,1'],
    // Of that, TSC says that labels may be stuck.
    ['TSPL', tsplRow('BLINE 2 mm,0\r\n'), '\u001b!?', 1, '\u0022'],
  ] as const)(
    '%s: a mark is looked for on a roll with gaps, in vain',
    async (_, label, ask, length, begin) => {
      const { host, labels } = await start({ media: { sensing: 'gap' } })
      host.write(label)
      host.write(ask)
      expect(await host.read(length)).toSatisfy((status: string) => status.startsWith(begin))
      expect(labels).toEqual([])
    },
  )

  test.each([
    ['ZPL', zplRow('^MMP'), '~HS', 82],
    ['TSPL', tsplRow('SET TEAR OFF\r\nSET PEEL ON\r\nSET CUTTER OFF\r\n'), '\u001b!?', 1],
  ])(
    '%s: a label that is peeled off is waited for until somebody takes it',
    async (_, label, ask, length) => {
      const { printer, host, labels, hows } = await start()
      host.write(label)
      host.write(label)
      await until(() => labels.length === 1)
      for (let looks = 0; looks < 9; looks++) {
        host.write(ask)
        await host.read(length)
      }
      expect(labels).toHaveLength(1)
      printer.take()
      await until(() => labels.length === 2)
      expect(hows).toEqual(['0 peel', '0 peel'])
    },
  )

  test('a label that is waited for is said so', async () => {
    const { host, labels } = await start()
    host.write(zplRow('^MMP').repeat(2))
    await until(() => labels.length === 1)
    host.write('~HS')
    const fields = (await host.read(82)).split('\r\n')[1]?.split(',') ?? []
    expect([fields[7], fields[8]]).toEqual(['1', '00000001'])
  })

  test('the cutter works after each label, or after so many', async () => {
    const { host, hows } = await start()
    host.write(tsplRow('SET CUTTER 2\r\n'))
    for (let more = 0; more < 3; more++) host.write(tsplRow(''))
    await until(() => hows.length === 4)
    expect(hows).toEqual(['0 cut', '0 cut cut', '0 cut', '0 cut cut'])
  })

  test('labels that are stuck are said so', async () => {
    const { printer, host, labels } = await start()
    printer.jam(true)
    host.write(tsplRow(''))
    host.write('\u001b!?')
    expect(await host.read(1)).toBe('\u0022')
    printer.jam(false)
    await until(() => labels.length === 1)
  })
})
