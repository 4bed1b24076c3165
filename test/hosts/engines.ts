import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const installed = fileURLToPath(new URL('engines/node_modules', import.meta.url))

/** An engine that runs a script from a file, and gives what the script left in `verdict`. */
export interface Engine {
  /** As the README of the decoder has it. */
  readonly name: string
  readonly path: string
  readonly verdictOf: (script: string, file: string) => Promise<string>
  /** Runs a module that imports installed packages, and gives what it printed. */
  readonly importing?: (module: string, ...args: readonly string[]) => Promise<string>
}

/** Whether an engine is on this machine, with the contract of `requireTool`. */
export function hasEngine({ name, path }: Engine): boolean {
  if (existsSync(path)) return true
  const line = `${name} is not installed, so the decoder is not proved on it: see .ci/run`
  if (process.env['CI'] === 'true') throw new Error(line)
  process.stderr.write(`${line}\n`)
  return false
}

/** A program that runs a script and has a function that prints. */
function program(name: string, path: string, print: string, ...before: readonly string[]): Engine {
  return {
    name,
    path,
    async verdictOf(script, file) {
      await writeFile(file, `${script}${print}(verdict)`)
      return start(path, [...before, file], file)
    },
  }
}

/** One that imports packages as Node does, too. */
function importer(name: string, path: string, scripts: readonly string[], modules = scripts): Engine {
  return {
    ...program(name, path, 'console.log', ...scripts),
    importing: (module, ...args) => start(path, [...modules, module, ...args], module),
  }
}

async function start(path: string, args: readonly string[], file: string): Promise<string> {
  const { stdout } = await run(path, [...args], { cwd: dirname(file), env: quiet(file) })
  return stdout.trim()
}

/** No engine may look for a newer version of itself, or write anywhere else. */
function quiet(file: string): NodeJS.ProcessEnv {
  return { ...process.env, DENO_NO_UPDATE_CHECK: '1', DENO_DIR: `${file}.deno`, NODE_OPTIONS: '' }
}

/** One of `engines/package.json`. */
function engine(path: string): string {
  return join(installed, path)
}

/** Deno finds packages in the folder of others only when it is told so, and no file unless it may. */
const DENO_MODULES = ['run', '--node-modules-dir=manual', '--allow-read']

const WORKERD = engine('@cloudflare/workerd-linux-64/bin/workerd')
const QUICKJS = engine('@jitl/quickjs-wasmfile-release-sync/dist/index.mjs')

const workerd: Engine = {
  name: 'workerd',
  path: WORKERD,
  async verdictOf(script, file) {
    const worker = `${script}export default { test() { console.log(verdict) } }`
    const module = `(name = "worker", esModule = ${JSON.stringify(worker)})`
    const config = `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = (modules = [${module}], compatibilityDate = "2026-01-01"))]);`
    await writeFile(file, config)
    const { stdout } = await run(WORKERD, ['test', file])
    return stdout.trim()
  },
}

interface QuickJs {
  newContext(): {
    evalCode(code: string): unknown
    unwrapResult(result: unknown): unknown
    dump(value: unknown): unknown
  }
}

/** In WebAssembly, since Debian 12 has no package of it. */
const quickJs: Engine = {
  name: 'QuickJS',
  path: QUICKJS,
  async verdictOf(script) {
    const core = (await import(pathToFileURL(engine('quickjs-emscripten-core/dist/index.mjs')).href)) as {
      newQuickJSWASMModuleFromVariant(variant: unknown): Promise<QuickJs>
    }
    const variant = (await import(pathToFileURL(QUICKJS).href)) as { readonly default: unknown }
    const context = (await core.newQuickJSWASMModuleFromVariant(variant.default)).newContext()
    return String(context.dump(context.unwrapResult(context.evalCode(`${script}verdict`))))
  },
}

/** Every engine that needs no page. */
export const ENGINES: readonly Engine[] = [
  importer('Node 20', engine('node20/bin/node'), []),
  importer('Node 22', engine('node22/bin/node'), []),
  importer('Node 24', engine('node24/bin/node'), []),
  program('JavaScriptCore', '/usr/bin/jsc', 'print'),
  program('Hermes', engine('hermes-engine-cli/linux64-bin/hermes'), 'print'),
  quickJs,
  importer('Deno', engine('@deno/linux-x64-glibc/deno'), ['run', '--no-config'], DENO_MODULES),
  importer('Bun', engine('@oven/bun-linux-x64-baseline/bin/bun'), ['run']),
  workerd,
]
