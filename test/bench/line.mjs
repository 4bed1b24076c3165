// The station at a line: from a DevEUI that arrives to the first byte of its label at the printer, through the command
// as people run it, with a finished job of many devices. `npm run bench -- line [devices 100000] [scans 200]`
import { startPrinter } from 'claimtag-example-factory-line'
import { runBatch } from '@claimtag/batch'
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { device, writeDevices } from './batch/devices.mjs'

const BIN = fileURLToPath(new URL('../../packages/cli/bin/claimtag.js', import.meta.url))
const MOST_MEDIAN_MS = 30
const MOST_P99_MS = 100
const MOST_MIB = 200

export async function bench([count = '100000', scans = '200']) {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-bench-line-'))
  try {
    await run(folder, Number(count), Number(scans))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function run(cwd, count, scans) {
  const input = join(cwd, 'devices.csv')
  writeDevices(input, count)
  await runBatch({ input, out: join(cwd, 'labels'), as: ['zpl'], verify: 'none' })
  print(
    `a job of ${count} devices, its manifest ${mib(statSync(join(cwd, 'labels/manifest.ndjson')).size)} MiB`,
  )
  const simulated = await startPrinter()
  const wire = await tapped(simulated.port)
  const arrivals = await freePort()
  const args = ['line', 'labels', '--to', `tcp://127.0.0.1:${wire.port}`, '--json', '--operator', 'Ada']
  const began = performance.now()
  const child = spawn(process.execPath, [BIN, ...args, '--arrivals', `tcp://127.0.0.1:${arrivals}`], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  try {
    await new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
    print(`opened in ${((performance.now() - began) / 1000).toFixed(1)} s`)
    const scanner = connect(arrivals, '127.0.0.1').setNoDelay(true)
    const answers = createInterface({ input: scanner })[Symbol.asyncIterator]()
    const times = []
    for (let scan = 0; scan < scans; scan++) {
      // Far apart, as devices are that come in any order.
      const { devEui } = device((scan * 7919 + 13) % count)
      wire.expect()
      const at = performance.now()
      scanner.write(`${devEui}\n`)
      const answer = JSON.parse((await answers.next()).value)
      if (answer.code !== 'labelled') throw new Error(`${devEui}: ${answer.code}`)
      times.push(wire.firstByte() - at)
    }
    times.sort((a, b) => a - b)
    const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))]
    const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024
    verdict(at(0.5) <= MOST_MEDIAN_MS, `median ≤ ${MOST_MEDIAN_MS} ms, measured ${at(0.5).toFixed(1)} ms`)
    verdict(at(0.99) <= MOST_P99_MS, `p99 ≤ ${MOST_P99_MS} ms, measured ${at(0.99).toFixed(1)} ms`)
    verdict(peak <= MOST_MIB, `memory at most ${MOST_MIB} MiB, measured ${peak.toFixed(0)} MiB`)
    scanner.destroy()
  } finally {
    child.kill('SIGKILL')
    wire.close()
    await simulated.close()
  }
}

/** A wire to the printer on which the first byte of a label is seen, and not the questions before it. */
async function tapped(port) {
  let seen
  const sockets = new Set()
  const server = createServer((socket) => {
    const printer = connect(port, '127.0.0.1').setNoDelay(true)
    for (const one of [socket, printer]) {
      sockets.add(one)
      one.on('error', () => one.destroy())
    }
    socket.setNoDelay(true)
    socket.on('data', (bytes) => {
      if (seen === undefined && bytes.includes('^XA')) seen = performance.now()
      printer.write(bytes)
    })
    printer.on('data', (bytes) => socket.write(bytes))
    socket.on('close', () => printer.destroy())
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: server.address().port,
    expect: () => void (seen = undefined),
    firstByte: () => seen,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

function mib(bytes) {
  return (bytes / 2 ** 20).toFixed(0)
}

function verdict(isGood, text) {
  print(`${isGood ? 'ok' : 'MISSED'}  ${text}`)
  if (!isGood) process.exitCode = 1
}

function print(text) {
  process.stdout.write(`${text}\n`)
}
