import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jobReportSchema } from '@claimtag/batch/report-schema'
import { beforeEach, expect, test } from 'vitest'
import { claimtag, emptyFolder } from '../command.ts'

let cwd: string

beforeEach(async () => {
  cwd = emptyFolder()
  const token = Buffer.alloc(16, 'token').toString('base64')
  writeFileSync(
    join(cwd, 'devices.csv'),
    `DevEUI,AppEUI,Owner Token,Serial\n70B3D57ED00A0004,70B3D57ED0000002,${token},S1\n`,
  )
  await claimtag(['generate', 'devices.csv', '--out', 'labels', '--as', 'zpl'], { cwd })
})

test('it writes a PDF or JSON beside the job, and never over a file or into the job', async () => {
  const pdf = await claimtag(['report', 'labels'], { cwd })
  expect(pdf).toEqual({
    code: 0,
    out: '',
    err: 'Wrote report.pdf\n1 label, all as they were written; 0 refused\n',
  })
  expect(readFileSync(join(cwd, 'report.pdf'), 'latin1').startsWith('%PDF-')).toBe(true)
  expect(await claimtag(['report', 'labels'], { cwd })).toMatchObject({ code: 2 })
  expect(await claimtag(['report', 'labels', '--force', '--no-verify'], { cwd })).toMatchObject({ code: 0 })
  expect(await claimtag(['report', 'labels', '--out', 'labels/a.pdf'], { cwd })).toMatchObject({ code: 2 })
  expect(await claimtag(['report', 'labels', '--out', 'report.txt'], { cwd })).toMatchObject({ code: 2 })

  const json = await claimtag(['report', 'labels', '--out', 'report.json', '--no-verify'], { cwd })
  expect(json.err).toContain('1 label, not verified')
  const report = jobReportSchema.parse(JSON.parse(readFileSync(join(cwd, 'report.json'), 'utf8')))
  expect(report.verification.result).toBe('not-run')
  expect(statSync(join(cwd, 'report.json')).mode & 0o777 & ~process.umask()).toBe(0o644 & ~process.umask())
  expect((await claimtag(['verify', 'labels'], { cwd })).code).toBe(0)
})

test('what a station did with the job is in it, and a folder that is none is refused first', async () => {
  const to = `file://${join(cwd, 'printer.bin')}`
  const input = '70B3D57ED00A0004\nvoid torn\n70B3D57ED00A0004\nreprint pale\n0000000000000001\n'
  await claimtag(['line', 'labels', '--to', to, '--operator', 'Ada', '-q'], { cwd, input })
  const { code, err } = await claimtag(['report', 'labels', '--line', 'line', '--out', 'r.json'], { cwd })
  expect([code, err.split('\n')[2]]).toEqual([0, 'At the line: 1 labelled, 0 not'])
  const { line } = jobReportSchema.parse(JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8')))
  expect(line?.stations).toMatchObject([
    {
      folder: 'line',
      operators: ['Ada'],
      confirmed: { printed: 0, delivered: 3 },
      voids: { count: 1 },
      reprints: { listed: [{ reason: 'torn' }, { reason: 'pale' }] },
    },
  ])
  const none = await claimtag(['report', 'labels', '--line', 'labels', '--out', 'n.json'], { cwd })
  expect([none.code, none.err]).toEqual([
    2,
    expect.stringContaining('There is no line.ndjson of a station in'),
  ])
})

test('a changed label is told, and the report is written all the same', async () => {
  const zpl = join(cwd, 'labels', 'labels.zpl')
  writeFileSync(zpl, readFileSync(zpl, 'latin1').replace('^XA', '^XB'), 'latin1')
  const { code, out, err } = await claimtag(['report', 'labels', '--json'], { cwd })
  expect(code).toBe(4)
  expect(err).toContain('1 fault in labels')
  expect(jobReportSchema.parse(JSON.parse(out)).verification).toMatchObject({ result: 'faulty', faults: 1 })
})
