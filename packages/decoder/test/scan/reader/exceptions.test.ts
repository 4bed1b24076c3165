import { expect, test, vi } from 'vitest'
import { createExceptions, type Native } from '../../../src/scan/reader/exceptions.ts'
import { createHeap } from '../../../src/scan/reader/heap.ts'

const EXCEPTION = 1024
const [TYPE, BASE, OTHER] = [400, 404, 408]

function setUp(run: Native = () => 0) {
  const heap = createHeap()
  heap.attach({ buffer: new ArrayBuffer(4096), grow: () => expect.fail('it need not') })
  const exports = {
    setThrew: vi.fn<(...given: number[]) => void>(),
    setType: vi.fn<(...given: number[]) => void>(),
    restoreStack: vi.fn<(...given: number[]) => void>(),
    stackPointer: () => 77,
    valueOf: (exception: number) => exception + 1,
    keep: vi.fn<(...given: number[]) => void>(),
    release: vi.fn<(...given: number[]) => void>(),
    isCaughtBy: (type: number) => Number(type === BASE),
  }
  return { heap, exports, ...createExceptions(() => run, exports, heap) }
}

/** What `work` throws, which for C++ is a number. */
function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return expect.fail('nothing was thrown')
}

test.each([
  ['its own type', [OTHER, TYPE], TYPE],
  ['a type that it derives from', [OTHER, BASE], BASE],
  ['what catches everything', [OTHER, 0], TYPE],
  ['none, where only destructors run', [OTHER], TYPE],
])('an exception is caught by %s', (_, types, caught) => {
  const { raise, findCatch, exports } = setUp()
  expect(thrownBy(() => raise(EXCEPTION, TYPE, 0))).toBe(EXCEPTION)
  expect(exports.keep).toHaveBeenCalledWith(EXCEPTION)
  expect(findCatch(...types)).toBe(EXCEPTION)
  expect(exports.setType).toHaveBeenLastCalledWith(caught)
})

test('where nothing was thrown, nothing is found', () => {
  const { findCatch, exports } = setUp()
  expect(findCatch(TYPE)).toBe(0)
  expect(exports.setType).toHaveBeenLastCalledWith(0)
})

test('one that was caught is over, and one that is thrown again is not', () => {
  const { raise, raiseAgain, beginCatch, endCatch, findCatch, exports } = setUp()
  thrownBy(() => raise(EXCEPTION, TYPE, 0))
  expect(beginCatch(EXCEPTION)).toBe(EXCEPTION + 1)
  expect(thrownBy(raiseAgain)).toBe(EXCEPTION)
  expect(findCatch(TYPE)).toBe(EXCEPTION)
  endCatch()
  expect(exports.release).toHaveBeenCalledWith(EXCEPTION)
  expect(findCatch(TYPE)).toBe(0)
})

test('a call says that it threw, with the stack as it was; what is no exception of C++ goes on', () => {
  const { invoke, exports } = setUp((exception) => {
    // oxlint-disable-next-line no-throw-literal, typescript/only-throw-error -- as C++ does
    throw exception
  })
  const call: Native = invoke
  expect(call(1, EXCEPTION)).toBe(0)
  expect(exports.restoreStack).toHaveBeenCalledWith(77)
  expect(exports.setThrew).toHaveBeenCalledWith(1, 0)
  const trap = new Error('unreachable')
  expect(thrownBy(() => call(1, trap as unknown as number))).toBe(trap)
  expect(exports.setThrew).toHaveBeenCalledTimes(1)
})

test('a call has what the function gives, of as many arguments as there are', () => {
  const { invoke, invokeExport } = setUp((...given) => given.filter((one) => one !== undefined).length)
  const call: Native = invoke
  expect(call(1, 5, 6, 7)).toBe(3)
  expect(
    invokeExport(
      () =>
        (a = 0, b = 0) =>
          a + b,
    )(5, 6),
  ).toBe(11)
})
