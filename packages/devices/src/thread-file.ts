// Threads load JavaScript: under a test that runs from the sources, the built file does the work.
const FROM_SOURCES = import.meta.url.endsWith('.ts')

/** What a thread runs. */
export interface ThreadFile {
  readonly url: URL
  readonly options: { readonly execArgv?: string[] }
}

/** @param name a file of this package, without its ending */
export function threadFile(name: string): ThreadFile {
  return {
    url: new URL(FROM_SOURCES ? `../dist/${name}.js` : `./${name}.js`, import.meta.url),
    // And none of the test's conditions, which lead to the sources.
    options: FROM_SOURCES ? { execArgv: [] } : {},
  }
}
