import { spawn, type ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { onTestFinished } from 'vitest'
import { requireTool } from '../../../../test/tools.ts'

/** `script` of util-linux opens pseudo-terminals; that of other systems takes other arguments. */
export const hasPseudoTerminals = process.platform === 'linux' && requireTool('script')

export interface PseudoTerminal {
  /** The end that a program opens like a device. */
  readonly path: string
  /** Hangs up, as a cable that is pulled out. */
  unplug(): void
}

/** A pseudo-terminal with a printer on TCP behind it; gone when the test ends. */
export async function plugIn(port: number): Promise<PseudoTerminal> {
  const child = spawn('script', ['-qfc', 'stty raw -echo; tty; exec sleep 600', '/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const path = await firstLine(child)
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  socket.on('error', () => undefined)
  child.stdin.on('error', () => undefined)
  socket.on('data', (bytes) => child.stdin.write(bytes))
  child.stdout.on('data', (bytes: Buffer) => socket.write(bytes))
  onTestFinished(() => void socket.destroy())
  return {
    path,
    unplug() {
      child.kill('SIGKILL')
      socket.destroy()
    },
  }
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  let text = ''
  return new Promise((resolve, reject) => {
    const take = (bytes: Buffer): void => {
      text += bytes.toString('latin1')
      if (!text.includes('\n')) return
      stdout?.off('data', take)
      resolve(text.trim())
    }
    stdout?.on('data', take).once('end', () => reject(new Error('no pseudo-terminal')))
  })
}
