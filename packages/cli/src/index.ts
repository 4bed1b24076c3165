export { EXIT, type ExitCode } from './exit-code.ts'
export type { Io, Sink } from './output/io.ts'
export { type HostProcess, main } from './main.ts'
export { run } from './run.ts'
