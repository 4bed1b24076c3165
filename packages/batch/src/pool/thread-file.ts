// Threads load JavaScript: when tests run the sources, the thread runs the built file.
const FROM_SOURCES = import.meta.url.endsWith('.ts')

/** The file that a thread runs. */
export interface ThreadFile {
  readonly url: URL
  readonly options: { readonly execArgv?: string[] }
}

/** @param name a file of `dist/node`, without its extension */
export function threadFile(name: string): ThreadFile {
  return {
    url: new URL(FROM_SOURCES ? `../../dist/node/${name}.js` : `../node/${name}.js`, import.meta.url),
    // Without the test's conditions, which lead to the sources.
    options: FROM_SOURCES ? { execArgv: [] } : {},
  }
}
