// Power cuts, a full disk and a bad cable must not change the output, at full size.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { printFolder } from '@claimtag/batch'
import { startPrinter } from 'claimtag-example-factory-line'
import { writeDevices } from '../bench/batch/devices.mjs'
import { expect, say, seconds } from './report/report.mjs'

const COMMAND = fileURLToPath(new URL('../../packages/cli/bin/claimtag.js', import.meta.url))
const PLACE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
const OPTIONS = ['--as', 'png,zpl', '--verify', 'sample:100']

/** `npm run soak -- batch [labels 200000] [kills 50]` */
export async function soak([labels = '200000', kills = '50']) {
  const place = mkdtempSync(join(PLACE, 'claimtag-soak-'))
  try {
    await killed(place, Number(labels), Number(kills))
    await additionKilled(place, Number(labels), Number(kills))
    await fullDisk(place)
    await unplugged(place, 20)
    say('soak passed')
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** Kills a job again and again at random moments, and compares its output with an undisturbed run. */
async function killed(place, labels, kills) {
  const devices = join(place, 'devices.csv')
  writeDevices(devices, labels)
  const whole = join(place, 'whole')
  const undisturbed = await generate([devices, '--out', whole, ...OPTIONS])
  expect(undisturbed.code === 0, 'the undisturbed run ends well')
  say(`${labels} labels undisturbed in ${seconds(undisturbed.ms)}`)
  const out = copyOfKey(whole, join(place, 'killed'))
  await killAgain([devices, '--out', out, ...OPTIONS], undisturbed, kills)
  expect(digestOf(out) === digestOf(whole), 'what was killed and resumed equals the undisturbed run')
  rmSync(out, { recursive: true })
  rmSync(whole, { recursive: true })
}

/** The same where the second half of the labels is added to a finished job. */
async function additionKilled(place, labels, kills) {
  const [half, devices] = [join(place, 'half.csv'), join(place, 'devices.csv')]
  writeDevices(half, labels / 2)
  writeDevices(devices, labels)
  const [whole, out] = [join(place, 'whole'), join(place, 'added')]
  const first = await generate([half, '--out', out, ...OPTIONS])
  expect(first.code === 0, 'the first half ends well')
  cpSync(out, whole, { recursive: true })
  const undisturbed = await generate([devices, '--add', '--out', whole, ...OPTIONS])
  expect(undisturbed.code === 0, 'the undisturbed addition ends well')
  say(`${labels / 2} labels added undisturbed in ${seconds(undisturbed.ms)}`)
  await killAgain([devices, '--add', '--out', out, ...OPTIONS], undisturbed, kills)
  expect(digestOf(out) === digestOf(whole), 'what was killed while it was added equals the undisturbed run')
  rmSync(out, { recursive: true })
  rmSync(whole, { recursive: true })
}

/** Kills a run at random moments until it has been killed so often, and lets the last one end. */
async function killAgain(line, { checkedMs, ms }, kills) {
  let killedTimes = 0
  let whileLabelling = 0
  for (; killedTimes < kills; killedTimes++) {
    const kill = momentOf(killedTimes, checkedMs, (ms - checkedMs) / kills)
    const { code, labelled } = await generate(line, kill)
    if (code === 0) break
    if (labelled) whileLabelling++
  }
  const { code, stderr } = await generate(line)
  expect(code === 0, `the last run ends well: ${stderr}`)
  say(`killed ${killedTimes} times, ${whileLabelling} of them while labels were made`)
  expect(whileLabelling > kills / 2, 'most kills met labels in the making')
}

/** Fills a small file system, frees space, and goes on. */
async function fullDisk(place) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return say('full disk skipped: it needs root on Linux')
  const devices = join(place, 'devices.csv')
  writeDevices(devices, 5000)
  const whole = join(place, 'whole')
  await generate([devices, '--out', whole, ...OPTIONS])
  const disk = join(place, 'disk')
  mkdirSync(disk)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status !== 0) {
    return say('full disk skipped: mount is forbidden here')
  }
  try {
    const out = copyOfKey(whole, join(disk, 'labels'))
    let fills = 0
    for (let size = 2; ; size += 8) {
      const { code } = await generate([devices, '--out', out, ...OPTIONS])
      if (code === 0) break
      expect(code === 5, `a full disk is exit code 5, not ${code}`)
      fills++
      spawnSync('mount', ['-o', `remount,size=${size + 8}m`, disk])
    }
    expect(digestOf(out) === digestOf(whole), 'what was made on a full disk equals the undisturbed run')
    say(`disk full ${fills} times`)
  } finally {
    spawnSync('umount', [disk])
  }
}

/** Pulls the printer's plug while it prints, and counts what came out. */
async function unplugged(place, times) {
  const devices = join(place, 'few.csv')
  const count = 1000
  writeDevices(devices, count)
  const out = join(place, 'printed')
  await generate([devices, '--out', out, '--as', 'zpl', '--verify', 'none'])
  const size = statSync(join(out, 'labels.zpl')).size
  let printed = 0
  const dropAt = Array.from({ length: times }, (_, i) =>
    Math.round(((i + 0.3 + Math.random() / 2) * size) / times),
  )
  const printer = await startPrinter({ msPerLabel: 1, dropAt, onLabel: () => printed++ })
  try {
    const summary = await printFolder({ out, to: printer.url })
    const { uncertain } = summary
    expect(summary.printed + uncertain.length === count, 'every label is confirmed or named as uncertain')
    expect(printed >= summary.printed && printed <= count, `${printed} labels came out, none of them twice`)
    say(
      `unplugged ${times} times: ${printed} of ${count} labels came out, ${summary.printed} confirmed, ${uncertain.length} uncertain`,
    )
  } finally {
    await printer.close()
  }
}

/** Most kills hit while labels are made, as late as leaves work for the others; some hit before. */
function momentOf(kill, checkedMs, shareMs) {
  if (kill % 10 === 9) return { afterMs: Math.random() * checkedMs }
  if (kill % 10 === 4) return { event: '"checked"', afterMs: Math.random() * 500 }
  return { event: '"progress"', afterMs: Math.random() * 1.6 * shareMs }
}

/** @param kill after how long, from the beginning or from a line of its output, it is killed */
function generate(args, kill) {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const child = spawn(process.execPath, [COMMAND, 'generate', ...args, '--json'])
    let stderr = ''
    let timer
    let checkedMs
    const cutOff = () => (timer ??= setTimeout(() => child.kill('SIGKILL'), kill.afterMs))
    if (kill !== undefined && kill.event === undefined) cutOff()
    child.stderr.on('data', (chunk) => {
      stderr += chunk
      if (checkedMs === undefined && stderr.includes('"checked"')) checkedMs = performance.now() - began
      if (kill?.event !== undefined && stderr.includes(kill.event)) cutOff()
    })
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      const ms = performance.now() - began
      resolve({ code, stderr, ms, checkedMs, labelled: stderr.includes('"progress"') })
    })
  })
}

function copyOfKey(from, to) {
  mkdirSync(join(to, '.claimtag'), { recursive: true })
  cpSync(join(from, '.claimtag', 'key'), join(to, '.claimtag', 'key'))
  return to
}

/** Names and bytes of everything but the times and the hidden folder. */
function digestOf(out) {
  const hash = createHash('sha256')
  for (const path of readdirSync(out, { recursive: true, encoding: 'utf8' }).toSorted((a, b) =>
    a < b ? -1 : 1,
  )) {
    if (path.startsWith('.claimtag') || path === 'job.json' || !statSync(join(out, path)).isFile()) continue
    hash.update(`${path}\n`).update(readFileSync(join(out, path)))
  }
  return hash.digest('hex')
}
