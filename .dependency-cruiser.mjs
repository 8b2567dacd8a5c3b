// The arrows of the house (ARCHITECTURE.md): each folder of server/src may import only the folders named beside it.
const arrows = {
  text: [],
  memory: [],
  patch: ['text'],
  source: ['memory', 'text'],
  machine: ['memory', 'text'],
  review: ['patch', 'machine', 'source', 'memory', 'text'],
  report: ['review', 'patch', 'machine', 'source', 'memory', 'text'],
  languages: ['review', 'report', 'patch', 'machine', 'source', 'memory', 'text'],
  workspace: [
    'languages',
    'review',
    'report',
    'patch',
    'machine',
    'source',
    'memory',
    'text',
    'host/types',
    'protocol',
  ],
  lsp: ['workspace', 'languages', 'report', 'text', 'host/types', 'protocol'],
  cli: ['workspace', 'report', 'text', 'host/types'],
  entry: ['lsp', 'cli', 'workspace', 'source', 'host', 'protocol'],
  'host/node': ['host/types', 'text'],
};

const path = (folder) => `^server/src/${folder}(/|\\.ts$)`;
const pure = ['text', 'memory', 'patch', 'source', 'machine', 'review', 'report', 'languages'];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(arrows).map(([folder, allowed]) => ({
      name: `${folder.replace('/', '-')}-imports`,
      comment: `${folder} may import ${allowed.length ? allowed.join(', ') : 'nothing of the server'}`,
      severity: 'error',
      from: { path: path(folder) },
      to: { path: '^(server|client)/', pathNot: [folder, ...allowed].map(path) },
    })),
    {
      name: 'pure-folders-have-no-effects',
      comment: 'Pure folders do no I/O: no Node built-ins, no vscode, no connection.',
      severity: 'error',
      from: { path: pure.map(path) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-folders-know-no-editor',
      severity: 'error',
      from: { path: pure.map(path) },
      to: { path: 'node_modules/(vscode-languageserver|vscode-languageclient|vscode-jsonrpc)' },
    },
    {
      name: 'protocol-imports-nothing',
      severity: 'error',
      from: { path: '^server/src/protocol\\.ts$' },
      to: { path: '.' },
    },
    {
      name: 'client-knows-only-the-protocol',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^server/', pathNot: '^server/src/protocol\\.ts$' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'every-import-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(vscode|vscode-language(server|client)(/node)?)$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.json'] },
  },
};
