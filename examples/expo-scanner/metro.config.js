const path = require('node:path')

const packages = path.join(__dirname, '..', '..', 'packages')

// An app of its own needs none of this: only a workspace keeps its packages outside the app's folder.
module.exports = {
  projectRoot: __dirname,
  watchFolders: [
    path.join(packages, 'core'),
    path.join(packages, 'decoder'),
    path.dirname(require.resolve('metro-runtime/package.json')),
  ],
  resolver: { sourceExts: ['js', 'jsx', 'json', 'ts', 'tsx'] },
}
