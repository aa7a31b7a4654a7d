// Plain Node with `ws`: sends each message back. node echo.mjs PORT FOLDER_WITH_NODE_MODULES
import { createRequire } from 'node:module'

const [port, folder] = process.argv.slice(2)
const { WebSocketServer } = createRequire(folder + '/package.json')('ws')

new WebSocketServer({ host: '127.0.0.1', port: Number(port), perMessageDeflate: false }).on('connection', (socket) =>
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })),
)
