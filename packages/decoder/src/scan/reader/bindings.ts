import { namedRecord } from '@claimtag/core'
import { web } from '../host/web.ts'
import type { Native } from './exceptions.ts'
import { createHandles } from './handles.ts'
import type { Heap } from './heap.ts'

/** A type of C++: its values as they go through calls, a number each, and as they are in JavaScript. */
interface WireType {
  from(wire: number): unknown
  /** @param after is done when the call has returned */
  to(value: unknown, after: (() => void)[]): number
  /** Of one that C++ hands over in memory; elsewhere what goes through calls stands there. */
  inMemory?(pointer: number): unknown
}

export interface BindingPorts {
  readonly heap: Heap
  /** A function by its place in the module's table. */
  readonly native: (index: number) => Native
  readonly allocate: (size: number) => number
  readonly free: (pointer: number) => void
  /** Takes each function that C++ has to offer. */
  readonly offer: (name: string, run: (...values: unknown[]) => unknown) => unknown
}

/** A type that is an object: it goes through calls as a pointer to its members. */
interface Structure {
  readonly make: () => number
  readonly drop: (pointer: number) => void
  readonly members: Member[]
}

interface Member {
  readonly name: string
  readonly type: number
  readonly get: (pointer: number) => number
  readonly set: (pointer: number, wire: number) => void
}

/** What C++ says when it registers something, of which emscripten needs more than we do. */
type Said = readonly [number, number, number, number, number, number, number, number, number, number]

/** Kinds of calls from C++: these are all that the reader makes. */
const CONSTRUCTION = 2
const CAST = 3
/** An argument of such a call, in bytes. */
const SLOT = 8
/** The length that stands before a text, in bytes. */
const LENGTH = 4
/** Views of bytes, in embind's list of typed arrays. */
const BYTES = 1

/** What views of its memory are copied into. */
const COPIES = [Uint8Array, Uint8ClampedArray]

const asItIs: WireType = { from: (wire) => wire, to: Number }

/**
 * The part of emscripten's embind that the reader uses: functions of C++ as functions, its types as objects. A type is
 * looked up when it is used, since some are registered after what uses them.
 */
export function createBindings({ heap, native, allocate, free, offer }: BindingPorts) {
  const types = new Map<number, WireType>()
  const structures = new Map<number, Structure>()
  const classes = new Map<number, Record<string, unknown>>()
  const invokers: ((callee: number, given: number, after: (() => void)[]) => number)[] = []
  const handles = createHandles()
  const utf8 = new web.TextDecoder()

  function typeOf(id: number): WireType {
    const type = types.get(id)
    if (type === undefined) throw new TypeError('a type that the reader does not use')
    return type
  }

  /** Without the parameters that some names have. */
  const nameOf = (pointer: number): string => heap.name(pointer).replace(/\(.*/, '')

  /** A function that takes values, made of one of C++; `self` is what stands before them. */
  function callable(count: number, place: number, invoker: number, context: number) {
    const [result, ...ids] = heap.words(place, count) as [number, ...number[]]
    const run = native(invoker)
    return (self: readonly number[], given: readonly unknown[]): unknown => {
      const after: (() => void)[] = []
      const wires = ids.slice(self.length).map((id, index) => typeOf(id).to(given[index], after))
      const wire = run(context, ...self, ...wires)
      for (const done of after) done()
      return typeOf(result).from(wire)
    }
  }

  const text: WireType = {
    from(pointer) {
      const start = pointer + LENGTH
      const value = utf8.decode(heap.bytes.subarray(start, start + heap.word(pointer)))
      free(pointer)
      return value
    },
    // What we give are names of formats: ASCII.
    to(value, after) {
      const given = value as string
      const pointer = allocate(LENGTH + given.length + 1)
      heap.setWord(pointer, given.length)
      for (let at = 0; at < given.length; at++) heap.bytes[pointer + LENGTH + at] = given.charCodeAt(at)
      heap.bytes[pointer + LENGTH + given.length] = 0
      after.push(() => free(pointer))
      return pointer
    },
  }

  const handle: WireType = {
    from(wire) {
      const value = handles.value(wire)
      handles.letGo(wire)
      return value
    },
    to: handles.hold,
  }

  /** Bytes of the memory itself: C++ has them copied. */
  function viewAt(pointer: number): Uint8Array {
    const start = heap.word(pointer + LENGTH)
    return heap.bytes.subarray(start, start + heap.word(pointer))
  }

  const objectType = ({ make, drop, members }: Structure): WireType => ({
    from(pointer) {
      const value = namedRecord<unknown>()
      for (const { name, type, get } of members) value[name] = typeOf(type).from(get(pointer))
      drop(pointer)
      return value
    },
    to(value, after) {
      const pointer = make()
      after.push(() => drop(pointer))
      const given = value as Readonly<Record<string, unknown>>
      for (const { name, type, set } of members) set(pointer, typeOf(type).to(given[name], after))
      return pointer
    },
  })

  return {
    nothing: (id: number): unknown => types.set(id, { ...asItIs, from: () => undefined }),
    boolean: (id: number): unknown => types.set(id, { from: Boolean, to: Number }),
    number: (id: number): unknown => types.set(id, asItIs),
    /** What has no sign comes as if it had one. */
    integer: (...[id, , size, least]: Said): void => {
      const shift = 32 - 8 * size
      types.set(id, least === 0 ? { ...asItIs, from: (wire) => (wire << shift) >>> shift } : asItIs)
    },
    text: (id: number): unknown => types.set(id, text),
    handle: (id: number): unknown => types.set(id, handle),
    view: (...[id, kind]: Said): void => {
      if (kind === BYTES) types.set(id, { ...asItIs, inMemory: viewAt })
    },
    object: (...[id, , , make, , drop]: Said): void => {
      structures.set(id, { make: native(make), drop: native(drop), members: [] })
    },
    member: (...[id, name, type, , getter, getterContext, , , setter, setterContext]: Said): void => {
      const [get, set] = [native(getter), native(setter)]
      structures.get(id)?.members.push({
        name: heap.name(name),
        type,
        get: (pointer) => get(getterContext, pointer),
        set: (pointer, wire) => void set(setterContext, pointer, wire),
      })
    },
    objectDone: (id: number): unknown => types.set(id, objectType(structures.get(id) as Structure)),
    /** Only whole values of it are returned: objects with its methods, and `delete`. */
    class: (id: number, ...said: readonly number[]): void => {
      const drop = native(said[said.length - 1] as number)
      const methods = {}
      classes.set(id, methods)
      const from = (pointer: number): object =>
        Object.assign(Object.create(methods) as object, { pointer, delete: () => void drop(pointer) })
      types.set(id, { ...asItIs, from })
    },
    method: (...[id, name, count, place, , invoker, context]: Said): void => {
      const call = callable(count, place, invoker, context)
      const methods = classes.get(id) as Record<string, unknown>
      methods[nameOf(name)] = function method(this: { readonly pointer: number }, ...given: unknown[]) {
        return call([this.pointer], given)
      }
    },
    function: (...[name, count, place, , invoker, context]: Said): void => {
      const call = callable(count, place, invoker, context)
      offer(nameOf(name), (...given) => call([], given))
    },
    /** A call from C++, made ready: `new`, or a value of C++ as one of JavaScript. */
    makeInvoker: (count: number, place: number, kind: number): number => {
      if (kind !== CONSTRUCTION && kind !== CAST) throw new TypeError('a call that the reader does not make')
      const [result, ...ids] = heap.words(place, count) as [number, ...number[]]
      return (
        invokers.push((callee, given, after) => {
          const values = ids.map((id, index) => {
            const [type, pointer] = [typeOf(id), given + SLOT * index]
            return type.inMemory?.(pointer) ?? type.from(heap.word(pointer))
          })
          const made = kind === CAST ? values[0] : Reflect.construct(handles.value(callee) as never, values)
          return typeOf(result).to(made, after)
        }) - 1
      )
    },
    invoke: (...[invoker, callee, , later, given]: Said): number => {
      const after: (() => void)[] = []
      const wire = invokers[invoker]?.(callee, given, after) ?? 0
      if (after.length > 0) heap.setWord(later, handles.hold(after))
      return wire
    },
    finish: (later: number): void => {
      for (const done of handles.value(later) as (() => void)[]) done()
      handles.letGo(later)
    },
    global: (name: number): number => {
      const found = COPIES.find((one) => one.name === heap.name(name))
      if (found === undefined) throw new TypeError('a global that the reader does not use')
      return handles.hold(found)
    },
    holdAgain: handles.holdAgain,
    letGo: handles.letGo,
  }
}
