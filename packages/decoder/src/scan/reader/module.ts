import { namedRecord } from '@claimtag/core'
import { type CompiledWasm, web, type WasmMemory } from '../host/web.ts'
import { createBindings } from './bindings.ts'
import { createExceptions, type ExceptionExports, type Native } from './exceptions.ts'
import { createHeap } from './heap.ts'
import type { Point } from './found-symbol.ts'
import type { ReadOptions } from './read-options.ts'

/** The reader's WebAssembly with a memory of its own. */
export interface ReaderModule {
  readonly bytes: () => Uint8Array
  /** @returns 0 when its memory is full */
  readonly allocate: (size: number) => number
  readonly free: (pointer: number) => void
  readonly readPixmap: (pointer: number, width: number, height: number, options: ReadOptions) => Results
  readonly readImage: (pointer: number, length: number, options: ReadOptions) => Results
}

/** The part of a result of the reader that is used. */
export interface ReadSymbol {
  readonly isValid: boolean
  /** Empty, or `ChecksumError @ file:line` and the like. */
  readonly error: string
  readonly format: string
  readonly text: string
  readonly bytes: Uint8Array
  readonly position: { readonly [C in 'topLeft' | 'topRight' | 'bottomRight' | 'bottomLeft']: Point }
  /** -1 when the symbol does not belong to a sequence. */
  readonly sequenceSize: number
  readonly sequenceIndex: number
  readonly sequenceId: string
}

/** A vector in the module's memory. */
export interface Results {
  size(): number
  get(index: number): ReadSymbol
  delete(): void
}

interface Exports extends ExceptionExports {
  readonly memory: WasmMemory
  readonly table: { get(index: number): Native }
  readonly start: () => void
  readonly allocate: (size: number) => number
  readonly free: (pointer: number) => void
  readonly invokedLong: Native
  readonly invokedLonger: Native
}

/** Names in the file: emscripten cuts them to a letter or two, which change with the version of zxing-wasm. */
const EXPORTED: Readonly<Record<keyof Exports, string>> = {
  memory: 'qa',
  start: 'ra',
  free: 'ta',
  table: 'ua',
  allocate: 'va',
  valueOf: 'wa',
  setThrew: 'xa',
  setType: 'ya',
  restoreStack: 'za',
  stackPointer: 'Aa',
  keep: 'Ba',
  release: 'Ca',
  isCaughtBy: 'Da',
  invokedLonger: 'Ea',
  invokedLong: 'Fa',
}

/** Calls of functions that may throw, one for each number and kind of arguments. */
const INVOKES = 'p m k b g d f h K c o u ea y j n O w B D da N A S R ca t ba M z $ G L'

function nothing(): void {}

function abort(): never {
  throw new Error('aborted')
}

/**
 * Makes a reader of the file `zxing_reader.wasm` of zxing-wasm 3.1.4. The script that comes with the file is three
 * times as long, for what the reader does not do.
 */
export async function openModule(compiled: CompiledWasm): Promise<ReaderModule> {
  const exports = {} as Exports
  const functions = new Map<string, unknown>()
  const table: Native[] = []
  const native = (index: number): Native => (table[index] ??= exports.table.get(index))
  const heap = createHeap()
  const exceptions = createExceptions(native, exports, heap)
  const bindings = createBindings({
    heap,
    native,
    allocate: (size) => exports.allocate(size),
    free: (pointer) => exports.free(pointer),
    offer: (name, run) => functions.set(name, run),
  })

  const imports = {
    r: exceptions.beginCatch,
    J: exceptions.endCatch,
    a: exceptions.findCatch,
    i: exceptions.findCatch,
    l: exceptions.findCatch,
    T: exceptions.raiseAgain,
    q: exceptions.raise,
    e: exceptions.resume,
    v: (type: number) => type,
    W: exceptions.invokeExport(() => exports.invokedLong),
    X: exceptions.invokeExport(() => exports.invokedLonger),
    Z: abort,
    _: (size: number) => Number(heap.grow(size)),
    ia: bindings.nothing,
    ha: bindings.boolean,
    x: bindings.integer,
    U: bindings.number,
    ga: bindings.text,
    fa: bindings.handle,
    // What may be absent comes as a handle, too.
    ma: bindings.handle,
    s: bindings.view,
    F: bindings.object,
    oa: bindings.member,
    na: bindings.objectDone,
    la: bindings.class,
    E: bindings.method,
    V: bindings.function,
    I: bindings.makeInvoker,
    H: bindings.invoke,
    aa: bindings.finish,
    C: bindings.global,
    Q: bindings.holdAgain,
    pa: bindings.letGo,
    // Numbers of 64 bits, texts of wide characters, constructors and iterators.
    Y: nothing,
    P: nothing,
    ka: nothing,
    ja: nothing,
  }
  const invokes = namedRecord(INVOKES.split(' ').map((name) => [name, exceptions.invoke]))
  const given = (await web.WebAssembly.instantiate(compiled, { a: { ...imports, ...invokes } })).exports
  for (const [name, short] of Object.entries(EXPORTED)) Object.assign(exports, { [name]: given[short] })
  heap.attach(exports.memory)
  exports.start()
  const [readPixmap, readImage] = ['Pixmap', 'Image'].map((from) => functions.get(`readBarcodesFrom${from}`))
  return { ...exports, bytes: () => heap.bytes, readPixmap, readImage } as ReaderModule
}
