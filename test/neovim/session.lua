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

io.stdout:write(passed .. ' passed, ' .. failed .. ' failed\n')
client.stop(true)
vim.cmd(failed > 0 and 'cquit 1' or 'qall!')
