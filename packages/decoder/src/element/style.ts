/** Sizes are for thumbs (44 px), colours have contrast of at least 5.5, and nothing moves. */
export const STYLE = `
:host { display: block; position: relative; font: 1rem/1.45 system-ui, sans-serif; color: #15181e }
:host([hidden]) { display: none }
[hidden] { display: none !important }
.stage { position: relative; overflow: hidden; aspect-ratio: 3 / 4; max-height: 70vh; width: 100%; background: #0d1014; box-sizing: border-box; border: 1px solid #6f7885; border-radius: 14px }
video { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; transform: scale(var(--magnified, 1)) }
svg { position: absolute; inset: 0; width: 100%; height: 100%; pointer-events: none }
polygon { fill: none; stroke: #5adba0; stroke-width: 4; stroke-linejoin: round }
.aim { position: absolute; left: 50%; top: 50%; box-sizing: border-box; width: var(--aim-width, 60%); height: var(--aim-height, 60%);
  transform: translate(-50%, -50%); border: 3px solid #fff; border-radius: 8px; opacity: .8; pointer-events: none }
.says { position: absolute; left: 8px; right: 8px; bottom: 8px; margin: 0; padding: 8px 12px; color: #fff; background: #0d1014d9; border-radius: 8px; text-align: center }
.keys { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px }
button { min-width: 44px; min-height: 44px; padding: 8px 16px; font: inherit; color: #15181e; background: #fff; border: 1px solid #87847a; border-radius: 8px; cursor: pointer }
button[aria-pressed='true'] { color: #fff; background: #2746d8; border-color: #2746d8 }
button.start { color: #fff; background: #2746d8; border-color: #2746d8 }
button:focus-visible { outline: 3px solid #2746d8; outline-offset: 2px }
@media (prefers-color-scheme: dark) {
  :host { color: #eef0f3 }
  button { color: #eef0f3; background: #161a20; border-color: #6f7885 }
  button.start, button[aria-pressed='true'] { color: #0b1030; background: #93a7ff; border-color: #93a7ff }
  button:focus-visible { outline-color: #93a7ff }
}
`
