// The Lambda Runtime API over one kept connection. node:http costs twice what the rest of an invocation does, and all that
// is needed is what the gateway's server answers: a status line, headers, Content-Length.
import {createConnection} from 'node:net';

const prefix = '/2018-06-01/runtime';
const headEnd = Buffer.from('\r\n\r\n');
const nothing = Buffer.alloc(0);

// The bytes of a server, as answers: {status, headers, body}. Header names are in lower case, the body is a Buffer that is
// good during the call, as `chunk` is during read().
class AnswerReader {
  #rest = nothing;
  #parts = []; // of a body that is not whole yet
  #missing = 0;
  #head = null;

  // Calls `found` for each answer that is complete with these bytes. Throws on what is no such answer.
  read(chunk, found) {
    if (this.#head) {
      this.#parts.push(Buffer.from(chunk));
      this.#missing -= chunk.length;
      if (this.#missing > 0) return;
      chunk = Buffer.concat(this.#parts);
    } else if (this.#rest.length > 0) {
      chunk = Buffer.concat([this.#rest, chunk]);
    }
    let at = 0;
    for (;;) {
      if (!this.#head) {
        const end = chunk.indexOf(headEnd, at);
        if (end < 0) break;
        this.#head = parseHead(chunk.latin1Slice(at, end));
        at = end + headEnd.length;
      }
      const length = this.#head.length;
      if (chunk.length - at < length) {
        this.#parts = [Buffer.from(chunk.subarray(at))];
        this.#missing = length - (chunk.length - at);
        return;
      }
      const {status, headers} = this.#head;
      this.#head = null;
      found({status, headers, body: chunk.subarray(at, at + length)});
      at += length;
    }
    this.#rest = at < chunk.length ? Buffer.from(chunk.subarray(at)) : nothing;
  }
}

function parseHead(text) {
  const lines = text.split('\r\n');
  const status = Number(lines[0].slice(9, 12));
  const headers = {};
  for (let i = 1; i < lines.length; ++i) {
    const colon = lines[i].indexOf(':');
    headers[lines[i].slice(0, colon).toLowerCase()] = lines[i].slice(colon + 1).trim();
  }
  const length = Number(headers['content-length'] ?? 0);
  if (!lines[0].startsWith('HTTP/1.1 ') || !(status >= 200) || !Number.isSafeInteger(length))
    throw new Error(`The Runtime API answered with something else than HTTP: ${lines[0]}`);
  return {status, headers, length};
}

// One invocation at a time: next(), then one of respond(), fail() and stream() for it, then next() again. What an
// invocation says goes out with the next poll, in one write.
//
// While an invocation is under way the connection does not keep the process alive: 'beforeExit' then means that the
// function has nothing more to do.
export class RuntimeApi {
  #address;
  #socket = null;
  #reader = new AnswerReader();
  #waiting = []; // what is to be done with the answers that are due, in order
  #unsent = '';
  #lost;

  // `lost(error)` is called when the Runtime API is gone: there is nothing left to do then.
  constructor(address, lost) {
    const colon = address.lastIndexOf(':');
    this.#address = {host: address.slice(0, colon), port: Number(address.slice(colon + 1)), noDelay: true};
    this.#lost = lost;
  }

  // {id, headers, body}: body is the event's text.
  next() {
    return new Promise((resolve, reject) => {
      this.#stayAlive();
      this.#send(`GET ${prefix}/invocation/next HTTP/1.1\r\nHost: lambda\r\n\r\n`, answer => {
        if (answer.status !== 200) return reject(new Error(`The Runtime API refused to give an event: ${answer.status}`));
        this.#socket.unref();
        const {headers, body} = answer;
        resolve({id: headers['lambda-runtime-aws-request-id'], headers, body: body.utf8Slice(0, body.length)});
      });
    });
  }

  respond(id, text) {
    this.#unsent += post(`/invocation/${id}/response`, text, '');
    this.#waiting.push(ignore);
  }

  fail(id, document) {
    this.#unsent += post(`/invocation/${id}/error`, JSON.stringify(document), errorType(document));
    this.#waiting.push(ignore);
  }

  // Resolves when what was said has been taken: before the process ends by itself.
  flush() {
    return new Promise(resolve => {
      if (this.#waiting.length === 0) return resolve();
      const last = this.#waiting.pop();
      this.#stayAlive();
      this.#send('', answer => (last(answer), resolve()));
    });
  }

  failInit(document) {
    this.#unsent += post('/init/error', JSON.stringify(document), errorType(document));
    this.#waiting.push(ignore);
    return this.flush();
  }

  // Writes the head of a streamed response; then come chunks, each with `written` when it may be followed by another.
  openStream(id, contentType) {
    this.#send(
        `POST ${prefix}/invocation/${id}/response HTTP/1.1\r\nHost: lambda\r\nTransfer-Encoding: chunked\r\n` +
            'Lambda-Runtime-Function-Response-Mode: streaming\r\n' +
            'Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n' +
            `Content-Type: ${contentType}\r\n\r\n`,
        ignore);
  }

  writeChunk(bytes, written) {
    if (bytes.length === 0) return written();
    this.#socket.cork();
    this.#socket.write(`${bytes.length.toString(16)}\r\n`);
    this.#socket.write(bytes);
    this.#socket.write('\r\n', written);
    this.#socket.uncork();
  }

  // `document`: what went wrong after all; undefined: nothing.
  closeStream(document, written) {
    let trailers = '';
    if (document) {
      const body = Buffer.from(JSON.stringify(document)).toString('base64');
      trailers = `${errorType(document)}Lambda-Runtime-Function-Error-Body: ${body}\r\n`;
    }
    this.#socket.write(`0\r\n${trailers}\r\n`, written);
  }

  #read(chunk) {
    try {
      this.#reader.read(chunk, answer => this.#waiting.shift()?.(answer));
    } catch (error) {
      this.#lost(error);
    }
  }

  #stayAlive() {
    this.#connection().ref();
  }

  #send(bytes, found) {
    this.#waiting.push(found);
    this.#connection().write(this.#unsent + bytes);
    this.#unsent = '';
  }

  #connection() {
    if (this.#socket) return this.#socket;
    // One buffer for all that is read: a new one for each read costs a fifth of an invocation.
    const onread = {buffer: Buffer.alloc(64 * 1024), callback: (length, buffer) => this.#read(buffer.subarray(0, length))};
    const socket = (this.#socket = createConnection({...this.#address, onread}));
    socket.on('error', error => this.#lost(error));
    socket.on('close', () => this.#lost(new Error('The Runtime API closed the connection')));
    return socket;
  }
}

function ignore() {}

// A header's value cannot have line ends, and the gateway takes Latin-1 only.
function errorType(document) {
  const type = String(document.errorType).replace(/[^\x20-\x7e]/g, '?');
  return `Lambda-Runtime-Function-Error-Type: ${type}\r\n`;
}

function post(path, body, headers) {
  return `POST ${prefix}${path} HTTP/1.1\r\nHost: lambda\r\nContent-Type: application/json\r\n${headers}` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
