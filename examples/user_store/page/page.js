// The page of the user store. Everything it needs to know is where it was loaded from: the service's address with its
// stage, where the WebSocket API is as well.
const base = new URL('.', import.meta.url);
const socketAddress = base.href.replace(/^http/, 'ws').replace(/\/$/, '');
const $ = (id) => document.getElementById(id);

const editor = $('text');
let session = JSON.parse(sessionStorage.getItem('user_store'));  // {id, token}: of this window, gone with it
let known = '';      // the document as the server last gave it, compact
let held = null;     // what was pushed while an answer is on its way
let last = Promise.resolve();  // the request sent last
let draft = null;    // {id, text}: what somebody was typing when their session ended

const piece = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]/g;
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const scalar = /(?:"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
const space = /[ \t\r\n]*/y;

// Without spaces between its parts. JSON stays text here: what was parsed and written again could lose digits.
const compact = (text) => text.replace(/("(?:[^"\\]|\\.)*")|[ \t\r\n]+/g, '$1');

function indented(text) {
  let result = '', depth = 0, previous = '';
  const line = () => '\n' + '  '.repeat(depth);
  for (const part of text.match(piece) ?? []) {
    if (part === '}' || part === ']') depth--;
    const opened = previous === '{' || previous === '[';
    const closes = part === '}' || part === ']';
    if ((opened && !closes) || previous === ',' || (closes && !opened)) result += line();
    result += part === ':' ? ': ' : part;
    if (part === '{' || part === '[') depth++;
    previous = part;
  }
  return result;
}

// Where text stops being JSON and what should have been there; nothing if it is a document.
function mistake(text) {
  let at = 0;
  const take = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.test(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const next = () => (take(space), text[at]);
  const expected = (what) => { throw {at, line: text.slice(0, at).split('\n').length, what}; };
  const list = (end, item) => {
    at++;
    if (next() === end) return void at++;
    for (;; at++) {
      item();
      if (next() === end) return void at++;
      if (text[at] !== ',') expected(`a comma or ${end}`);
    }
  };
  const member = () => {
    next();
    if (!take(string)) expected('a name in double quotes');
    if (next() !== ':') expected('a colon');
    at++;
    value();
  };
  const value = () => {
    if (next() === '{') list('}', member);
    else if (text[at] === '[') list(']', value);
    else if (!take(scalar)) expected('a value');
  };
  try {
    value();
    if (next() !== undefined) expected('nothing more');
  } catch (found) {
    return found.what ? found : {at: 0, line: 1, what: 'fewer levels'};
  }
}

const sentence = (found) => `Line ${found.line}: expected ${found.what}`;

// What differs at the top level, for people.
function difference(before, after) {
  const [old, now] = [JSON.parse(before || '{}'), JSON.parse(after)];
  const brief = (value) => {
    const text = JSON.stringify(value);
    if (text.length <= 24) return text;
    if (Array.isArray(value)) return `${value.length} items`;
    return typeof value === 'object' ? '{…}' : `${text.slice(0, 22)}…`;
  };
  const lines = [];
  for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
    if (!Object.hasOwn(now, name)) lines.push(`${name} removed`);
    else if (!Object.hasOwn(old, name)) lines.push(`${name}: ${brief(now[name])}`);
    else if (JSON.stringify(old[name]) === JSON.stringify(now[name])) continue;
    else lines.push(`${name}: ${brief(old[name])} → ${brief(now[name])}`);
  }
  return lines.length > 4 ? `${lines.slice(0, 3).join(', ')} and ${lines.length - 3} more` : lines.join(', ');
}

const make = (tag, textContent, className = '') => Object.assign(document.createElement(tag), {textContent, className});

function kindOf(part, rest) {
  if (part[0] === '"') return /^\s*:/.test(rest) ? 'key' : 'string';
  return /[-\d]/.test(part[0]) ? 'number' : 'word';
}

const isDirty = () => compact(editor.value) !== known;

function colour() {
  const isLong = editor.value.length > 60_000;  // colours would make typing slow
  editor.parentElement.classList.toggle('plain', isLong);
  const pieces = [];
  let from = 0;
  for (const found of isLong ? [] : editor.value.matchAll(piece)) {
    const [part] = found, end = found.index + part.length;
    if (/[{}[\],:]/.test(part[0])) continue;
    pieces.push(editor.value.slice(from, found.index), make('span', part, kindOf(part, editor.value.slice(end, end + 99))));
    from = end;
  }
  $('coloured').replaceChildren(...pieces, isLong ? '' : `${editor.value.slice(from)}\n`);
}

function look() {
  colour();
  const found = mistake(editor.value);
  const state = found ? 'broken' : isDirty() ? 'unsaved' : 'saved';
  $('state').dataset.state = state;
  $('state').textContent = found ? sentence(found) : state === 'unsaved' ? 'Unsaved changes' : 'Saved';
  $('save').disabled = $('revert').disabled = state === 'saved';
}

function show(text) {
  const {selectionStart, selectionEnd} = editor;
  editor.value = indented(text);
  if (document.activeElement === editor) editor.setSelectionRange(selectionStart, selectionEnd);
  $('newer').hidden = true;
  tell('document_problem');
  look();
}

function flash() {
  const box = editor.parentElement;
  box.classList.remove('arrived');
  void box.offsetWidth;  // starts the animation again
  box.classList.add('arrived');
}

// Takes over a document from the server. What somebody is typing is never overwritten: they are asked. `base` is what the
// editor held when it was last the server's document, or when it was sent there.
function arrive(text, what, {elsewhere = false, base = known} = {}) {
  const before = known, typed = compact(editor.value);
  const changes = before && difference(before, text);
  const isEdited = before && typed !== base && typed !== text;
  known = text;
  note(what, before && (changes || 'nothing changed'), elsewhere);
  if (!isEdited) show(text);
  else look();
  if (isEdited && changes && base === before) {
    $('newer_summary').textContent = changes;
    $('newer').hidden = false;
  }
  if (elsewhere) flash();
  if (draft?.id === session.id) editor.value = draft.text, look();
  draft = null;
}

function note(what, detail = '', elsewhere = false) {
  const item = make('li', '', elsewhere ? 'elsewhere' : '');
  item.append(make('time', new Date().toTimeString().slice(0, 8)), make('span', what));
  if (detail) item.append(make('span', detail, 'detail'));
  $('events').prepend(item);
  while ($('events').children.length > 50) $('events').lastChild.remove();
}

function tell(id, text = '') {
  $(id).textContent = text;
  $(id).hidden = !text;
}

async function call(method, path, body) {
  const user = session, headers = {};
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (user) headers.Authorization = `Bearer ${user.token}`;
  let answer, text;
  try {
    answer = await fetch(new URL(path, base), {method, headers, body, cache: 'no-store', signal: AbortSignal.timeout(40_000)});
    text = await answer.text();
  } catch {
    throw {status: 0, message: 'The server does not answer. Is it running?'};
  }
  if (answer.ok) return text;
  const isRefused = answer.status === 401 || answer.status === 403;
  if (isRefused && user && user === session) leave('Your session has ended. Please log in again.');
  throw {status: answer.status, message: explain(answer.status, text)};
}

function explain(status, text) {
  if (status === 429) return 'Too much at once. Please try again in a moment.';
  if (status === 413) return 'This is too large: a request holds at most 100 KB.';
  if (status >= 500) return `Something went wrong at the server (${status}). Please try again.`;
  try {
    return JSON.parse(text).message;
  } catch {
    return `The server refused (${status}).`;
  }
}

// Requests go out one after the other. What is pushed while one is on its way waits: a change's own push usually comes
// before its answer, and neither it nor what came before it is news.
function exchange(method, path, body, take) {
  return last = last.catch(() => {}).then(async () => {
    const user = session;
    let text;
    held = [];
    try {
      text = compact(await call(method, path, body));
      if (user === session) take(text);
    } finally {
      const later = held.slice(held.map(compact).lastIndexOf(text) + 1);
      held = null;
      if (user === session) later.forEach(receive);
    }
  });
}

async function load() {
  try {
    await exchange('GET', 'api/user/self', undefined, (text) => {
      if (!known) arrive(text, 'Loaded');
      else if (difference(known, text)) arrive(text, 'Changed while you were away', {elsewhere: true});
    });
  } catch (failure) {
    if (session) tell('document_problem', failure.status === 404 ? 'You have no document yet. Save one.' : failure.message);
  }
}

async function submitting(button, work, problem) {
  tell(problem);
  button.disabled = true;
  try { await work(); }
  catch (failure) {
    if (failure.message === undefined) throw failure;
    tell(problem, failure.message);
  } finally {
    button.disabled = false;
    if (button === $('save')) look();
  }
}

let socket = null, attempts = 0, timer = 0, ticking = 0;

function connection(state, text) {
  $('connection').dataset.state = state;
  $('connection_text').textContent = text;
  $('countdown').textContent = '';
  $('reconnect').hidden = state !== 'lost';
}

function connect() {
  clearTimeout(timer);
  clearInterval(ticking);
  connection('connecting', 'Connecting');
  const mine = socket = new WebSocket(socketAddress, ['bearer', session.token]);
  let wasOpen = false;
  mine.onopen = () => {
    if (mine !== socket) return;
    wasOpen = true;
    attempts = 0;
    connection('live', 'Live');
    load();  // what was missed meanwhile
  };
  mine.onmessage = ({data}) => mine === socket && (held ? held.push(data) : receive(data));
  mine.onclose = async ({code}) => {
    if (mine !== socket) return;
    socket = null;
    if (wasOpen) code === 1001 || note('Connection lost');  // 1001: nothing was said for too long
    else await load();  // a browser does not say why; a token that is no longer good shows here
    if (session && !socket) wait();
  };
}

function wait() {
  const seconds = Math.min(30, 0.5 * 2 ** attempts++) * (0.75 + Math.random() / 2);
  const until = Date.now() + seconds * 1000;
  connection('lost', 'Offline');
  const tick = () => {
    $('countdown').textContent = `next try in ${Math.max(1, Math.ceil((until - Date.now()) / 1000))} s`;
  };
  tick();
  clearInterval(ticking);
  ticking = setInterval(tick, 1000);
  timer = setTimeout(connect, seconds * 1000);
}

function receive(data) {
  const text = compact(data);
  if (mistake(data) || data[0] !== '{') return note('The server says', data);
  if (text !== known && difference(known, text)) arrive(text, 'Changed in another window', {elsewhere: true});
}

function enter() {
  sessionStorage.setItem('user_store', JSON.stringify(session));
  $('who').textContent = session.id;
  document.title = `${session.id} · User store`;
  $('sign_in').hidden = true;
  $('workspace').hidden = $('session').hidden = false;
  tell('action_problem');
  tell('document_problem');
  connect();
}

function leave(reason = '') {
  draft = reason && isDirty() ? {id: session.id, text: editor.value} : null;
  session = null;
  sessionStorage.removeItem('user_store');
  const old = socket;
  socket = null;
  old?.close(1000);
  clearTimeout(timer);
  clearInterval(ticking);
  known = editor.value = '';
  $('events').replaceChildren();
  $('newer').hidden = $('workspace').hidden = $('session').hidden = true;
  $('sign_in').hidden = false;
  document.title = 'User store';
  tell('sign_in_problem', reason);
  $('password').value = '';
  $($('id').value ? 'password' : 'id').focus();
}

const purpose = () => document.querySelector('[name=purpose]:checked').value;

function choosePurpose() {
  const registers = purpose() === 'register';
  $('sign_in_button').textContent = registers ? 'Create account' : 'Log in';
  $('password').autocomplete = registers ? 'new-password' : 'current-password';
  $('password_hint').hidden = !registers;
  tell('sign_in_problem');
}

async function signIn() {
  const id = $('id').value, password = $('password').value, registers = purpose() === 'register';
  const refuse = (field, message) => { $(field).focus(); throw {message}; };
  if (!id) refuse('id', 'Please enter a name.');
  if (!password) refuse('password', 'Please enter your password.');
  if (registers && [...password].length < 10) refuse('password', 'The password needs at least 10 characters.');
  try {
    const body = JSON.stringify({id, password});
    const text = await (registers ? call('PUT', 'auth/register', body) : call('POST', 'auth/login', body));
    session = {id, token: JSON.parse(text).jwtToken};
  } catch (failure) {
    if (failure.status === 401) refuse('password', 'This name and password do not belong together.');
    if (failure.status === 409) refuse('id', `“${id}” is taken. If that is you, log in instead.`);
    throw failure;
  }
  $('password').value = '';
  enter();
  $('document_title').focus();
}

async function save() {
  const found = mistake(editor.value);
  if (found || !compact(editor.value).startsWith('{')) {
    editor.focus();
    if (found) editor.setSelectionRange(found.at, found.at + 1);
    throw {message: found ? `${sentence(found)}.` : 'The document must be an object: { … }'};
  }
  $('newer').hidden = true;
  const sent = editor.value;
  await exchange('PUT', 'api/user/self', sent, (text) => arrive(text, 'Saved here', {base: compact(sent)}));
}

async function applyAction() {
  const type = $('type').value.trim(), payload = $('payload').value.trim();
  const found = payload && mistake(payload);
  if (!type) throw {message: 'Please say which type of action.'};
  if (found) throw {message: `The payload is not JSON. ${sentence(found)}.`};
  const body = `{"type":${JSON.stringify(type)}${payload && `,"payload":${payload}`}}`;
  await exchange('POST', 'api/user/self/action', body, (text) => arrive(text, `Applied ${type}`));
}

function onSubmit(form, button, work, problem) {
  $(form).addEventListener('submit', (event) => {
    event.preventDefault();
    if (!$(button).disabled) submitting($(button), work, problem);
  });
}

onSubmit('sign_in_form', 'sign_in_button', signIn, 'sign_in_problem');
onSubmit('document_form', 'save', save, 'document_problem');
onSubmit('action_form', 'apply', applyAction, 'action_problem');
for (const choice of document.getElementsByName('purpose')) choice.addEventListener('change', choosePurpose);
$('reveal').addEventListener('click', () => {
  const shown = $('password').type === 'password';
  $('password').type = shown ? 'text' : 'password';
  $('reveal').textContent = shown ? 'Hide' : 'Show';
  $('reveal').setAttribute('aria-pressed', shown);
});
editor.addEventListener('input', () => { look(); tell('document_problem'); });
$('tidy').addEventListener('click', () => {
  if (!mistake(editor.value)) editor.value = indented(editor.value);
  look();
});
$('revert').addEventListener('click', () => show(known));
$('take_theirs').addEventListener('click', () => { show(known); editor.focus(); });
$('keep_mine').addEventListener('click', () => { $('newer').hidden = true; editor.focus(); });
$('log_out').addEventListener('click', () => leave());
$('reconnect').addEventListener('click', connect);
window.addEventListener('online', () => session && !socket && connect());
document.addEventListener('visibilitychange', () => session && !socket && !document.hidden && connect());
document.addEventListener('keydown', (event) => {
  if (!session || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 's') return;
  event.preventDefault();
  $('document_form').requestSubmit();
});

choosePurpose();
if (session) enter();
else $('id').focus();
