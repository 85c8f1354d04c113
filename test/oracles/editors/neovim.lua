-- Opens a file in Neovim with its built-in language client and prints the diagnostics it was given, as JSON.
-- Environment: JUDGED_FILE, JUDGED_ROOT, JUDGED_SERVER (JSON array: the command line of the server), JUDGED_OUTPUT.
local output = vim.env.JUDGED_OUTPUT
local function finish(answer)
  local file = assert(io.open(output, "w"))
  file:write(vim.fn.json_encode(answer))
  file:close()
end

vim.cmd("edit " .. vim.fn.fnameescape(vim.env.JUDGED_FILE))
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({
  name = "winsock-async",
  cmd = vim.fn.json_decode(vim.env.JUDGED_SERVER),
  root_dir = vim.env.JUDGED_ROOT,
})
if id == nil then
  finish({ error = "the client did not start" })
  vim.cmd("cquit")
end
vim.lsp.buf_attach_client(buffer, id)

vim.wait(60000, function() return #vim.diagnostic.get(buffer) > 0 end, 50)
local found = {}
for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
  table.insert(found, {
    line = diagnostic.lnum,
    column = diagnostic.col,
    code = diagnostic.code or diagnostic.user_data and diagnostic.user_data.lsp and diagnostic.user_data.lsp.code,
    message = diagnostic.message,
  })
end

-- a hover on the first cancel
local hover = nil
vim.fn.cursor(1, 1)
vim.fn.search("WSACancelAsyncRequest")
local answers = vim.lsp.buf_request_sync(buffer, "textDocument/hover", vim.lsp.util.make_position_params(), 30000)
for _, answer in pairs(answers or {}) do
  if answer.result then hover = answer.result.contents.value end
end

local version = vim.version()
finish({
  client = "Neovim " .. version.major .. "." .. version.minor,
  pulls = vim.lsp.protocol.make_client_capabilities().textDocument.diagnostic ~= nil,
  diagnostics = found,
  hover = hover,
})
vim.lsp.stop_client(id)
vim.cmd("quitall!")
