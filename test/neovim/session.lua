-- Drives the plain language server over stdio from Neovim: opens the sample, asks for its lenses and a hover.
-- usage: nvim --headless --clean -l is newer than Debian's, so: nvim --headless --clean -c 'luafile test/neovim/session.lua'
local passed, failed = 0, 0
local function check(name, ok, detail)
  if ok then
    passed = passed + 1
  else
    failed = failed + 1
    io.stderr:write('failed: ' .. name .. ': ' .. vim.inspect(detail) .. '\n')
  end
end

local root = vim.fn.getcwd()
vim.cmd('edit samples/share-empty-view.patch')
local id = vim.lsp.start_client({
  name = 'qemu-memory-review',
  cmd = { 'node', root .. '/dist/server.js', '--stdio' },
  root_dir = root,
  init_options = { trusted = true },
})
vim.lsp.buf_attach_client(0, id)
vim.wait(10000, function()
  local client = vim.lsp.get_client_by_id(id)
  return client ~= nil and client.initialized
end)
local client = vim.lsp.get_client_by_id(id)
local document = { textDocument = vim.lsp.util.make_text_document_params() }

local lenses = client.request_sync('textDocument/codeLens', document, 10000, 0)
check('lenses', lenses and #lenses.result >= 4, lenses)
local lens = client.request_sync('codeLens/resolve', lenses.result[1], 10000, 0)
check('the lens at the subject', lens.result.command.title:find('FlatViews 39 %-> 11 on idle%-nics') ~= nil, lens)

local line = vim.fn.search('== 0) {') - 1
local place = { textDocument = document.textDocument, position = { line = line, character = 8 } }
local hover = client.request_sync('textDocument/hover', place, 10000, 0)
check('the hover on a changed line', hover.result ~= vim.NIL and hover.result.contents.value:find('39 %-> 11') ~= nil, hover)

vim.cmd('edit samples/idle-nics.mtree')
vim.lsp.buf_attach_client(0, id)
local dump = { textDocument = vim.lsp.util.make_text_document_params() }
local symbols = client.request_sync('textDocument/documentSymbol', dump, 10000, 0)
check('the outline of a dump', symbols and #symbols.result > 10, symbols and symbols.err)


-- the cursor behind `word` of the first line that has it
local function at(word)
  vim.fn.cursor(1, 1)
  local row, column = unpack(vim.fn.searchpos(vim.fn.escape(word, '[]'), 'e'))
  return { textDocument = dump.textDocument, position = { line = row - 1, character = column - 1 } }
end
local explained = client.request_sync('textDocument/hover', at('alias ram-below-4g'), 10000, 0)
check('the hover on an alias of a dump', explained.result ~= vim.NIL and explained.result.contents.value:find('alias of `pc.ram`', 1, true) ~= nil, explained)
local definition = client.request_sync('textDocument/definition', at('@pc.ram'), 10000, 0)
local target = definition.result ~= vim.NIL and (definition.result[1].targetSelectionRange or definition.result[1].range)
check('the definition of an alias target', target and vim.fn.getline(target.start.line + 1):find('): pc.ram', 1, true) ~= nil, definition)
local references = client.request_sync('textDocument/references', vim.tbl_extend('force', at('@pc.ram'), { context = { includeDeclaration = true } }), 10000, 0)
check('the references of a region', references.result ~= vim.NIL and #references.result > 10, references.err)
local tokens = client.request_sync('textDocument/semanticTokens/full', dump, 10000, 0)
check('the semantic tokens of a dump', tokens.result ~= vim.NIL and #tokens.result.data > 1000, tokens.err)

io.stdout:write(passed .. ' passed, ' .. failed .. ' failed\n')
client.stop(true)
vim.cmd(failed > 0 and 'cquit 1' or 'qall!')
