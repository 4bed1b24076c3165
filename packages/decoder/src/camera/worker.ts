// The script of the worker that `createCamera` starts. It is the entry of a bundle, and the one module of this package
// that does something when it is loaded.
import { serveFrames } from './frames/frame-worker.ts'

serveFrames(self)
