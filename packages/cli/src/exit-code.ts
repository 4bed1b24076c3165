/** Exit codes of the command. */
export const EXIT = {
  done: 0,
  ourFault: 1,
  usage: 2,
  refused: 3,
  unverified: 4,
  output: 5,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
