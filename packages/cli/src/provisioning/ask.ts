import { createInterface } from 'node:readline'
import { prose } from '../output/prose.ts'
import type { Session } from '../session.ts'

/** One of several that a person may choose. */
export interface Option {
  readonly id: string
  readonly name: string
}

/** Whether a person sits there to be asked, and their answers are not codes. */
export function canAsk(
  { stdin, stderr }: Pick<Session, 'stdin' | 'stderr'>,
  args: readonly string[],
): boolean {
  return stderr.isTTY && 'isTTY' in stdin && stdin.isTTY === true && !args.includes('-')
}

/** Asks until the answer is a number of the list or an ID; `undefined` when the input ends. */
export async function ask(
  question: string,
  options: readonly Option[],
  { stdin, stderr, signal }: Pick<Session, 'stdin' | 'stderr' | 'signal'>,
): Promise<string | undefined> {
  stderr.print(prose`${question}\n`)
  for (const [at, { id, name }] of options.entries()) stderr.print(prose`  ${at + 1}  ${name} (${id})\n`)
  const lines = createInterface({ input: stdin, signal })
  try {
    stderr.print(prose`Number: `)
    for await (const line of lines) {
      const answer = line.trim()
      const chosen = options[Number(answer) - 1] ?? options.find(({ id }) => id === answer)
      if (chosen !== undefined) return chosen.id
      stderr.print(prose`One of 1 to ${options.length}: `)
    }
    return undefined
  } finally {
    lines.close()
  }
}
