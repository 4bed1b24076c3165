import type { Heap } from './heap.ts'

/** What the reader exports for C++ exceptions. */
export interface ExceptionExports {
  /** The call of `invoke` that comes next on the stack has thrown. */
  readonly setThrew: (threw: number, value: number) => void
  /** The type of the exception that was found, as a second result of `findCatch`. */
  readonly setType: (type: number) => void
  readonly restoreStack: (pointer: number) => void
  readonly stackPointer: () => number
  readonly valueOf: (exception: number) => number
  readonly keep: (exception: number) => void
  readonly release: (exception: number) => void
  readonly isCaughtBy: (type: number, thrown: number, adjusted: number) => number
}

/** A function of the reader's table. */
export type Native = (...wires: number[]) => number

// The header before an exception's own bytes, as the Itanium C++ ABI has it (`__cxa_exception` of emscripten).
const HEADER = 24
const TYPE = 4
const DESTRUCTOR = 8
const CAUGHT = 12
const RETHROWN = 13
const ADJUSTED = 16

/** C++ exceptions as emscripten does them: an exception goes through JavaScript as a number that is thrown. */
export function createExceptions(native: (index: number) => Native, exports: ExceptionExports, heap: Heap) {
  const caught: number[] = []
  let last = 0

  /** Gives back what was thrown last, and the type in `types` that catches it. */
  function findCatch(...types: number[]): number {
    if (last === 0) {
      exports.setType(0)
      return 0
    }
    const adjusted = last - HEADER + ADJUSTED
    const thrown = heap.word(last - HEADER + TYPE)
    heap.setWord(adjusted, last)
    const catches = (type: number): boolean =>
      type === 0 || type === thrown || exports.isCaughtBy(type, thrown, adjusted) !== 0
    const found = thrown === 0 ? 0 : types.find(catches)
    // Zero catches everything.
    exports.setType(found === undefined || found === 0 ? thrown : found)
    return last
  }

  function raise(exception: number): never {
    last = exception
    // oxlint-disable-next-line no-throw-literal, typescript/only-throw-error -- C++ has no other
    throw exception
  }

  /** Calls a function that may throw. Its own number of arguments is taken of these, and none takes more. */
  // oxlint-disable-next-line max-params -- a list of the arguments would be made anew in each of many calls
  function invoke(
    index: number,
    a: number,
    b: number,
    c: number,
    d: number,
    e: number,
    f: number,
    g: number,
    h: number,
    i: number,
    j: number,
    k: number,
    l: number,
    m: number,
    n: number,
    o: number,
    p: number,
  ): number {
    const stack = exports.stackPointer()
    try {
      return native(index)(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)
    } catch (error) {
      return afterThrow(error, stack)
    }
  }

  function afterThrow(error: unknown, stack: number): 0 {
    exports.restoreStack(stack)
    if (typeof error !== 'number') throw error
    exports.setThrew(1, 0)
    return 0
  }

  return {
    findCatch,
    invoke,
    /** The same for a function that is exported, since it takes numbers of 64 bits as two. */
    invokeExport:
      (exported: () => Native): Native =>
      (...wires) => {
        const stack = exports.stackPointer()
        try {
          return exported()(...wires)
        } catch (error) {
          return afterThrow(error, stack)
        }
      },
    beginCatch: (exception: number): number => {
      heap.bytes[exception - HEADER + CAUGHT] = 1
      heap.bytes[exception - HEADER + RETHROWN] = 0
      caught.push(exception)
      return exports.valueOf(exception)
    },
    endCatch: (): void => {
      exports.setThrew(0, 0)
      exports.release(caught.pop() as number)
      last = 0
    },
    raise: (exception: number, type: number, destructor: number): never => {
      heap.setWord(exception - HEADER + ADJUSTED, 0)
      heap.setWord(exception - HEADER + TYPE, type)
      heap.setWord(exception - HEADER + DESTRUCTOR, destructor)
      exports.keep(exception)
      return raise(exception)
    },
    raiseAgain: (): never => {
      const exception = caught.pop() as number
      if (heap.bytes[exception - HEADER + RETHROWN] === 0) {
        caught.push(exception)
        heap.bytes[exception - HEADER + RETHROWN] = 1
        heap.bytes[exception - HEADER + CAUGHT] = 0
      }
      exports.keep(exception)
      return raise(exception)
    },
    resume: (exception: number): never => raise(last === 0 ? exception : last),
  }
}
