import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const PROGRAMS = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scontrol', 'sinfo']

/** Why Slurm cannot be started here; `undefined` when it can. */
export function withoutSlurm() {
  const missing = PROGRAMS.find(
    (name) => spawnSync('sh', ['-c', `PATH=$PATH:/usr/sbin command -v ${name}`]).status !== 0,
  )
  if (missing !== undefined) return `${missing} is not installed (Debian: slurm-wlm)`
  return process.getuid?.() === 0 ? undefined : 'Slurm starts jobs only when its daemons run as root'
}

/**
 * Slurm with one node in a temporary folder: its own key, ports, state and sockets, beside whatever else runs here. A
 * job that is requeued waits until its credential has expired, which is two minutes elsewhere, and here seconds.
 *
 * @param slots tasks of one processor that run at the same time
 */
export async function startSlurm(slots) {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-slurm-'))
  // munged demands that others can reach its socket, and no one but it writes into its folders.
  chmodSync(folder, 0o755)
  for (const name of ['munge', 'state', 'spool', 'log']) mkdirSync(join(folder, name), { mode: 0o755 })
  const socket = join(folder, 'munge', 'socket')
  const key = join(folder, 'munge', 'key')
  writeFileSync(key, randomBytes(128), { mode: 0o400 })
  const [control, node] = [await freePort(), await freePort()]
  const host = hostname().split('.')[0]
  const conf = join(folder, 'slurm.conf')
  writeFileSync(
    conf,
    `ClusterName=claimtag
SlurmctldHost=${host}(127.0.0.1)
SlurmUser=root
SlurmctldPort=${control}
SlurmdPort=${node}
AuthType=auth/munge
AuthInfo=socket=${socket},cred_expire=5
CredType=cred/munge
StateSaveLocation=${join(folder, 'state')}
SlurmdSpoolDir=${join(folder, 'spool')}
SlurmctldPidFile=${join(folder, 'slurmctld.pid')}
SlurmdPidFile=${join(folder, 'slurmd.pid')}
SlurmctldLogFile=${join(folder, 'log', 'slurmctld')}
SlurmdLogFile=${join(folder, 'log', 'slurmd')}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SwitchType=switch/none
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
ReturnToService=2
SlurmdParameters=config_overrides
NodeName=${host} NodeAddr=127.0.0.1 CPUs=${slots} RealMemory=${1024 * slots} State=UNKNOWN
PartitionName=all Nodes=${host} Default=YES MaxTime=INFINITE State=UP
`,
  )
  const env = { ...process.env, SLURM_CONF: conf, PATH: `${process.env.PATH}:/usr/sbin` }
  const daemons = []
  const daemon = (name, args) => daemons.push(spawn(name, args, { env, stdio: 'ignore' }))
  const inMunge = (name) => join(folder, 'munge', name)
  daemon('munged', [
    '--foreground',
    '--force',
    `--key-file=${key}`,
    `--socket=${socket}`,
    `--pid-file=${inMunge('pid')}`,
    `--seed-file=${inMunge('seed')}`,
    `--log-file=${inMunge('log')}`,
  ])
  await until(() => existsSync(socket), 'munged starts')
  daemon('slurmctld', ['-D', '-f', conf])
  daemon('slurmd', ['-D', '-f', conf, '-N', host])
  /** @returns what it prints; throws when it fails */
  function call(name, args, options = {}) {
    const { status, stdout, stderr } = spawnSync(name, args, {
      encoding: 'utf8',
      ...options,
      env: { ...env, ...options.env },
    })
    if (status !== 0) throw new Error(`${name} ${args.join(' ')}: ${stderr}`)
    return stdout
  }
  async function close() {
    for (const child of daemons.reverse()) {
      child.kill('SIGTERM')
      await Promise.race([new Promise((resolve) => child.once('exit', resolve)), sleep(10_000)])
      child.kill('SIGKILL')
    }
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    await until(
      () => /idle/.test(spawnSync('sinfo', ['-h', '-o', '%T'], { env, encoding: 'utf8' }).stdout),
      'the node is idle',
    )
  } catch (error) {
    for (const name of ['slurmctld', 'slurmd']) process.stderr.write(logOf(join(folder, 'log', name)))
    await close()
    throw error
  }
  return { call, close }
}

function logOf(path) {
  return existsSync(path) ? readFileSync(path, 'utf8').slice(-3000) : ''
}

async function until(holds, what) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (holds()) return
    await sleep(100)
  }
  throw new Error(`in vain: ${what}`)
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
