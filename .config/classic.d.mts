export function classicScript(): Promise<string>
