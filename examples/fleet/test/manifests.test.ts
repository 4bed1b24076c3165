// The manifests are read, and what they tell a container to do is done: one folder for each pod, and no other in common
// than the bucket or the volume that they name.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { csvOf, sampleDevices } from '../../../packages/batch/test/devices.ts'
import { claimtag, emptyFolder } from '../../../packages/cli/test/command.ts'
import { SECRET, type S3Server, startS3 } from '../../../packages/storage/test/s3-server.ts'

const ROWS = 10
/** Not the sixteen of the manifests: each takes a while. */
const OF = 2
const FOLDER = new URL('../', import.meta.url)

interface Container {
  readonly name: string
  readonly command: readonly string[]
  readonly args?: readonly string[]
  readonly volumeMounts?: readonly { readonly name: string }[]
}

interface PodJob {
  readonly kind: string
  readonly spec: {
    readonly podFailurePolicy?: {
      readonly rules: readonly { readonly onExitCodes?: { readonly containerName: string } }[]
    }
    readonly template: {
      readonly spec: {
        readonly containers: readonly Container[]
        readonly volumes?: readonly { readonly name: string }[]
      }
    }
  }
}

function read(name: string): string {
  return readFileSync(new URL(name, FOLDER), 'utf8')
}

function jobsOf(name: string): readonly [PodJob, PodJob] {
  const documents = parseAllDocuments(read(name))
  expect(documents.flatMap(({ errors, warnings }) => [...errors, ...warnings])).toEqual([])
  const [shards, merge] = documents
    .map((document) => document.toJS() as PodJob)
    .filter(({ kind }) => kind === 'Job')
  if (shards === undefined || merge === undefined) throw new Error(`${name} has not two jobs`)
  return [shards, merge]
}

/** The words of the only container. */
function wordsOf(job: PodJob): readonly string[] {
  const [container] = job.spec.template.spec.containers
  return [...(container?.command ?? []), ...(container?.args ?? [])]
}

function batchWords(name: string): readonly string[] {
  const { containerProperties, containerOverrides } = JSON.parse(read(name)) as {
    readonly containerProperties?: { readonly command: readonly string[] }
    readonly containerOverrides?: { readonly command: readonly string[] }
  }
  return (containerProperties ?? containerOverrides)?.command ?? []
}

/** Runs the words of a container in a folder that is its own. */
async function inContainer(words: readonly string[], env: Readonly<Record<string, string>>, volume?: string) {
  const cwd = volume ?? emptyFolder()
  const [program = '', ...rest] = words.map((word) => word.replace('/srv/claimtag', cwd))
  expect(program).toMatch(/(?:^|\/)claimtag$/)
  // Without threads: there are many containers on this machine.
  const argv = rest
    .map((word, at) => (rest[at - 1] === '--workers' ? '0' : word))
    .map((word) => (word === '/tmp/claimtag' ? join(cwd, 'work') : word))
  return claimtag(argv, { cwd, env })
}

let single: Buffer
const devices = csvOf(sampleDevices(ROWS))
beforeAll(async () => {
  const cwd = mkdtempSync(join(tmpdir(), 'claimtag-manifests-'))
  try {
    writeFileSync(join(cwd, 'devices.csv'), devices)
    const made = await claimtag(
      ['generate', 'devices.csv', '--as', 'zpl', '--out', 'labels', '--workers', '0'],
      { cwd },
    )
    if (made.code !== 0) throw new Error(made.err)
    single = readFileSync(join(cwd, 'labels', 'labels.zpl'))
  } finally {
    rmSync(cwd, { recursive: true })
  }
})

async function bucket(): Promise<{
  readonly server: S3Server
  readonly env: Readonly<Record<string, string>>
}> {
  const server = await startS3()
  onTestFinished(() => server.close())
  server.objects.set('devices.csv', { body: Buffer.from(devices), sha256: undefined })
  const env = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: SECRET, AWS_ENDPOINT_URL_S3: server.endpoint }
  return { server, env }
}

async function plan(
  cwd: string,
  of: number,
  env: Readonly<Record<string, string>>,
  at: string,
): Promise<void> {
  const words = ['plan-shards', `${at}devices.csv`, '--of', String(of), '--as', 'zpl', '--out', `${at}plan`]
  expect(await claimtag(words, { cwd, env })).toMatchObject({ code: 0 })
}

const schedulers = [
  ['Kubernetes', 'JOB_COMPLETION_INDEX', 'kubernetes-s3.yaml'],
  ['AWS Batch', 'AWS_BATCH_JOB_ARRAY_INDEX', 'aws-batch-s3.json'],
] as const

test.each(schedulers)('%s, with object storage: pods that share nothing else', async (_, variable, name) => {
  const { server, env } = await bucket()
  const jobs = name.endsWith('.yaml') ? jobsOf(name) : undefined
  await plan(emptyFolder(), OF, env, 's3://factory/')
  const words = jobs === undefined ? batchWords(name) : wordsOf(jobs[0])
  for (let index = 0; index < OF; index += 1) {
    const { code, err } = await inContainer(words, { ...env, [variable]: String(index) })
    expect([code, err]).toEqual([0, expect.stringContaining('stored')])
  }
  const merging = jobs === undefined ? batchWords('aws-batch-s3-merge.json') : wordsOf(jobs[1])
  expect(await inContainer(merging, env)).toMatchObject({ code: 0 })
  expect(server.objects.get('labels/labels.zpl')?.body.equals(single)).toBe(true)
})

test('Kubernetes, and AWS Batch, with a volume that all pods mount', async () => {
  const volume = emptyFolder()
  writeFileSync(join(volume, 'devices.csv'), devices)
  const [shards, merge] = jobsOf('kubernetes.yaml')
  await plan(volume, OF, {}, '')
  const pods = [
    [wordsOf(shards), { JOB_COMPLETION_INDEX: '0' }],
    [batchWords('aws-batch.json'), { AWS_BATCH_JOB_ARRAY_INDEX: '1' }],
    [wordsOf(merge), {}],
  ] as const
  for (const [words, env] of pods) expect(await inContainer(words, env, volume)).toMatchObject({ code: 0 })
  expect(readFileSync(join(volume, 'labels', 'labels.zpl')).equals(single)).toBe(true)
})

test.each(['kubernetes.yaml', 'kubernetes-s3.yaml'])('what %s names is there', (name) => {
  for (const { spec } of jobsOf(name)) {
    const { containers, volumes = [] } = spec.template.spec
    const rules = spec.podFailurePolicy?.rules ?? []
    const named = rules.flatMap(({ onExitCodes }) =>
      onExitCodes === undefined ? [] : [onExitCodes.containerName],
    )
    expect(containers.map((one) => one.name)).toEqual(expect.arrayContaining(named))
    const mounted = containers.flatMap(({ volumeMounts = [] }) => volumeMounts.map((one) => one.name))
    expect(volumes.map((one) => one.name).sort()).toEqual([...new Set(mounted)].sort())
  }
})

test.each(['aws-batch.json', 'aws-batch-s3.json'])('%s keeps to the limits of AWS Batch', (name) => {
  const { retryStrategy, containerProperties } = JSON.parse(read(name)) as {
    readonly retryStrategy: { readonly attempts: number; readonly evaluateOnExit: readonly unknown[] }
    readonly containerProperties: { readonly ephemeralStorage?: { readonly sizeInGiB: number } }
  }
  expect(retryStrategy.attempts).toBeLessThanOrEqual(10)
  expect(retryStrategy.evaluateOnExit.length).toBeLessThanOrEqual(5)
  const { sizeInGiB = 21 } = containerProperties.ephemeralStorage ?? {}
  expect([sizeInGiB >= 21, sizeInGiB <= 200]).toEqual([true, true])
})
