// What soaks say, and how they end when something does not hold.

/** @throws Error when it does not hold: what comes after needs it */
export function expect(holds, what) {
  if (!holds) throw new Error(`Failed: ${what}`)
}

/** Says whether something was met; the exit code is 1 when anything was not. */
export function judge(isMet, line) {
  say(`${isMet ? 'met' : 'MISSED'}: ${line.trimEnd()}`)
  if (!isMet) process.exitCode = 1
}

export function say(line) {
  process.stdout.write(`${line}\n`)
}

export function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`
}
