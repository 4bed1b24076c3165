/** Starts what is asked for one device when what was asked for it before has ended, however it did. */
export type InOrder = <T>(name: string, start: () => Promise<T>) => Promise<T>

export function createOrder(): InOrder {
  const last = new Map<string, Promise<void>>()
  return async (name, start) => {
    const before = last.get(name)
    const started = before === undefined ? start() : before.then(start)
    const ended = started.then(
      () => {},
      () => {},
    )
    last.set(name, ended)
    try {
      return await started
    } finally {
      if (last.get(name) === ended) last.delete(name)
    }
  }
}
