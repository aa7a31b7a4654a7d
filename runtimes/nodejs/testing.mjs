// For tests: a Runtime API of one function, and the function's process behind it.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const bootstrap = fileURLToPath(new URL('bootstrap.mjs', import.meta.url));

class FunctionProcess {
  #folder = mkdtempSync(join(tmpdir(), 'lamina-nodejs-'));
  #server;
  #child;
  #poll; // the response of an open poll
  #events = [];
  #answers = new Map();
  #asked = 0;
  output = '';
  initError = new Promise(resolve => (this.sayInitError = resolve));
  ended = new Promise(resolve => (this.sayEnded = resolve));

  async start(files, handler, variables = {}) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.#folder, name)), {recursive: true});
      writeFileSync(join(this.#folder, name), text);
    }
    this.#server = createServer((request, response) => this.#take(request, response));
    await new Promise(resolve => this.#server.listen(0, '127.0.0.1', resolve));
    const env = {
      PATH: process.env.PATH,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${this.#server.address().port}`,
      AWS_LAMBDA_FUNCTION_NAME: 'tested',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128',
      LAMBDA_TASK_ROOT: this.#folder,
      _HANDLER: handler,
      ...variables,
    };
    this.#child = spawn(process.execPath, [bootstrap], {cwd: this.#folder, env});
    for (const stream of [this.#child.stdout, this.#child.stderr]) stream.on('data', text => (this.output += text));
    this.#child.on('close', status => this.sayEnded(status));
    return this;
  }

  // {kind, body, headers, trailers} of what the function says to this event.
  invoke(event, headers = {}) {
    const id = `request-${++this.#asked}`;
    const answer = new Promise(resolve => this.#answers.set(id, resolve));
    this.#events.push({id, event, headers});
    this.#deliver();
    return answer;
  }

  async result(event, headers) {
    const answer = await this.invoke(event, headers);
    return answer.kind === 'error' ? answer : JSON.parse(answer.body);
  }

  // What the process prints may come after its answer: waits for it.
  async printed(pattern) {
    while (!pattern.test(this.output)) await once(this.#child.stdout, 'data');
    return this.output.split('\n');
  }

  async stop() {
    this.#child.kill('SIGKILL');
    await this.ended;
    this.#server.closeAllConnections?.();
    await new Promise(resolve => this.#server.close(resolve));
    rmSync(this.#folder, {recursive: true});
  }

  #deliver() {
    if (!this.#poll || this.#events.length === 0) return;
    const {id, event, headers} = this.#events.shift();
    this.#poll.writeHead(200, {
      'Lambda-Runtime-Aws-Request-Id': id,
      'Lambda-Runtime-Deadline-Ms': Date.now() + 5000,
      'Lambda-Runtime-Invoked-Function-Arn': 'arn:aws:lambda:eu-west-1:000000000000:function:tested',
      'Content-Length': Buffer.byteLength(JSON.stringify(event)),
      ...headers,
    });
    this.#poll.end(JSON.stringify(event));
    this.#poll = undefined;
  }

  async #take(request, response) {
    if (request.url.endsWith('/invocation/next')) {
      this.#poll = response;
      return this.#deliver();
    }
    const parts = [];
    for await (const part of request) parts.push(part);
    response.writeHead(202, {'Content-Length': 0}).end();
    const said = {body: Buffer.concat(parts).toString(), headers: request.headers, trailers: request.trailers};
    const [, id, kind] = /invocation\/([^/]+)\/(\w+)/.exec(request.url) ?? [];
    if (id) this.#answers.get(id)?.({kind, ...said});
    else this.sayInitError(JSON.parse(said.body));
  }
}

// Starts a function for the time of a test: `test` is node:test's context.
export async function start(test, files, handler = 'index.handler', variables = {}) {
  const made = new FunctionProcess();
  test.after(() => made.stop());
  return made.start(typeof files === 'string' ? {'index.js': files} : files, handler, variables);
}
