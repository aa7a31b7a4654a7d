// The real `lamina serve`, in a folder of its own, and WebSocket connections to it.
import {spawn} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, watch, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Queue, event} from './checks.mjs';
import {peer} from './peers.mjs';

const {WebSocket} = peer('ws');
const running = new Set();
process.on('exit', () => running.forEach((one) => one.end()));

function needed(name) {
  if (process.env[name]) return process.env[name];
  console.error(`${name} is not set: ctest sets it (tests/peers/CMakeLists.txt)`);
  process.exit(1);
}

export class Gateway {
  // `file`: a serverless.yml that is there; or `text`: what one holds. `artifacts`: the folder of the program. `port`: 0
  // takes a free one. `more`: further arguments.
  static async start({file, text, artifacts = process.env.PEER_FUNCTION, variables = {}, port = 0, more = []}) {
    const one = new Gateway();
    one.folder = mkdtempSync(join(tmpdir(), 'lamina_peers_'));
    running.add(one);
    if (text) writeFileSync(file = join(one.folder, 'serverless.yml'), text);
    const environment = {PATH: '/usr/bin:/bin', HOME: one.folder, ...variables};
    const line = ['serve', file, '--artifacts', artifacts, '--port', String(port), '--access-log', 'off', ...more];
    one.process = spawn(needed('LAMINA_PROGRAM'), line, {cwd: one.folder, env: environment, stdio: ['ignore', 'pipe', 'pipe']});
    one.output = '';
    const ended = event(one.process, 'exit').catch(() => {});
    const ready = new Promise((found) => {
      for (const stream of [one.process.stdout, one.process.stderr]) {
        stream.setEncoding('utf8').on('data', (bytes) => {
          one.output += bytes;
          const line = /served at (.*)\n/.exec(one.output);
          if (line) found(line[1]);
        });
      }
    });
    const addresses = await Promise.race([ready, ended.then(() => '')]);
    one.socket = /wss?:\S+/.exec(addresses)?.[0];
    one.http = /https?:\S+/.exec(addresses)?.[0] ?? one.socket?.replace('ws', 'http');
    if (!one.http) throw new Error(`lamina serves nothing: ${one.output}`);
    one.port = Number(new URL(one.http).port);
    return one;
  }

  // An open connection whose messages can be waited for: await connection.next().
  async connect({query = '', protocols = [], ...options} = {}) {
    const connection = new WebSocket(this.socket + query, protocols, options);
    const messages = new Queue();
    connection.on('message', (bytes, isBinary) => messages.put(isBinary ? bytes : bytes.toString()));
    connection.next = () => messages.next();
    connection.on('error', () => {});  // 'close' or 'unexpected-response' says it
    await event(connection, 'open');
    return connection;
  }

  // The status with which a handshake is refused, and the answer's headers.
  async refusal({path = '', ...options} = {}) {
    const connection = new WebSocket(this.socket + path, [], options);
    connection.on('error', () => {});
    const [, answer] = await Promise.race([
      event(connection, 'unexpected-response'),
      event(connection, 'open').then(() => { throw new Error('the connection was opened'); }),
    ]);
    answer.resume();
    connection.terminate();
    return {status: answer.statusCode, headers: answer.headers};
  }

  // SIGTERM; what it ended with.
  async stop() {
    const ended = event(this.process, 'exit');
    this.process.kill('SIGTERM');
    return (await ended)[0];
  }

  end() {
    this.process?.kill('SIGKILL');
    rmSync(this.folder, {recursive: true, force: true});
  }
}

// The lines of a file that functions append to, one by one as they come.
export class Lines {
  constructor(file) {
    this.file = file;
    writeFileSync(file, '');
    this.watcher = watch(file).unref();
  }
  // The first line for which `wanted` holds, whenever it was written.
  async find(wanted) {
    for (;;) {
      const changed = event(this.watcher, 'change');
      const found = readFileSync(this.file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)).find(wanted);
      changed.catch(() => {});
      if (found) return found;
      await changed;
    }
  }
}

// The service of peer_function_main.cpp, all its routes answering. `disconnects`: where it notes them. `options`: more
// for Gateway.start.
export async function startPeerService(options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'lamina_peers_'));
  process.on('exit', () => rmSync(folder, {recursive: true, force: true}));
  const disconnects = new Lines(join(folder, 'disconnects'));
  const gateway = await Gateway.start({...options,
    text: `service: peers
provider:
  name: aws
  runtime: provided.al2023
  stage: dev
  timeout: 20
  environment: {DISCONNECTS: ${disconnects.file}}
functions:
  connect: {handler: main.connect, events: [{websocket: $connect}]}
  disconnect: {handler: main.disconnect, events: [{websocket: $disconnect}]}
  echo: {handler: main.echo, events: [{websocket: {route: $default, routeResponseSelectionExpression: $default}}]}
  whoami: {handler: main.whoami, events: [{websocket: {route: whoami, routeResponseSelectionExpression: $default}}]}
  fails: {handler: main.fails, events: [{websocket: {route: fails}}]}
`});
  return {gateway, disconnects};
}

export const whoami = async (connection) => {
  connection.send('{"action":"whoami"}');
  return JSON.parse(await connection.next());
};

export {needed};
