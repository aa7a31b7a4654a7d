// The bare limit of Node: node hello.mjs PORT
import http from 'node:http'
http.createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 11 })
  response.end('{"ok":true}')
}).listen(Number(process.argv[2]), '127.0.0.1')
