export function compiledFormatsModule(core: object): string
