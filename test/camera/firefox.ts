import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { WebSocket } from 'ws'
import { requireTool } from '../tools.ts'

/** Debian's name, and that of Ubuntu. */
const PROGRAM = ['firefox-esr', 'firefox'].find((name) => existsSync(`/usr/bin/${name}`))

/** Whether there is a Firefox, for `describe.skipIf(!hasFirefox())`. */
export function hasFirefox(): boolean {
  return PROGRAM !== undefined || requireTool('firefox-esr')
}

/** A tab of a Firefox. */
interface FirefoxPage {
  open(address: string): Promise<void>
  /** The value of an expression in the page, or of the promise that it is. It has to be JSON. */
  evaluate<Value>(expression: string): Promise<Value>
  /** Chooses files as a person does in a dialog. */
  setFiles(selector: string, ...paths: readonly string[]): Promise<void>
}

export interface Firefox {
  readonly page: FirefoxPage
  close(): Promise<void>
}

/** Starts Debian's Firefox and speaks to it by WebDriver BiDi, of which Playwright expects more than it has. */
export async function startFirefox(preferences: Readonly<Record<string, boolean>> = {}): Promise<Firefox> {
  const profile = await mkdtemp(join(tmpdir(), 'claimtag-firefox-'))
  const lines = Object.entries(preferences).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${value});\n`,
  )
  await writeFile(join(profile, 'user.js'), lines.join(''))
  const options = ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0']
  const process = spawn(PROGRAM ?? 'firefox-esr', options, { stdio: ['ignore', 'ignore', 'pipe'] })
  const socket = new WebSocket(`${await addressIn(process.stderr)}/session`)
  await once(socket, 'open')

  const waiting = new Map<number, (answer: Answer) => void>()
  socket.on('message', (text: Buffer) => {
    const answer = JSON.parse(text.toString()) as Answer
    waiting.get(answer.id)?.(answer)
  })
  let last = 0
  async function send<Result>(method: string, params: object): Promise<Result> {
    const id = ++last
    const answer = await new Promise<Answer>((resolve) => {
      waiting.set(id, resolve)
      socket.send(JSON.stringify({ id, method, params }))
    })
    if (answer.type === 'error') throw new Error(`${method}: ${answer.message}`)
    return answer.result as Result
  }

  await send('session.new', { capabilities: {} })
  const { contexts } = await send<{ readonly contexts: readonly { readonly context: string }[] }>(
    'browsingContext.getTree',
    {},
  )
  const { context } = contexts[0]!
  const target = { context }

  async function run(expression: string): Promise<RemoteValue> {
    const parameters = { expression, target, awaitPromise: true, resultOwnership: 'root' }
    const answer = await send<{
      readonly result?: RemoteValue
      readonly exceptionDetails?: { readonly text: string }
    }>('script.evaluate', parameters)
    if (answer.exceptionDetails !== undefined) throw new Error(answer.exceptionDetails.text)
    return answer.result ?? {}
  }

  return {
    page: {
      open: (url) => send('browsingContext.navigate', { context, url, wait: 'complete' }),
      async evaluate<Value>(expression: string) {
        const { value } = await run(`(async () => JSON.stringify((await (${expression})) ?? null))()`)
        return JSON.parse(String(value)) as Value
      },
      async setFiles(selector, ...files) {
        const { sharedId } = await run(`document.querySelector(${JSON.stringify(selector)})`)
        await send('input.setFiles', { context, element: { sharedId }, files })
      },
    },
    async close() {
      socket.close()
      process.kill()
      await once(process, 'exit')
      await rm(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/**
 * An expression that has the page see a label as its camera, since Firefox shows no files as one; of a canvas it makes
 * frames in BGRA. The label moves a little: a canvas that stands still gives no frames.
 *
 * @param label a PNG
 */
export function drawnCamera(label: Uint8Array): string {
  return `(async () => {
    const bytes = Uint8Array.from(atob('${Buffer.from(label).toString('base64')}'), (character) => character.charCodeAt(0))
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }))
    const canvas = Object.assign(document.createElement('canvas'), { width: 1280, height: 720 })
    const context = canvas.getContext('2d')
    let turn = 0
    setInterval(() => {
      context.fillStyle = '#999'
      context.fillRect(0, 0, 1280, 720)
      context.drawImage(picture, 520 + (turn++ % 2), 300)
    }, 50)
    navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(20)
  })()`
}

type Answer =
  | { readonly id: number; readonly type: 'success'; readonly result: unknown }
  | { readonly id: number; readonly type: 'error'; readonly message: string }

interface RemoteValue {
  readonly value?: unknown
  readonly sharedId?: string
}

/** Firefox says on stderr where it listens. */
async function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const [, address] = /^WebDriver BiDi listening on (ws:\S+)/.exec(line) ?? []
    if (address !== undefined) {
      output.resume()
      return address
    }
  }
  throw new Error('Firefox ended before it listened.')
}
